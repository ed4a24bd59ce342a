"""The addresses of the example queries: (method, path) → function."""

from functools import lru_cache, partial
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from passerelle import urls
from passerelle.incoming import read_accept
from passerelle.media_types import EXAMPLE_TYPES, HTML, JSON, PROBLEM
from passerelle.negotiation import choose
from passerelle.settings import Settings
from passerelle.sparql.example_index import index_document, index_page
from passerelle.sparql.example_responses import ExampleRequest, describe
from passerelle.sparql.examples import examples
from passerelle.sparql.request import url_parameters
from passerelle.store.rows import Answers
from passerelle.web.kept_pages import KeptPages, read_page_request

_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The description of the example, or its text with the parameters set.",
        "content": {types[0]: {} for types in EXAMPLE_TYPES.values()},
    },
    **{
        status: {"description": what, "content": {PROBLEM: {}}}
        for status, what in {
            400: "A parameter is unknown, repeated, or does not fit.",
            404: "There is no example of that name; `near` names those that are like it.",
            406: "No format on offer fits the Accept header.",
            414: "The address is too long.",
            431: "The Accept or Accept-Language header is too long.",
        }.items()
    },
}
_EXTRA: dict[str, Any] = {
    "parameters": [
        {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}},
        {"name": "lang", "in": "query", "description": "Language of the page.", "schema": {"enum": ["en", "fr"]}},
    ]
}


_INDEX_TYPES = {JSON: (JSON,), HTML: (HTML,)}
_INDEX_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The example queries by theme.", "content": {JSON: {}, HTML: {}}},
    400: {"description": "The parameter `lang` does not fit.", "content": {PROBLEM: {}}},
    406: {"description": "No format on offer fits the Accept header.", "content": {PROBLEM: {}}},
}


def add_example_routes(app: FastAPI, engine: Answers, pages: KeptPages, settings: Settings) -> None:
    """Add the routes that list and describe the example queries of whatever graph answers."""
    known = lru_cache(maxsize=1)(partial(examples, engine))
    links = urls.Urls(settings.base_url)

    async def get(request: Request) -> Response:
        asked = ExampleRequest(
            request.path_params["name"],
            url_parameters(request, settings),
            read_accept(request),
            read_accept(request, "Accept-Language"),
        )
        return await run_in_threadpool(lambda: describe(engine, known(), asked, links))

    async def index(request: Request) -> Response:
        """All example queries, by theme."""
        found = await run_in_threadpool(known)
        if choose(read_accept(request), _INDEX_TYPES).format == JSON:
            return JSONResponse(index_document(found, links), headers={"Vary": "Accept"})
        wanted = read_page_request(request)
        return await run_in_threadpool(
            pages.respond, "queries", wanted, lambda language: index_page(found, language, links)
        )

    app.add_api_route(urls.QUERIES, index, methods=["GET"], response_class=Response, responses=_INDEX_RESPONSES)
    app.add_api_route(urls.QUERIES, index, methods=["HEAD"], include_in_schema=False)
    app.add_api_route(
        urls.QUERY, get, methods=["GET"], response_class=Response, responses=_RESPONSES, openapi_extra=_EXTRA
    )
    app.add_api_route(urls.QUERY, get, methods=["HEAD"], include_in_schema=False)
