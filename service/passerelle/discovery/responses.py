"""Responds to searches: negotiates, tags, keeps and writes results and suggestions."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Response

from passerelle import __version__, urls
from passerelle.caching import FRESH, AnswerCache, Kept, is_current, strong_tag
from passerelle.discovery.answer import answer
from passerelle.discovery.document import search_document
from passerelle.discovery.index_keeper import IndexKeeper
from passerelle.discovery.page import SearchLinks, search_page
from passerelle.discovery.suggestions import suggest
from passerelle.discovery.wishes import SearchWish
from passerelle.errors import Problem
from passerelle.media_types import OPENSEARCH, SEARCH_TYPES, SUGGESTION_TYPES, DocumentFormat, with_charset
from passerelle.namespaces import BASE
from passerelle.negotiation import Choice, choose, choose_coding, choose_language
from passerelle.phrases import LANGUAGES
from passerelle.store.compression import SMALL, Coding, compressor
from passerelle.web.pages import page

_VARY = "Accept, Accept-Encoding, Accept-Language"
Types = Mapping[DocumentFormat, Sequence[str]]
Headers = dict[str, str]


@dataclass(frozen=True)
class Liked:
    """What a client likes, as its headers say, and which tags it has."""

    accept: str | None
    accept_encoding: str | None
    accept_language: str | None
    condition: str | None


class Searches:
    """Searches of one version of the data set; not to be used in the event loop."""

    def __init__(self, keeper: IndexKeeper, links: urls.Urls, version: str, cache: AnswerCache) -> None:
        """Search its index, and keep what is written."""
        self._keeper = keeper
        self._links = links
        # Pages change with the program, not only with the data.
        self._version = f"{__version__} {version} {links.base}"
        self._cache = cache

    def search(self, wish: SearchWish, liked: Liked) -> Response:
        """The results of a search.

        Raises:
            Problem: 404 for a page that there is not.
            NotAcceptable: no format fits.
            StoreError: the index cannot be made, or the search takes too long.
        """
        choice, language = _chosen(wish, liked, SEARCH_TYPES)

        def write() -> tuple[bytes, Headers]:
            found = answer(self._keeper.index(), wish, language)
            if wish.page > found.pages:
                raise Problem(HTTPStatus.NOT_FOUND, f"The results have {found.pages} pages.", pages=found.pages)
            if choice.format is DocumentFormat.HTML:
                content, headers = _taken(search_page(found, self._links))
            else:
                content, headers = search_document(found, self._links), {"Content-Language": language}
            around = SearchLinks(found, urls.Urls(""))
            rel = {"prev": wish.page - 1, "next": wish.page + 1 if wish.page < found.pages else 0}
            steps = [f'<{self._links.to(around.page(at))}>; rel="{name}"' for name, at in rel.items() if at]
            return content, headers | ({"Link": ", ".join(steps)} if steps else {})

        return self._respond(("search", *_asked(wish, language)), choice, liked, write)

    def suggest(self, wish: SearchWish, liked: Liked) -> Response:
        """What may be meant by what has been typed so far, as browsers read it; failures as `search`."""
        choice, language = _chosen(wish, liked, SUGGESTION_TYPES)

        def write() -> tuple[bytes, Headers]:
            found = suggest(self._keeper.index(), wish.text, language, wish.number)
            chosen = f"?lang={wish.chosen_language}" if wish.chosen_language else ""
            addresses = [
                self._links.to(urls.doc(one.iri)) + chosen if one.iri.startswith(BASE) else one.iri for one in found
            ]
            document = [wish.text, [one.name for one in found], [one.description for one in found], addresses]
            return json.dumps(document, ensure_ascii=False).encode(), {"Content-Language": language}

        return self._respond(("suggest", str(wish.number), *_asked(wish, language)), choice, liked, write)

    def describe(self, wish: SearchWish, liked: Liked) -> Response:
        """What a browser needs to know to search here (https://github.com/dewitt/opensearch)."""
        choice = Choice(DocumentFormat.JSON, OPENSEARCH)
        language = wish.chosen_language or choose_language(liked.accept_language, LANGUAGES)

        def write() -> tuple[bytes, Headers]:
            return _taken(page("opensearch.xml", language, self._links, to=self._links.to))

        return self._respond(("opensearch", *_asked(wish, language)), choice, liked, write)

    def _respond(
        self,
        about: tuple[str, ...],
        choice: Choice[DocumentFormat],
        liked: Liked,
        write: Callable[[], tuple[bytes, Headers]],
    ) -> Response:
        """An answer that the client has, that we have kept, or that is written now."""
        coding = Coding(choose_coding(liked.accept_encoding, list(Coding)[::-1]) or Coding.IDENTITY)
        for one in dict.fromkeys((coding, Coding.IDENTITY)):
            tag = strong_tag(self._version, *about, choice.media_type, one)
            kept = self._cache.get(tag)
            # A tag that we have given is of a page that there is; `*` is no such tag.
            if is_current(liked.condition, tag) and (kept or (liked.condition or "").strip() != "*"):
                return _not_modified(tag)
            if kept is not None and (one is coding or len(kept.body) < SMALL):
                return _ready(kept)
        content, headers = write()
        coding = coding if len(content) >= SMALL else Coding.IDENTITY
        tag = strong_tag(self._version, *about, choice.media_type, coding)
        if is_current(liked.condition, tag):
            return _not_modified(tag)
        headers = {
            "Content-Type": with_charset(choice.media_type),
            **headers,
            "ETag": tag,
            "Cache-Control": FRESH,
            "Vary": _VARY,
        }
        if coding is not Coding.IDENTITY:
            headers["Content-Encoding"] = coding
            written = compressor(coding)
            content = written.compress(content) + written.end()
        kept = Kept([(key.lower().encode(), value.encode("latin-1")) for key, value in headers.items()], content)
        self._cache.keep(tag, kept)
        return _ready(kept)


def _chosen(wish: SearchWish, liked: Liked, types: Types) -> tuple[Choice[DocumentFormat], str]:
    """The format and the language of an answer."""
    language = wish.chosen_language or choose_language(liked.accept_language, LANGUAGES)
    return choose(wish.format or liked.accept, types), language


def _asked(wish: SearchWish, language: str) -> tuple[str, ...]:
    """Everything of a search that its answer depends on, each part told apart from the next."""
    return (language, *(part for pair in wish.pairs(wish.filters, page=wish.page) for part in pair))


def _taken(response: Response) -> tuple[bytes, Headers]:
    """The body and the headers of a page; its length is another when it is compressed."""
    del response.headers["content-length"]
    headers = {key: value for key, value in response.headers.items() if key != "content-type"}
    return bytes(response.body), headers


def _not_modified(tag: str) -> Response:
    headers = {"ETag": tag, "Cache-Control": FRESH, "Vary": _VARY}
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)


def _ready(kept: Kept) -> Response:
    response = Response(kept.body)
    response.raw_headers = [*kept.headers, (b"content-length", b"%d" % len(kept.body))]
    return response
