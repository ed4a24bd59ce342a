"""Graphs as resources: the Graph Store HTTP Protocol, reading (https://www.w3.org/TR/sparql11-http-rdf-update/).

A graph is named by `/graphs?graph=IRI` or `/graphs?default` (indirect identification), or by the path of its own IRI
under the address of the service, `/graph/{name}` (direct identification). The graph store is read-only: the methods
that write are unknown to these resources, and answered 405. Of a graph by its own path, whoever likes HTML best is sent
to the page that describes it, as no graph is written in HTML.

A GET of the graph store itself, `/graphs` without parameters, names no graph, and we know of no paragraph that settles
what it gives. It is taken for a request to the store, a resource of its own, and not for a graph named badly: it gives
the list of the graphs, as the description of a data set, which serves whoever looks for a name.
"""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response

from passerelle import urls
from passerelle.errors import Problem
from passerelle.incoming import read_accept
from passerelle.media_types import DESCRIPTION_TYPES, PROBLEM, RESULT_TYPES, DocumentFormat
from passerelle.namespaces import GRAPH
from passerelle.negotiation import NotAcceptable, choose
from passerelle.settings import Settings
from passerelle.sparql.description_responses import Descriptions
from passerelle.sparql.formats import FORMAT_SCHEMA, read_format
from passerelle.sparql.request import Parameters, ProtocolRequest, url_parameters
from passerelle.sparql.responses import Responder
from passerelle.store import terms
from passerelle.store.answers import ask
from passerelle.store.guard import QueryForm
from passerelle.store.pool import Pool
from passerelle.store.request import QueryRequest, ResultFormat, formats
from passerelle.store.rows import read_truth

# The graph is the default graph of the query's data set, so that its name need not be written into the text.
_WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_ANYTHING = "ASK { ?s ?p ?o }"
_NAMES = frozenset({"graph", "default"})
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The graph; the list of graphs where none is named.",
        "content": {RESULT_TYPES[kind][0]: {} for kind in formats(QueryForm.CONSTRUCT)},
    },
    **{
        status: {"description": what, "content": {PROBLEM: {}}}
        for status, what in {
            303: "By its own path, to a browser or of a graph that is only spoken of: its description.",
            400: "Several graphs are named, or what is no absolute IRI.",
            404: "There is no such graph.",
            406: "No format on offer fits.",
        }.items()
    },
}
_TEXT = {"type": "string"}
_FORMAT = {"name": "format", "in": "query", "schema": FORMAT_SCHEMA}
_PATH: dict[str, Any] = {"parameters": [{"name": "name", "in": "path", "required": True, "schema": _TEXT}, _FORMAT]}
_NAMED: dict[str, Any] = {
    "parameters": [
        {"name": "graph", "in": "query", "description": "IRI of a named graph.", "schema": _TEXT | {"format": "iri"}},
        {
            "name": "default",
            "in": "query",
            "description": "The default graph.",
            "allowEmptyValue": True,
            "schema": _TEXT,
        },
        _FORMAT,
    ]
}


def add_graph_store_routes(
    app: FastAPI, pool: Pool, responder: Responder, descriptions: Descriptions, settings: Settings
) -> None:
    """Add the routes of the graphs over a pool."""
    links = urls.Urls(settings.base_url)

    async def give(request: Request, graph: str | None, parameters: Parameters) -> Response:
        graphs = () if graph is None else (graph,)
        wanted = read_format([value for name, value in parameters if name == "format"])
        # The default graph is there even when it is empty; a named graph of this store is not.
        if graphs and not read_truth(await ask(pool, QueryRequest(_ANYTHING, ResultFormat.JSON, graphs))):
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no graph <{graph}>.")
        asked = ProtocolRequest(_WHOLE, graphs, accept=wanted)
        prepared = responder.prepare(asked, read_accept(request), read_accept(request, "accept-encoding"))
        return await responder.respond(request, prepared)

    async def indirect(request: Request) -> Response:
        """A graph; without a name, the list of the graphs."""
        parameters = url_parameters(request, settings)
        if not any(name in _NAMES for name, _ in parameters):
            return await descriptions.respond_with_graphs(request, parameters)
        return await give(request, _graph(parameters), parameters)

    async def direct(request: Request) -> Response:
        """The named graph whose IRI has this path."""
        parameters = url_parameters(request, settings)
        graph = GRAPH + request.path_params["name"]
        description = Response(
            status_code=HTTPStatus.SEE_OTHER, headers={"Location": links.local(urls.doc(graph)), "Vary": "Accept"}
        )
        if _is_for_people(request, parameters):
            return description
        try:
            return await give(request, graph, parameters)
        except Problem as problem:
            # A rule that infers nothing leaves its graph without statements, and a statement about that graph.
            if problem.status is HTTPStatus.NOT_FOUND and await _is_named(pool, graph):
                return description
            raise

    async def options() -> Response:
        return Response(status_code=204, headers={"Allow": "GET, HEAD, OPTIONS"})

    app.add_api_route(
        urls.GRAPHS, indirect, methods=["GET"], response_class=Response, responses=_RESPONSES, openapi_extra=_NAMED
    )
    app.add_api_route(
        urls.GRAPH, direct, methods=["GET"], response_class=Response, responses=_RESPONSES, openapi_extra=_PATH
    )
    for path, function in ((urls.GRAPHS, indirect), (urls.GRAPH, direct)):
        app.add_api_route(path, function, methods=["HEAD"], include_in_schema=False)
        app.add_api_route(path, options, methods=["OPTIONS"], include_in_schema=False)


async def _is_named(pool: Pool, iri: str) -> bool:
    """Whether something is said of an IRI."""
    try:
        query = f"ASK {{ GRAPH ?graph {{ {terms.iri(iri)} ?p ?o }} }}"
    except ValueError:
        return False
    return read_truth(await ask(pool, QueryRequest(query, ResultFormat.JSON)))


def _is_for_people(request: Request, parameters: Parameters) -> bool:
    """Whether HTML is liked best: browsers are sent to the page that describes the graph."""
    if any(name == "format" and value for name, value in parameters):
        return False
    try:
        return choose(read_accept(request), DESCRIPTION_TYPES).format is DocumentFormat.HTML
    except NotAcceptable:
        return False


def _graph(parameters: Parameters) -> str | None:
    """The IRI of the named graph that is asked for, None for the default graph.

    See https://www.w3.org/TR/sparql11-http-rdf-update/#indirect-graph-identification.

    Raises:
        Problem: 400 unless there is one `graph` or `default`.
    """
    asked = [(name, value) for name, value in parameters if name in _NAMES]
    if len(asked) != 1:
        detail = "Name one graph: ?graph= with its IRI, or ?default."
        raise Problem(HTTPStatus.BAD_REQUEST, detail)
    ((name, value),) = asked
    if name == "default" and value:
        raise Problem(HTTPStatus.BAD_REQUEST, "The parameter 'default' has no value; a named graph is ?graph=IRI.")
    return value if name == "graph" else None
