"""The addresses of relationships: a page for people, and the same for programs."""

import csv
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from http import HTTPStatus
from io import BytesIO, StringIO
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from passerelle import urls
from passerelle.caching import FRESH
from passerelle.errors import Problem
from passerelle.graphs.document import as_document, edge_document, ways_document
from passerelle.graphs.exploration import Exploration, read_exploration
from passerelle.graphs.exports import NetworkFormat, write
from passerelle.graphs.kept import KeptNetworks
from passerelle.graphs.page import Found, explore_page, unclear_page
from passerelle.graphs.paths import ways
from passerelle.graphs.projection import Projection
from passerelle.graphs.selection import along, around, whole
from passerelle.graphs.views import VIEWS
from passerelle.media_types import GEXF, GRAPHML, HTML, JSON, PROBLEM, with_charset
from passerelle.namespaces import Kind
from passerelle.resources.lookup import LookupFailedError, find
from passerelle.settings import Settings
from passerelle.store.rows import Answers
from passerelle.web.kept_pages import KeptPages, PageRequest, read_page_request

_CSV = "csv"
_EXPORTS = {NetworkFormat.GRAPHML.value: GRAPHML, NetworkFormat.GEXF.value: GEXF, _CSV: "text/csv"}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"description": "A parameter does not fit.", "content": {PROBLEM: {}}},
    404: {
        "description": "A name is of nothing, or of several things; `candidates` may be meant.",
        "content": {PROBLEM: {}},
    },
}


def _parameter(name: str, description: str, often: bool = False, **schema: Any) -> dict[str, Any]:
    found = {"type": "string", **schema}
    return {
        "name": name,
        "in": "query",
        "description": description,
        "schema": {"type": "array", "items": found} if often else found,
    }


_VIEW = [
    _parameter("view", "Which relations are taken.", enum=list(VIEWS), default="all"),
    _parameter("relation", "Only these relations, as prefixed names or IRIs.", often=True, examples=["psl:leadsTo"]),
    _parameter("kind", "Only things of these kinds.", often=True, enum=[kind.value for kind in Kind]),
    _parameter("work", "Only what these works say.", often=True, examples=["source:digint-aura"]),
    _parameter("since", "Only what had not ended before this year.", type="integer"),
    _parameter("until", "Only what had begun by this year.", type="integer"),
    _parameter("hide", "Things to leave out.", often=True),
    _parameter("lang", "Language of labels.", enum=["en", "fr"]),
]
_THING = _parameter("thing", "A thing: an IRI, a prefixed name or a label.", often=True, examples=["region:84"])
_MORE = _parameter("more", "How many things of each relation.", type="integer", default=8)
_ENDS = [
    _parameter("from", "Where the ways begin.", examples=["qualification-type:cap"]),
    _parameter("to", "Where they lead.", examples=["qualification-type:bts"]),
    _parameter("k", "How many ways.", type="integer", default=3),
]
_FORMAT = _parameter("format", "The format of the file.", enum=list(_EXPORTS))


def add_network_routes(app: FastAPI, engine: Answers, pages: KeptPages, settings: Settings) -> None:
    """Add the page and its interfaces over the networks of a data set."""
    routes = _Routes(engine, pages, urls.Urls(settings.base_url))
    for path, respond, media_types, parameters in (
        (urls.EXPLORE, routes.explore, [HTML], [*_VIEW, _THING, _MORE, *_ENDS]),
        (urls.NEIGHBOURHOOD, routes.neighbourhood, [JSON], [*_VIEW, _THING, _MORE]),
        (urls.PATH, routes.path, [JSON], [*_VIEW, *_ENDS]),
        (urls.NETWORK_EXPORT, routes.export, list(_EXPORTS.values()), [*_VIEW, _THING, _MORE, *_ENDS, _FORMAT]),
    ):
        described: dict[int | str, dict[str, Any]] = {
            200: {
                "description": (respond.__doc__ or "").partition("\n")[0],
                "content": {name: {} for name in media_types},
            },
            **_PROBLEMS,
        }
        extra = {"parameters": parameters}
        route = _route(respond)
        app.add_api_route(
            path, route, methods=["GET"], response_class=Response, responses=described, openapi_extra=extra
        )
        app.add_api_route(path, route, methods=["HEAD"], include_in_schema=False)


def _route(respond: Callable[[Request], Response]) -> Callable[..., Any]:
    async def get(request: Request) -> Response:
        return await run_in_threadpool(respond, request)

    get.__name__, get.__doc__ = respond.__name__, (respond.__doc__ or "").partition("\n")[0]
    return get


class _Routes:
    def __init__(self, engine: Answers, pages: KeptPages, links: urls.Urls) -> None:
        self._engine, self._pages, self._links = engine, pages, links
        self._networks = KeptNetworks(engine)

    def explore(self, request: Request) -> Response:
        """A page with a drawing of things and what relates them, and the same as a list."""
        wanted = read_page_request(request)
        try:
            here = self._meant(request, wanted)
        except LookupFailedError as error:
            here = read_exploration(
                [(name, value) for name, value in request.query_params.multi_items() if name == "view"], str
            )
            return unclear_page(error.message, error.candidates, here, wanted.language, self._links)
        return self._pages.respond(f"explore {here.query()}", wanted, partial(self._page, here))

    def neighbourhood(self, request: Request) -> Response:
        """What stands beside some things, or a whole view, as JSON."""
        wanted = read_page_request(request)
        found = self._found(self._read(request, wanted))
        return _json(as_document(found.selection, found.structure, wanted.language))

    def path(self, request: Request) -> Response:
        """The shortest ways between two things, as JSON."""
        wanted = read_page_request(request)
        here = self._read(request, wanted)
        if not here.start or not here.goal:
            raise Problem(HTTPStatus.BAD_REQUEST, "Name two things by the parameters 'from' and 'to'.")
        found = self._found(here)
        network = found.structure.projection
        return _json({"ways": ways_document(found.ways, network, wanted.language)})

    def export(self, request: Request) -> Response:
        """What is looked at, as a file for Gephi, igraph, Cytoscape or a spreadsheet."""
        kind = request.query_params.get("format", "")
        if kind not in _EXPORTS:
            raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter 'format' is one of {', '.join(_EXPORTS)}.")
        wanted = read_page_request(request)
        found = self._found(self._read(request, wanted))
        network = found.selection.network
        content = _table(network, wanted.language) if kind == _CSV else _file(network, kind, wanted.language)
        headers = {
            "Content-Type": with_charset(_EXPORTS[kind]),
            "Content-Disposition": f'attachment; filename="passerelle-{network.view.name}.{kind}"',
            "Cache-Control": FRESH,
            "Vary": "Accept-Language",
        }
        return Response(content, headers=headers)

    def _page(self, here: Exploration, language: str) -> Response:
        whole_view = self._networks.view(here.view)
        return explore_page(self._engine, self._found(here), whole_view, language, self._links)

    def _read(self, request: Request, wanted: PageRequest) -> Exploration:
        try:
            return self._meant(request, wanted)
        except LookupFailedError as error:
            near = [asdict(candidate) for candidate in error.candidates]
            raise Problem(HTTPStatus.NOT_FOUND, error.message, candidates=near) from None

    def _meant(self, request: Request, wanted: PageRequest) -> Exploration:
        return read_exploration(
            request.query_params.multi_items(), lambda text: find(self._engine, text, wanted.language)
        )

    def _found(self, here: Exploration) -> Found:
        structure = self._networks.structure(here.view, here.filter)
        named = [iri for iri in (here.start, here.goal, *here.opened) if iri]
        missing = tuple(dict.fromkeys(iri for iri in named if iri not in structure))
        if here.start and here.goal:
            found = ways(structure, here.start, here.goal, here.ways)
            return Found(here, structure, along(structure, found), found, missing)
        opened = [iri for iri in here.opened if iri in structure]
        selection = around(structure, opened, here.beside) if here.opened else whole(structure)
        return Found(here, structure, selection, missing=missing)


def _json(document: dict[str, Any]) -> Response:
    return JSONResponse(document, headers={"Cache-Control": FRESH, "Vary": "Accept-Language"})


def _file(network: Projection, kind: str, language: str) -> bytes:
    stream = BytesIO()
    write(network, NetworkFormat(kind), stream, language)
    return stream.getvalue()


def _table(network: Projection, language: str) -> bytes:
    """The edges as a table, a line each (https://www.rfc-editor.org/rfc/rfc4180)."""
    written = StringIO()
    table = csv.writer(written)
    columns = ("source", "source_label", "predicate", "label", "target", "target_label", "sources")
    table.writerow(columns)
    for edge in network.edges:
        told = edge_document(network, edge, language)
        ends = [network.nodes[iri].label(language) for iri in (edge.source, edge.target)]
        table.writerow(
            [edge.source, ends[0], edge.predicate, told["label"], edge.target, ends[1], " ".join(told["sources"])]
        )
    return written.getvalue().encode()
