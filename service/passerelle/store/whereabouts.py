"""Finds the line on which a text of RDF describes a thing, so that a person can go there and repair it."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

from passerelle.namespaces import BASE
from passerelle.store.findings import Spot

_DECLARATION = re.compile(r"""^\s*@?(?:prefix)\s+(?P<prefix>[\w.-]*):\s*<(?P<iri>[^<>\s]*)>""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"""xmlns:(?P<prefix>[\w.-]+)\s*=\s*["'](?P<iri>[^"']*)["']""")
# An IRI in angle brackets, a blank node, a prefixed name, or what JSON-LD and RDF/XML write in quotes.
_NAME = re.compile(
    r"""<(?P<iri>[^<>"\s]*)>|(?P<blank>_:[\w.-]*[\w-])|(?P<prefix>(?<![\w:.-])[\w.-]*):(?P<local>[\w:.%-]*[\w:%-])"""
    r"""|"(?P<quoted>[^"\s]+)"|'(?P<single>[^'\s]+)'"""
)
# A block of TriG; it closes, as our files are written, by a brace that stands alone.
_OPENING = re.compile(r"\s*(?:GRAPH\s+)?[^\s{}]+\s*\{", re.IGNORECASE)
_SUBJECT = re.compile(r"\s*(?:<|_:|[\w.-]*:)")
# Lines this long are data, not something that a person reads.
_LONGEST = 20_000


class Whereabouts:
    """An index of texts: for every thing the first line that begins with it, and the first that mentions it."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """Read texts once, each with the name of its file."""
        self._begins: dict[tuple[str, str], Spot] = {}
        self._mentions: dict[tuple[str, str], Spot] = {}
        for name, text in texts:
            self._read(name, text)

    def find(self, thing: str, graphs: Iterable[str] = ()) -> Spot | None:
        """Where a thing, an IRI or `_:` and the label of a blank node, is written; None where it is nowhere.

        The blocks of those graphs are looked at first.
        """
        for graph in (*graphs, ""):
            for index in (self._begins, self._mentions):
                if spot := index.get((graph, thing)):
                    return spot
        return None

    def _read(self, name: str, text: str) -> None:
        prefixes: dict[str, str] = {}
        graph = ""
        for number, line in enumerate(text.splitlines(), start=1):
            if len(line) > _LONGEST:
                continue
            for pattern in (_DECLARATION, _XML_DECLARATION):
                for declared in pattern.finditer(line):
                    prefixes[declared["prefix"]] = declared["iri"]
            if _DECLARATION.match(line):
                continue
            begins = _SUBJECT.match(line) is not None
            things = list(_things(line, prefixes))
            if _OPENING.match(line) and things:
                graph = things[0]
            elif line.strip() == "}":
                graph = ""
            spot = Spot(name, number)
            for key in {graph, ""}:
                if begins and things:
                    self._begins.setdefault((key, things[0]), spot)
                for thing in things:
                    self._mentions.setdefault((key, thing), spot)


def _things(line: str, prefixes: dict[str, str]) -> Iterator[str]:
    for match in _NAME.finditer(line):
        relative = match["iri"] or match["quoted"] or match["single"]
        if relative:
            yield _resolved(relative, prefixes)
        elif match["blank"]:
            yield match["blank"]
        elif match["prefix"] is not None and match["prefix"] in prefixes:
            yield _absolute(prefixes[match["prefix"]]) + match["local"]


def _resolved(written: str, prefixes: dict[str, str]) -> str:
    """An IRI as written, or the compact one of JSON-LD."""
    prefix, colon, local = written.partition(":")
    if colon and prefix in prefixes and not local.startswith("//"):
        return prefixes[prefix] + local
    return _absolute(written)


def _absolute(written: str) -> str:
    """The IRI, resolved against our base: that of the files of the graph, and the one that uploads are read with."""
    try:
        return urljoin(BASE, written)
    except ValueError:
        return written
