"""The endpoint: (method, path) → function."""

from typing import Any

from fastapi import FastAPI, Request, Response

from passerelle import urls
from passerelle.media_types import FORM, PROBLEM, RESULT_TYPES, SPARQL_QUERY
from passerelle.settings import Settings
from passerelle.sparql.description_responses import Descriptions
from passerelle.sparql.formats import FORMAT_SCHEMA
from passerelle.sparql.request import (
    ACCEPTED,
    asks_nothing,
    read_body_query,
    read_query,
    refuse_body,
    url_parameters,
)
from passerelle.sparql.responses import Responder

_TEXT = {"type": "string"}
_GRAPHS = {"type": "array", "items": {"type": "string", "format": "uri"}}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The result, in a format that fits the query form and the Accept header; "
        "without a query, the description of the service.",
        "content": {types[0]: {} for types in RESULT_TYPES.values()},
    },
    **{
        status: {"description": what, "content": {PROBLEM: {}}}
        for status, what in {
            400: "The query is missing, malformed or refused.",
            406: "No format on offer fits the Accept header.",
            413: "The body is too large.",
            414: "The address is too long.",
            415: "The body is neither a query nor a form, or not in UTF-8.",
            431: "The Accept header is too long.",
        }.items()
    },
}
_OURS = {"timeout": {"type": "number", "exclusiveMinimum": 0}, "format": FORMAT_SCHEMA}
_PARAMETERS: dict[str, Any] = {"query": _TEXT, "default-graph-uri": _GRAPHS, "named-graph-uri": _GRAPHS, **_OURS}
_GET: dict[str, Any] = {
    "parameters": [{"name": name, "in": "query", "schema": schema} for name, schema in _PARAMETERS.items()]
}
_FORM = {"type": "object", "required": ["query"], "properties": _PARAMETERS}
_POST: dict[str, Any] = {
    "requestBody": {"required": True, "content": {SPARQL_QUERY: {"schema": _TEXT}, FORM: {"schema": _FORM}}}
}
_ALLOW = {"Allow": "GET, HEAD, OPTIONS, POST, QUERY"}


def add_sparql_routes(app: FastAPI, responder: Responder, descriptions: Descriptions, settings: Settings) -> None:
    """Add the routes of the SPARQL endpoint."""

    async def get(request: Request) -> Response:
        """Answer a query; without one, describe the endpoint."""
        refuse_body(request)
        parameters = url_parameters(request, settings)
        if asks_nothing(parameters):
            response = await descriptions.respond(request, parameters)
        else:
            response = await responder.respond(request, read_query(parameters))
        response.headers.update(ACCEPTED)
        return response

    async def post(request: Request) -> Response:
        response = await responder.respond(request, await read_body_query(request, settings))
        response.headers.update(ACCEPTED)
        return response

    async def options(_request: Request) -> Response:
        return Response(status_code=204, headers={**_ALLOW, **ACCEPTED})

    # Measured: a route of Starlette answers half as often again as one of FastAPI, whose work on parameters and models
    # is not wanted here. The first that fits serves; the others are there for OpenAPI, which has no place for QUERY
    # before 3.2, and needs none for HEAD and OPTIONS.
    for methods, function in ((["GET", "HEAD"], get), (["POST", "QUERY"], post), (["OPTIONS"], options)):
        app.add_route(urls.SPARQL, function, methods=methods, include_in_schema=False)
    app.add_api_route(
        urls.SPARQL, get, methods=["GET"], response_class=Response, responses=_RESPONSES, openapi_extra=_GET
    )
    app.add_api_route(
        urls.SPARQL, post, methods=["POST"], response_class=Response, responses=_RESPONSES, openapi_extra=_POST
    )
