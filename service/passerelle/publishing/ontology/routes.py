"""The addresses of the ontology as a whole, and of its terms for people: (method, path) → function."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from passerelle import urls
from passerelle.media_types import DESCRIPTION_TYPES, PROBLEM
from passerelle.publishing.ontology.responses import OntologyDocuments
from passerelle.publishing.releases.responses import ReleaseDocuments
from passerelle.resources.routes import read_wish
from passerelle.resources.wishes import Wish
from passerelle.settings import Settings

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": what, "content": {PROBLEM: {}}}
    for status, what in {
        400: "The parameter `lang` or `format` does not fit.",
        404: "There is no such document or term.",
        406: "No format on offer fits the Accept header.",
        414: "The address is too long.",
        431: "The Accept, Accept-Encoding or Accept-Language header is too long.",
    }.items()
}


def add_ontology_routes(
    app: FastAPI, ontology: OntologyDocuments, released: ReleaseDocuments, settings: Settings
) -> None:
    """Add the routes of the ontology; to be called before those of things, whose pattern fits all of them."""
    links = urls.Urls(settings.base_url)

    async def move(request: Request) -> Response:
        """The address of the ontology, which ends in a slash."""
        query = request.scope["query_string"].decode("ascii", "replace")
        address = links.local(urls.ONTOLOGY) + (f"?{urls.escaped(query)}" if query else "")
        return Response(status_code=HTTPStatus.MOVED_PERMANENTLY, headers={"Location": address})

    written: dict[int | str, dict[str, Any]] = {
        200: {
            "description": "The ontology: a page that documents it, or all its terms as RDF.",
            "content": {types[0]: {} for types in DESCRIPTION_TYPES.values()},
        },
        **_PROBLEMS,
    }
    moved: dict[int | str, dict[str, Any]] = {301: {"description": "The ontology, with a slash at the end."}}
    found: dict[int | str, dict[str, Any]] = {303: {"description": "The page, or the description."}, **_PROBLEMS}
    file: dict[int | str, dict[str, Any]] = {200: {"description": "The file."}, 404: _PROBLEMS[404]}
    _add(app, urls.NAMESPACE, move, moved)
    _add(app, urls.ONTOLOGY, _route(ontology.respond, settings), written)
    _add(app, urls.ONTOLOGY_FILE, _route(ontology.respond, settings), written)
    _add(app, urls.RELEASE, _route(released.respond, settings), written)
    _add(app, urls.RELEASE_FILE, _route(released.respond_file, settings), file)
    _add(app, urls.TERM, _route(ontology.see_term, settings), found)


def _add(app: FastAPI, path: str, function: Callable[..., Any], responses: dict[int | str, dict[str, Any]]) -> None:
    app.add_api_route(path, function, methods=["GET"], response_class=Response, responses=responses)
    app.add_api_route(path, function, methods=["HEAD"], include_in_schema=False)


def _route(respond: Callable[[Wish], Response], settings: Settings) -> Callable[..., Any]:
    async def get(request: Request) -> Response:
        return await run_in_threadpool(respond, read_wish(request, settings))

    get.__name__, get.__doc__ = respond.__name__, (respond.__doc__ or "").partition("\n")[0]
    return get
