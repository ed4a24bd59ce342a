"""The addresses of the search: (method, path) → function."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from passerelle import urls
from passerelle.discovery.document import SCHEMA
from passerelle.discovery.filters import MOST_VALUES
from passerelle.discovery.kinds import NAMES
from passerelle.discovery.responses import Searches
from passerelle.discovery.search import LONGEST
from passerelle.discovery.suggestions import MOST
from passerelle.discovery.wishes import SearchWish, read_search
from passerelle.incoming import read_accept
from passerelle.media_types import HTML, JSON, OPENSEARCH, PROBLEM, SUGGESTIONS
from passerelle.phrases import LANGUAGES
from passerelle.settings import Settings
from passerelle.sparql.request import url_parameters
from passerelle.web.kept_pages import PageRequest, read_page_request

_Respond = Callable[[SearchWish, str | None, PageRequest], Response]
_PROBLEMS = {
    400: "A parameter does not fit.",
    404: "The results have fewer pages.",
    406: "No format on offer fits the Accept header.",
    414: "The address is too long.",
    422: "The search took too long.",
    431: "The Accept, Accept-Encoding or Accept-Language header is too long.",
    503: "The index is being made; `Retry-After` says when to try again.",
}
_TEXT = {
    "name": "q",
    "in": "query",
    "description": "What to search for: names, acronyms, identifiers, words of definitions, in French or English.",
    "schema": {"type": "string", "maxLength": LONGEST, "examples": ["bac pro", "MTRD1914896D"]},
}
_LANGUAGE = {
    "name": "lang",
    "in": "query",
    "description": "Language of the reader: names in it come first.",
    "schema": {"enum": list(LANGUAGES)},
}
_PAGE = {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "default": 1}}
_FORMAT = {"name": "format", "in": "query", "schema": {"enum": ["json", "html"]}}
_LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": 8}}


def _facet(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    items = {"type": "array", "maxItems": MOST_VALUES, "items": schema}
    return {"name": name, "in": "query", "description": description, "schema": items, "explode": True}


_FACETS = [
    _facet("kind", "Only things of any of these kinds.", {"enum": list(NAMES)}),
    _facet("place", "Only things in any of these territories.", {"type": "string", "examples": ["department:69"]}),
    _facet("level", "Only things of any of these levels of the EQF.", {"type": "string", "examples": ["5"]}),
    _facet("period", "Only things with a date in these years.", {"type": "string", "examples": ["2010-2019"]}),
]
# A list of suggestions (https://github.com/dewitt/opensearch, Suggestions 1.1): what was typed, names, what each is,
# and where each is described.
_STRINGS = {"type": "array", "items": {"type": "string"}}
_SUGGESTED = {"type": "array", "prefixItems": [{"type": "string"}, _STRINGS, _STRINGS, _STRINGS]}


def add_search_routes(app: FastAPI, searches: Searches, settings: Settings) -> None:
    """Add the routes of the search."""
    found = {"description": "The results.", "content": {JSON: {"schema": SCHEMA}, HTML: {}}}
    _add(app, urls.SEARCH, _route(searches.search, settings), found, [_TEXT, *_FACETS, _PAGE, _LANGUAGE, _FORMAT])
    suggested = {"description": "What may be meant.", "content": {SUGGESTIONS: {"schema": _SUGGESTED}, JSON: {}}}
    _add(app, urls.SUGGEST, _route(searches.suggest, settings), suggested, [_TEXT, _LIMIT, _LANGUAGE])
    described = {"description": "How a browser searches here.", "content": {OPENSEARCH: {}}}
    _add(app, urls.OPENSEARCH, _route(searches.describe, settings), described, [_LANGUAGE])


def _add(
    app: FastAPI, path: str, function: Callable[..., Any], found: dict[str, Any], parameters: list[dict[str, Any]]
) -> None:
    problems: dict[int | str, dict[str, Any]] = {
        status: {"description": what, "content": {PROBLEM: {}}} for status, what in _PROBLEMS.items()
    }
    app.add_api_route(
        path,
        function,
        methods=["GET"],
        response_class=Response,
        responses={200: found, **problems},
        openapi_extra={"parameters": parameters},
    )
    app.add_api_route(path, function, methods=["HEAD"], include_in_schema=False)


def _route(respond: _Respond, settings: Settings) -> Callable[..., Any]:
    async def get(request: Request) -> Response:
        wish = read_search(url_parameters(request, settings))
        return await run_in_threadpool(respond, wish, read_accept(request), read_page_request(request))

    get.__name__, get.__doc__ = respond.__name__, (respond.__doc__ or "").partition("\n")[0]
    return get
