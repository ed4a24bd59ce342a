"""Responds to who opens a thing: negotiates, tags, keeps and writes its description."""

from http import HTTPStatus
from time import time

from fastapi import Response

from passerelle import __version__, urls
from passerelle.caching import FRESH, AnswerCache, Kept, http_date, is_current, is_unmodified, strong_tag
from passerelle.errors import Problem
from passerelle.media_types import HTML, DocumentFormat
from passerelle.negotiation import Choice, NotAcceptable, choose
from passerelle.program import program_files
from passerelle.resources.absence import Directory
from passerelle.resources.addresses import Address, Format, split_suffix
from passerelle.resources.profiles import PROFILE_IRIS, types_of
from passerelle.resources.relations import link_header
from passerelle.resources.representation import Representations
from passerelle.resources.wishes import Wish
from passerelle.store.compression import SMALL, Coding, compressor
from passerelle.store.modification import newest
from passerelle.store.rows import Answers

_VARY = "Accept, Accept-Encoding, Accept-Language, Accept-Profile"


class Things:
    """The things of one version of the data set; not to be used in the event loop."""

    def __init__(self, engine: Answers, links: urls.Urls, version: str, cache: AnswerCache, modified: float) -> None:
        """Describe them by an engine, and keep what is written.

        `modified` is when the data were last changed; pages and mappings are files of the program and the ontology.
        """
        self._links = links
        self._representations = Representations(engine, links)
        self._directory = Directory(engine, links)
        # Pages change with the program, not only with the data.
        self._version = f"{__version__} {version} {links.base}"
        self._cache = cache
        # No time to come (https://www.rfc-editor.org/rfc/rfc9110#section-8.8.2.1).
        self._modified = min(max(modified, newest(program_files())), time())

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
        choice = _choose(wish, asked)
        known = self._known(wish, stem, choice)
        if known is not None:
            return known
        iri = self._directory.find(wish.name)
        if iri is not None and asked:
            stem, choice = wish.name, _choose(wish, None)
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
            if self._is_current(wish, tag) and (kept or wish.names_tags):
                return self._not_modified(tag)
            if kept is not None and (coding is wish.coding or len(kept.body) < SMALL):
                return _ready(kept)
        return None

    def _described(self, wish: Wish, name: str, iri: str, choice: Choice[Format]) -> Response:
        made = self._representations.make(wish, iri, choice)
        content, headers = made.content, made.headers
        pages = wish.part.number_of(made.longest)
        if wish.part.number > pages:
            raise Problem(HTTPStatus.NOT_FOUND, f"The description of <{iri}> has {pages} pages.", pages=pages)
        coding = wish.coding if len(content) >= SMALL else Coding.IDENTITY
        tag = self._tag(wish, name, choice, coding)
        if self._is_current(wish, tag):
            return self._not_modified(tag)
        headers |= {
            **self._validators(tag),
            "Content-Profile": f"<{PROFILE_IRIS[wish.profile]}>",
            "Link": link_header(Address(iri), wish.profile, wish.part, pages, self._links),
        }
        if coding is not Coding.IDENTITY:
            headers["Content-Encoding"] = coding
            written = compressor(coding)
            content = written.compress(content) + written.end()
        kept = Kept([(key.lower().encode(), value.encode("latin-1")) for key, value in headers.items()], content)
        self._cache.keep(tag, kept)
        return _ready(kept)

    def _is_current(self, wish: Wish, tag: str) -> bool:
        """Whether the client has that already: by its tags, or by a date where it names none."""
        if wish.condition is None:
            return is_unmodified(wish.since, self._modified)
        return is_current(wish.condition, tag)

    def _not_modified(self, tag: str) -> Response:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=self._validators(tag))

    def _validators(self, tag: str) -> dict[str, str]:
        modified = http_date(self._modified)
        return {"ETag": tag, "Last-Modified": modified, "Cache-Control": FRESH, "Vary": _VARY}

    def _tag(self, wish: Wish, name: str, choice: Choice[Format], coding: Coding) -> str:
        language = f"{wish.language} {wish.chosen_language}" if choice.format is DocumentFormat.HTML else ""
        parts = name, str(wish.part), wish.profile, choice.media_type, coding, language
        return strong_tag(self._version, "description", *parts)


def _choose(wish: Wish, asked: Format | None) -> Choice[Format]:
    """The format that an address asks for, or the best of those that are accepted, if the profile comes in it."""
    offered = types_of(wish.profile)
    if asked is None:
        # A browser that gets no page gets what a profile is asked for most, and not the XML that it likes better.
        with_page = offered | {DocumentFormat.HTML: (HTML,)}
        is_browser = DocumentFormat.HTML not in offered and choose(wish.accept, with_page).format is DocumentFormat.HTML
        return choose("*/*" if is_browser and "*/*" in (wish.accept or "") else wish.accept, offered)
    if asked not in offered:
        raise NotAcceptable([names[0] for names in offered.values()])
    return Choice(asked, offered[asked][0])


def _ready(kept: Kept) -> Response:
    response = Response(kept.body)
    response.raw_headers = [*kept.headers, (b"content-length", b"%d" % len(kept.body))]
    return response
