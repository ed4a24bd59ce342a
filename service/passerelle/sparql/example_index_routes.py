"""The address of the list of all example queries."""

from functools import lru_cache, partial
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from passerelle import urls
from passerelle.incoming import read_accept
from passerelle.media_types import HTML, JSON, PROBLEM
from passerelle.negotiation import choose
from passerelle.settings import Settings
from passerelle.sparql.example_index import index_document, index_page
from passerelle.sparql.examples import examples
from passerelle.store.rows import Answers
from passerelle.web.kept_pages import KeptPages, read_page_request

_TYPES = {JSON: (JSON,), HTML: (HTML,)}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The example queries by theme.", "content": {JSON: {}, HTML: {}}},
    400: {"description": "The parameter `lang` does not fit.", "content": {PROBLEM: {}}},
    406: {"description": "No format on offer fits the Accept header.", "content": {PROBLEM: {}}},
}


def add_example_index_routes(app: FastAPI, engine: Answers, pages: KeptPages, settings: Settings) -> None:
    """Add the route that lists the example queries of whatever graph answers."""
    known = lru_cache(maxsize=1)(partial(examples, engine))
    links = urls.Urls(settings.base_url)

    async def index(request: Request) -> Response:
        """All example queries, by theme."""
        found = await run_in_threadpool(known)
        if choose(read_accept(request), _TYPES).format == JSON:
            return JSONResponse(index_document(found, links), headers={"Vary": "Accept"})
        wanted = read_page_request(request)
        return await run_in_threadpool(
            pages.respond, "queries", wanted, lambda language: index_page(found, language, links)
        )

    app.add_api_route(urls.QUERIES, index, methods=["GET"], response_class=Response, responses=_RESPONSES)
    app.add_api_route(urls.QUERIES, index, methods=["HEAD"], include_in_schema=False)
