"""Answers who asks for the catalogue, at whichever of its addresses."""

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from passerelle.negotiation import Choice
from passerelle.publishing import catalogue
from passerelle.publishing.documents import Kind, respond_with_rdf
from passerelle.publishing.publication import Publication


async def respond_with_catalogue(publication: Publication, request: Request, choice: Choice[Kind]) -> Response:
    """The catalogue in a format of RDF.

    Raises:
        Problem: 503 where the files are not made yet.
        StoreError: as `Pool.ask`.
    """
    about = await publication.abouts.about()
    listing = await publication.downloads.listing(publication.settings.query_timeout)
    return await run_in_threadpool(
        respond_with_rdf, publication.pages, "catalogue", request, choice, lambda: catalogue.describe(about, listing)
    )
