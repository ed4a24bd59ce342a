"""`/.well-known/void` and `/catalogue`: what the data set is, for programs."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from passerelle import urls
from passerelle.errors import Problem
from passerelle.media_types import DESCRIPTION_TYPES, PROBLEM, DocumentFormat
from passerelle.publishing import void
from passerelle.publishing.catalogue_responses import respond_with_catalogue
from passerelle.publishing.documents import RDF_TYPES, respond_with_rdf, wanted
from passerelle.publishing.publication import Publication

_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The description.", "content": {types[0]: {} for types in RDF_TYPES.values()}},
    400: {"description": "There is no such format.", "content": {PROBLEM: {}}},
    406: {"description": "No format on offer fits the Accept header.", "content": {PROBLEM: {}}},
}

_FAILURES: dict[int | str, dict[str, Any]] = {
    303: {"description": "The page of downloads, for browsers."},
    503: {"description": "The files are being made; `Retry-After` says when to ask again.", "content": {PROBLEM: {}}},
}


def add_description_routes(app: FastAPI, publication: Publication) -> None:
    """Add the descriptions of the data set."""
    links, settings = publication.links, publication.settings

    async def describe_void(request: Request) -> Response:
        """The data set in VoID: statistics, vocabularies, parts, links to others, files."""
        choice = wanted(request, RDF_TYPES, settings)
        about = await publication.abouts.about()
        try:
            listing = await publication.downloads.listing(settings.query_timeout)
        except Problem:
            listing = None
        name = "void" if listing else "void without files"
        return await run_in_threadpool(
            respond_with_rdf, publication.pages, name, request, choice, lambda: void.describe(about, listing)
        )

    async def describe_catalogue(request: Request) -> Response:
        """The data set in DCAT-AP 3: version, licence, sources, files with sizes and checksums, endpoint."""
        choice = wanted(request, DESCRIPTION_TYPES, settings)
        if choice.format is DocumentFormat.HTML:
            address = links.local(urls.DOWNLOADS) + (f"?{request.url.query}" if request.url.query else "")
            return Response(status_code=HTTPStatus.SEE_OTHER, headers={"Location": address, "Vary": "Accept"})
        return await respond_with_catalogue(publication, request, choice)

    for path, function, responses in (
        (urls.VOID, describe_void, _RESPONSES),
        (urls.CATALOGUE, describe_catalogue, _RESPONSES | _FAILURES),
    ):
        app.add_api_route(path, function, methods=["GET"], response_class=Response, responses=responses)
        app.add_api_route(path, function, methods=["HEAD"], include_in_schema=False)
