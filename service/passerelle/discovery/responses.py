"""Responds to searches: negotiates their format, and has results and suggestions written unless they are kept."""

import json
from http import HTTPStatus

from fastapi import Response

from passerelle import urls
from passerelle.discovery.answer import answer
from passerelle.discovery.document import search_document
from passerelle.discovery.index_keeper import IndexKeeper
from passerelle.discovery.page import SearchLinks, search_page
from passerelle.discovery.suggestions import suggest
from passerelle.discovery.wishes import SearchWish
from passerelle.errors import Problem
from passerelle.media_types import JSON, OPENSEARCH, SEARCH_TYPES, SUGGESTION_TYPES, DocumentFormat
from passerelle.namespaces import BASE
from passerelle.negotiation import choose
from passerelle.web.kept_pages import KeptPages, PageRequest
from passerelle.web.pages import page


class Searches:
    """Searches of one version of the data set; not to be used in the event loop."""

    def __init__(self, keeper: IndexKeeper, links: urls.Urls, pages: KeptPages) -> None:
        """Search its index, and keep what is written."""
        self._keeper = keeper
        self._links = links
        self._pages = pages

    def search(self, wish: SearchWish, accept: str | None, request: PageRequest) -> Response:
        """The results of a search.

        Raises:
            Problem: 404 for a page that there is not.
            NotAcceptable: no format fits.
            StoreError: the index cannot be made, or the search takes too long.
        """
        kind = choose(wish.format or accept, SEARCH_TYPES).format

        def make(language: str) -> Response:
            found = answer(self._keeper.index(), wish, language)
            if wish.page > found.pages:
                raise Problem(HTTPStatus.NOT_FOUND, f"The results have {found.pages} pages.", pages=found.pages)
            if kind is DocumentFormat.HTML:
                response = search_page(found, self._links)
            else:
                response = _data(search_document(found, self._links), JSON, language)
            around = SearchLinks(found, urls.Urls(""))
            steps = {"prev": wish.page - 1, "next": wish.page + 1 if wish.page < found.pages else 0}
            if links := [f'<{self._links.to(around.page(at))}>; rel="{name}"' for name, at in steps.items() if at]:
                response.headers["Link"] = ", ".join(links)
            return response

        return self._pages.respond(_name("search", kind, wish), request, make)

    def suggest(self, wish: SearchWish, accept: str | None, request: PageRequest) -> Response:
        """What may be meant by what has been typed so far, as browsers read it; failures as `search`."""
        media_type = choose(wish.format or accept, SUGGESTION_TYPES).media_type

        def make(language: str) -> Response:
            found = suggest(self._keeper.index(), wish.text, language, wish.number)
            addresses = [self._address(one.iri, wish.chosen_language) for one in found]
            document = [wish.text, [one.name for one in found], [one.description for one in found], addresses]
            return _data(json.dumps(document, ensure_ascii=False).encode(), media_type, language)

        return self._pages.respond(_name("suggest", media_type, wish), request, make)

    def describe(self, wish: SearchWish, accept: str | None, request: PageRequest) -> Response:  # noqa: ARG002
        """What a browser needs to know to search here (https://github.com/dewitt/opensearch)."""

        def make(language: str) -> Response:
            response = page("opensearch.xml", language, self._links, to=self._links.to)
            response.headers["Content-Type"] = OPENSEARCH
            return response

        return self._pages.respond("opensearch", request, make)

    def _address(self, iri: str, chosen_language: str) -> str:
        """Where a thing is read, with the host, for whoever is elsewhere."""
        query = f"?lang={chosen_language}" if chosen_language else ""
        return self._links.to(urls.doc(iri)) + query if iri.startswith(BASE) else iri


def _data(content: bytes, media_type: str, language: str) -> Response:
    return Response(content, headers={"Content-Type": media_type, "Content-Language": language})


def _name(what: str, form: str, wish: SearchWish) -> str:
    """What tells an answer from all others in the same language."""
    return json.dumps([what, form, wish.number, wish.pairs(wish.filters, page=wish.page)])
