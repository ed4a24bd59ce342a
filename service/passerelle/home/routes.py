"""The root of the service: a page for people, links to its parts for programs."""

from functools import lru_cache, partial
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from passerelle import __version__, urls
from passerelle.home.overview import overview
from passerelle.incoming import read_accept
from passerelle.media_types import HTML, JSON, PROBLEM
from passerelle.namespaces import LICENCE
from passerelle.negotiation import choose
from passerelle.resources.reader import Reader
from passerelle.settings import Settings
from passerelle.sparql.examples import examples
from passerelle.store.request import DatasetSummary
from passerelle.store.rows import Answers
from passerelle.web.kept_pages import KeptPages, read_page_request
from passerelle.web.pages import page

# Programs first, for whoever takes anything; browsers name HTML.
_TYPES = {JSON: (JSON,), HTML: (HTML,)}
_PARTS = {
    "search": urls.SEARCH,
    "queries": urls.QUERIES,
    "sparql": urls.SPARQL,
    "graphs": urls.GRAPHS,
    "ontology": urls.ONTOLOGY,
    "downloads": urls.DOWNLOADS,
    "catalogue": urls.CATALOGUE,
    "void": urls.VOID,
    "validate": urls.VALIDATE,
    "health": urls.HEALTH,
    "metrics": urls.METRICS,
    "openapi": urls.OPENAPI,
}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "What this service is and where its parts are.", "content": {JSON: {}, HTML: {}}},
    400: {"description": "The parameter `lang` does not fit.", "content": {PROBLEM: {}}},
    406: {"description": "No format on offer fits the Accept header.", "content": {PROBLEM: {}}},
}


def add_home_routes(
    app: FastAPI, engine: Answers, summary: DatasetSummary, pages: KeptPages, settings: Settings
) -> None:
    """Add the root."""
    links = urls.Urls(settings.base_url)
    known = lru_cache(maxsize=1)(partial(examples, engine))
    document = {
        "name": "Passerelle",
        "version": __version__,
        "dataset": summary.version,
        "license": LICENCE,
        "links": {name: links.to(path) for name, path in _PARTS.items()},
    }

    def made(language: str) -> Response:
        found = overview(engine, summary, known(), language)
        reader = Reader(language, language, links)
        return page("home.html", language, links, found=found, reader=reader, licence=LICENCE, itself=urls.ROOT)

    async def home(request: Request) -> Response:
        """What this service is and where its parts are."""
        if choose(read_accept(request), _TYPES).format == JSON:
            return JSONResponse(document, headers={"Vary": "Accept"})
        return await run_in_threadpool(pages.respond, "home", read_page_request(request), made)

    app.add_api_route(urls.ROOT, home, methods=["GET"], response_class=Response, responses=_RESPONSES)
    app.add_api_route(urls.ROOT, home, methods=["HEAD"], include_in_schema=False)
