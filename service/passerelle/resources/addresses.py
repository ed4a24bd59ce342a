"""From the path of a request to the IRIs that may be meant by it, and from an IRI to its document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from passerelle import urls
from passerelle.media_types import DESCRIPTION_TYPES, SUFFIXES, DocumentFormat
from passerelle.namespaces import BASE, GRAPH, ID, PSL, QUERY, SHAPE, SOURCE
from passerelle.store.request import ResultFormat

Format = ResultFormat | DocumentFormat
# The IRIs of ours that the service answers for.
OURS = (ID, PSL, GRAPH, SHAPE, SOURCE, QUERY)
_GROUPS = frozenset(namespace.removeprefix(BASE).strip("/") for namespace in OURS) - {"id"}
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]|[^\x00-\x7f]")


@dataclass(frozen=True)
class Address:
    """A thing of ours and where its description is."""

    iri: str

    @property
    def path(self) -> str:
        """The path of the description, without a suffix."""
        return urls.doc(self.iri)

    @property
    def document(self) -> str:
        """The IRI of the description: the same path under the name that lasts."""
        return BASE + self.path.removeprefix("/")


def named(name: str) -> str:
    """What a name after `/doc/` stands for: the path of an IRI of ours, of a thing unless it says otherwise.

    Examples:
        >>> named("region/84"), named("shape/Region")
        ('id/region/84', 'shape/Region')
    """
    return name if name.partition("/")[0] in _GROUPS else f"id/{name}"


def iris(name: str) -> list[str]:
    """The IRIs of ours that a path without its first slash, as it was sent, may stand for, the likeliest first.

    A client writes `é` in an address as `%C3%A9` (https://www.rfc-editor.org/rfc/rfc3987#section-3.1), and the IRI of
    the thing may have either. No reserved character is taken for its escape: `%2F` is no slash.

    Examples:
        >>> iris("id/place/%C3%A9vian")
        ['https://w3id.org/passerelle/id/place/%C3%A9vian', 'https://w3id.org/passerelle/id/place/évian']
    """
    plain = _ESCAPES.sub(_read, name)
    return list(dict.fromkeys(BASE + form for form in (name, plain, urls.escaped(plain))))


def split_suffix(name: str) -> tuple[str, Format | None]:
    """A name without the suffix that asks for a format of descriptions, and that format."""
    stem, dot, suffix = name.rpartition(".")
    kind = SUFFIXES.get(dot + suffix)
    return (stem, kind) if kind in DESCRIPTION_TYPES else (name, None)


def suffixes() -> Iterator[tuple[str, Format]]:
    """The suffix of each format of descriptions."""
    return ((suffix, kind) for suffix, kind in SUFFIXES.items() if kind in DESCRIPTION_TYPES)


def suffix_of(kind: Format) -> str:
    """The suffix of a format."""
    return next(suffix for suffix, other in suffixes() if other is kind)


def _read(match: re.Match[str]) -> str:
    """What a run of escapes stands for, but for the characters that mean something else when they are not escaped."""
    try:
        text = bytes.fromhex(match[0].replace("%", "")).decode()
    except UnicodeDecodeError:
        return match[0].upper()
    return "".join(sign if _UNRESERVED.fullmatch(sign) else quote(sign, safe="") for sign in text)
