"""Responds to who opens a thing: negotiates, tags, keeps and writes its description."""

from http import HTTPStatus

from fastapi import Response

from passerelle import __version__, urls
from passerelle.caching import FRESH, AnswerCache, Kept, is_current, strong_tag
from passerelle.errors import Problem
from passerelle.media_types import DESCRIPTION_TYPES, DocumentFormat, with_charset
from passerelle.negotiation import Choice, choose
from passerelle.resources.absence import Directory
from passerelle.resources.addresses import Address, Format, split_suffix
from passerelle.resources.contents import read_pieces, read_statements
from passerelle.resources.description import describe
from passerelle.resources.page import Inner, thing_page
from passerelle.resources.reader import Reader
from passerelle.resources.relations import link_header
from passerelle.resources.triples import read_triples
from passerelle.resources.wishes import Wish
from passerelle.resources.writing import write_description
from passerelle.store.compression import SMALL, Coding, compressor
from passerelle.store.request import ResultFormat
from passerelle.store.rows import Answers

_VARY = "Accept, Accept-Encoding, Accept-Language"


class Things:
    """The things of one version of the data set; not to be used in the event loop."""

    def __init__(self, engine: Answers, links: urls.Urls, version: str, cache: AnswerCache) -> None:
        """Describe them by an engine, and keep what is written."""
        self._engine = engine
        self._links = links
        self._directory = Directory(engine, links)
        # Pages change with the program, not only with the data.
        self._version = f"{__version__} {version} {links.base}"
        self._cache = cache

    def see_other(self, wish: Wish) -> Response:
        """The way from a thing, which cannot be sent, to its description (https://www.w3.org/TR/cooluris/#r303uri).

        Raises:
            Problem: 404 or 410, as `respond`.
        """
        iri = self._directory.find(wish.name)
        if iri is None:
            return self._directory.missing(wish, wish.name, None)
        if self._directory.successors(iri) is not None:
            return self._directory.gone(wish, iri, None)
        address = self._links.local(urls.doc(iri))
        return Response(
            status_code=HTTPStatus.SEE_OTHER,
            headers={
                "Location": address + wish.query_string,
                "Link": f'<{address}>; rel="describedby"',
                "Cache-Control": FRESH,
            },
        )

    def respond(self, wish: Wish) -> Response:
        """The description of a thing.

        An address that ends in `.ttl`, `.html`, … asks for that format whatever is accepted.

        Raises:
            Problem: 404 for a thing or a part of it that does not exist, 410 for a thing that was retired.
            NotAcceptable: no format fits.
            StoreError: as `Pool.ask`.
        """
        stem, asked = split_suffix(wish.name)
        # What ends like a format is hardly ever a name; if it is, that comes first.
        choice = _only(asked) if asked else choose(wish.accept, DESCRIPTION_TYPES)
        known = self._known(wish, stem, choice)
        if known is not None:
            return known
        iri = self._directory.find(wish.name)
        if iri is not None and asked:
            stem, choice = wish.name, choose(wish.accept, DESCRIPTION_TYPES)
        elif asked:
            iri = self._directory.find(stem)
        if iri is None:
            return self._directory.missing(wish, stem, asked)
        if self._directory.successors(iri) is not None:
            return self._directory.gone(wish, iri, asked)
        return self._described(wish, stem, iri, choice)

    def _known(self, wish: Wish, name: str, choice: Choice[Format]) -> Response | None:
        """The response, if the client or we have it: the graph is not asked."""
        for coding in dict.fromkeys((wish.coding, Coding.IDENTITY)):
            tag = self._tag(wish, name, choice, coding)
            kept = self._cache.get(tag)
            # Whoever has anything at all, `*`, is told only once it is sure that there is such a thing.
            if is_current(wish.condition, tag) and (kept or wish.names_tags):
                return _not_modified(tag)
            if kept is not None and (coding is wish.coding or len(kept.body) < SMALL):
                return _ready(kept)
        return None

    def _described(self, wish: Wish, name: str, iri: str, choice: Choice[Format]) -> Response:
        content, longest, headers = self._write(wish, iri, choice)
        pages = wish.part.number_of(longest)
        if wish.part.number > pages:
            raise Problem(HTTPStatus.NOT_FOUND, f"The description of <{iri}> has {pages} pages.", pages=pages)
        coding = wish.coding if len(content) >= SMALL else Coding.IDENTITY
        tag = self._tag(wish, name, choice, coding)
        if is_current(wish.condition, tag):
            return _not_modified(tag)
        headers |= {
            "ETag": tag,
            "Cache-Control": FRESH,
            "Vary": _VARY,
            "Link": link_header(Address(iri), wish.part, pages, self._links),
        }
        if coding is not Coding.IDENTITY:
            headers["Content-Encoding"] = coding
            written = compressor(coding)
            content = written.compress(content) + written.end()
        kept = Kept([(key.lower().encode(), value.encode("latin-1")) for key, value in headers.items()], content)
        self._cache.keep(tag, kept)
        return _ready(kept)

    def _write(self, wish: Wish, iri: str, choice: Choice[Format]) -> tuple[bytes, int, dict[str, str]]:
        """The description in a format, the length of its longest list, and headers."""
        if choice.format is DocumentFormat.HTML:
            found = describe(self._engine, iri, wish.language, wish.part)
            reader = Reader(wish.language, wish.chosen_language, self._links)
            inside = Inner(
                read_statements(self._engine, iri, wish.language, wish.part) if found.holds else (),
                read_pieces(self._engine, iri, wish.language),
            )
            response = thing_page(found, inside, wish.part, reader, self._links)
            # The length is another when it is compressed.
            del response.headers["content-length"]
            return bytes(response.body), found.longest, dict(response.headers)
        triples = read_triples(self._engine, iri, Address(iri).document, wish.part)
        content = write_description(triples.statements, ResultFormat(choice.format))
        return content, triples.longest, {"Content-Type": with_charset(choice.media_type)}

    def _tag(self, wish: Wish, name: str, choice: Choice[Format], coding: Coding) -> str:
        language = f"{wish.language} {wish.chosen_language}" if choice.format is DocumentFormat.HTML else ""
        return strong_tag(self._version, "description", name, str(wish.part), choice.media_type, coding, language)


def _only(kind: Format) -> Choice[Format]:
    return Choice(kind, DESCRIPTION_TYPES[kind][0])


def _not_modified(tag: str) -> Response:
    headers = {"ETag": tag, "Cache-Control": FRESH, "Vary": _VARY}
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)


def _ready(kept: Kept) -> Response:
    response = Response(kept.body)
    response.raw_headers = [*kept.headers, (b"content-length", b"%d" % len(kept.body))]
    return response
