"""`/download`: the list of the files of the whole data set, and the files themselves."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from functools import lru_cache, partial
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse

from passerelle import urls
from passerelle.caching import FRESH, is_current
from passerelle.errors import Problem
from passerelle.incoming import read_accept
from passerelle.labels import labels
from passerelle.media_types import CODING_TYPES, CSV, CSVW, HTML, JSON, PROBLEM, DocumentFormat, with_charset
from passerelle.namespaces import DCTERMS
from passerelle.publishing.catalogue_responses import respond_with_catalogue
from passerelle.publishing.documents import RDF_TYPES, Kind, wanted
from passerelle.publishing.download_page import Terms, download_page
from passerelle.publishing.dumps.csvw import METADATA
from passerelle.publishing.dumps.listing import DumpFile, Listing
from passerelle.publishing.facts import read_facts
from passerelle.publishing.publication import Publication
from passerelle.publishing.ranges import is_range
from passerelle.web.kept_pages import read_page_request

# Programs first, for whoever takes anything; browsers name HTML. In RDF it is the catalogue.
_TYPES: dict[Kind, tuple[str, ...]] = {
    DocumentFormat.JSON: (JSON,),
    DocumentFormat.HTML: (HTML,),
    **{kind: types[:1] for kind, types in RDF_TYPES.items()},
}
# Seconds after which a person is told that the files are being made.
_PATIENCE = 10.0
_FAILURES: dict[int | str, dict[str, Any]] = {
    503: {"description": "The files are being made; `Retry-After` says when to ask again.", "content": {PROBLEM: {}}}
}


def add_download_routes(app: FastAPI, publication: Publication) -> None:
    """Add the list and the files."""
    downloads, pages, settings = publication.downloads, publication.pages, publication.settings
    links, engine = publication.links, publication.engine
    facts = lru_cache(maxsize=1)(partial(read_facts, engine))

    async def show(request: Request) -> Response:
        """The files of the whole data set: their sizes, checksums, and what each is for."""
        choice = wanted(request, _TYPES, settings)
        if choice.format in RDF_TYPES:
            return await respond_with_catalogue(publication, request, choice)
        is_page = choice.format is DocumentFormat.HTML
        wish = read_page_request(request)
        try:
            listing = await downloads.listing(_PATIENCE if is_page else settings.query_timeout)
        except Problem:
            if not is_page:
                raise
            return _waiting(download_page(wish.language, links, None))
        if not is_page:
            return await run_in_threadpool(pages.respond, "download json", wish, lambda _: _list(listing))

        def made(language: str) -> Response:
            found = facts()
            names = labels(engine, [found.licence], language)
            rights = [value.value for value in found.values(f"{DCTERMS}rights") if value.language == language]
            return download_page(language, links, listing, Terms(found.licence, names.get(found.licence, ""), rights))

        return await run_in_threadpool(pages.respond, "download", wish, made)

    async def get(request: Request) -> Response:
        """A file of the whole data set; parts of it by `Range`."""
        listing = await downloads.listing(settings.query_timeout)
        file = listing.find(request.path_params["name"])
        if file is None:
            raise Problem(
                HTTPStatus.NOT_FOUND,
                f"There is no file {request.path_params['name']}; {links.to(urls.DOWNLOADS)} lists them.",
            )
        headers = _headers(file, links)
        if is_current(read_accept(request, "if-none-match"), headers["ETag"]):
            kept = {name: headers[name] for name in ("ETag", "Cache-Control")}
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
        if not is_range(request.headers.get("range", ""), file.size):
            request.scope["headers"] = [header for header in request.scope["headers"] if header[0] != b"range"]
        return FileResponse(downloads.path(file.name), headers=headers, media_type=None, filename=file.name)

    offered: dict[str, Any] = {names[0]: {} for names in _TYPES.values()}
    listed: dict[int | str, dict[str, Any]] = {200: {"description": "The list.", "content": offered}}
    given: dict[int | str, dict[str, Any]] = {
        200: {"description": "The file."},
        206: {"description": "Parts of it."},
        404: {"description": "There is no such file.", "content": {PROBLEM: {}}},
    }
    _add(app, urls.DOWNLOADS, show, listed)
    _add(app, urls.DOWNLOAD, get, given)


def _add(
    app: FastAPI,
    path: str,
    function: Callable[[Request], Awaitable[Response]],
    responses: dict[int | str, dict[str, Any]],
) -> None:
    app.add_api_route(path, function, methods=["GET"], response_class=Response, responses={**responses, **_FAILURES})
    app.add_api_route(path, function, methods=["HEAD"], include_in_schema=False)


def _headers(file: DumpFile, links: urls.Urls) -> dict[str, str]:
    """Its tag and its digest are its checksum (https://www.rfc-editor.org/rfc/rfc9530)."""
    headers = {
        "Content-Type": CODING_TYPES.get(file.coding) or with_charset(file.media_type),
        "ETag": f'"{file.sha256}"',
        "Repr-Digest": f"sha-256=:{b64encode(bytes.fromhex(file.sha256)).decode()}:",
        "Cache-Control": FRESH,
    }
    if file.media_type == CSV:
        # https://www.w3.org/TR/tabular-data-model/#link-header
        headers["Link"] = f'<{links.to(urls.download(METADATA))}>; rel="describedby"; type="{CSVW}"'
    return headers


def _list(listing: Listing) -> Response:
    return Response(listing.document(), headers={"Content-Type": JSON})


def _waiting(page: Response) -> Response:
    page.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    page.headers["Cache-Control"] = "no-store"
    page.headers["Retry-After"] = page.headers["Refresh"]
    return page
