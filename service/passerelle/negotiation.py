"""Content negotiation: one algorithm over tables of offers (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from webob.acceptparse import (
    AcceptEncodingValidHeader,
    AcceptLanguageValidHeader,
    AcceptValidHeader,
    create_accept_encoding_header,
    create_accept_header,
    create_accept_language_header,
)

Format = TypeVar("Format")
# What Java's own client sends, `*; q=.2`, is no Accept header by the letter: the type is `*/*`, the number `0.2`.
_LONE_STAR = re.compile(r"(?<![^,])(\s*)\*(?=\s*(?:[;,]|$))")
_BARE_POINT = re.compile(r"(;\s*q=)(?=\.\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Choice(Generic[Format]):
    """What negotiation settles on: a format and the name of it that was asked for."""

    format: Format
    media_type: str


class NotAcceptable(Exception):  # noqa: N818 - the name HTTP gives it
    """No offer fits the Accept header; `offered` lists the media types that would."""

    def __init__(self, offered: Sequence[str]) -> None:
        """Keep the media types on offer."""
        super().__init__(offered)
        self.offered = tuple(offered)


def choose(accept: str | None, types: Mapping[Format, Sequence[str]]) -> Choice[Format]:
    """The offer that an Accept header likes best; among equals the one offered first.

    The first name of every format is offered before any second name. Parameters of the header's media ranges, such as
    `profile` and `charset`, are set aside.

    Raises:
        NotAcceptable: nothing fits, or the header is malformed.
    """
    offers: dict[str, Format] = {}
    for rank in range(max(len(names) for names in types.values())):
        for kind, names in types.items():
            for name in names[rank : rank + 1]:
                offers.setdefault(name, kind)
    best = next(iter(offers)) if accept is None or not accept.strip() else _best(accept, list(offers))
    if best is None:
        raise NotAcceptable(list(offers))
    return Choice(offers[best], best)


def is_navigation(accept: str | None) -> bool:
    """Whether the Accept header is that of a browser that opens an address.

    Each asks for XHTML as well as for HTML; programs that have HTML in theirs, as Java's own client has, do not
    (https://developer.mozilla.org/docs/Web/HTTP/Guides/Content_negotiation/List_of_default_Accept_values).
    """
    return accept is not None and accept.startswith("text/html,") and "application/xhtml+xml" in accept


def choose_coding(accept_encoding: str | None, offered: Sequence[str]) -> str | None:
    """The coding of the offer that an Accept-Encoding header likes best; among equals the one offered first.

    None where there is no such header, it is malformed, or no coding of the offer is acceptable
    (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3).
    """
    header = create_accept_encoding_header(accept_encoding)
    if not isinstance(header, AcceptEncodingValidHeader):
        return None
    acceptable = header.acceptable_offers(list(offered))
    return str(acceptable[0][0]) if acceptable else None


def choose_language(accept: str | None, offered: Sequence[str]) -> str:
    """The language on offer that an Accept-Language header likes best, the first of them where it likes none.

    By lookup (https://www.rfc-editor.org/rfc/rfc4647#section-3.4): `fr-CA` is served by `fr`.
    """
    header = create_accept_language_header(accept)
    if not isinstance(header, AcceptLanguageValidHeader):
        return offered[0]
    return str(header.lookup(language_tags=list(offered), default_tag=offered[0]))


def _best(accept: str, offers: list[str]) -> str | None:
    header = create_accept_header(_BARE_POINT.sub(r"\g<1>0", _LONE_STAR.sub(r"\1*/*", accept)))
    if not isinstance(header, AcceptValidHeader):
        return None
    ranges: dict[str, float] = {}
    for media_range, quality, _, _ in header.parsed or ():
        name = media_range.partition(";")[0].strip().lower()
        ranges[name] = max(quality, ranges.get(name, 0.0))
    bare = ", ".join(f"{name};q={quality:.3f}" for name, quality in ranges.items())
    if not bare:
        return None
    acceptable = AcceptValidHeader(bare).acceptable_offers(offers)
    return str(acceptable[0][0]) if acceptable else None
