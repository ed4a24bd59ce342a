"""`/.well-known/void`: what the data set is, for programs."""

from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from passerelle import urls
from passerelle.errors import Problem
from passerelle.media_types import PROBLEM
from passerelle.publishing import void
from passerelle.publishing.about import Abouts
from passerelle.publishing.documents import RDF_TYPES, respond_with_rdf, wanted
from passerelle.publishing.downloads import Downloads
from passerelle.settings import Settings
from passerelle.web.kept_pages import KeptPages

_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The description.", "content": {types[0]: {} for types in RDF_TYPES.values()}},
    400: {"description": "There is no such format.", "content": {PROBLEM: {}}},
    406: {"description": "No format on offer fits the Accept header.", "content": {PROBLEM: {}}},
}


def add_description_routes(
    app: FastAPI, abouts: Abouts, downloads: Downloads, pages: KeptPages, settings: Settings
) -> None:
    """Add the descriptions of the data set."""

    async def describe_void(request: Request) -> Response:
        """The data set in VoID: statistics, vocabularies, parts, links to others, files."""
        choice = wanted(request, RDF_TYPES, settings)
        about = await abouts.about()
        try:
            listing = await downloads.listing(settings.query_timeout)
        except Problem:
            listing = None
        name = "void" if listing else "void without files"
        return await run_in_threadpool(
            respond_with_rdf, pages, name, request, choice, lambda: void.describe(about, listing)
        )

    app.add_api_route(urls.VOID, describe_void, methods=["GET"], response_class=Response, responses=_RESPONSES)
    app.add_api_route(urls.VOID, describe_void, methods=["HEAD"], include_in_schema=False)
