"""The endpoint as OpenAPI describes it."""

from typing import Any

from fastapi import FastAPI, Request, Response

from passerelle import urls
from passerelle.media_types import FORM, PROBLEM, RESULT_TYPES, SPARQL_QUERY
from passerelle.sparql.endpoint import Endpoint
from passerelle.sparql.formats import FORMAT_SCHEMA

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


def add_sparql_routes(app: FastAPI, endpoint: Endpoint) -> None:
    """Add the routes of the endpoint, so that OpenAPI knows them; HEAD, OPTIONS and QUERY have no place there."""

    async def get(request: Request) -> Response:
        """Answer a query; without one, describe the endpoint."""
        return await endpoint.get(request)

    async def post(request: Request) -> Response:
        return await endpoint.post(request)

    for methods, function, extra in ((["GET"], get, _GET), (["POST"], post, _POST)):
        app.add_api_route(
            urls.SPARQL, function, methods=methods, response_class=Response, responses=_RESPONSES, openapi_extra=extra
        )
