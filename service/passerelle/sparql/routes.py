"""The endpoint: (method, path) → function."""

from typing import Any

from fastapi import FastAPI, Request, Response

from passerelle import urls
from passerelle.media_types import FORM, PROBLEM, RESULT_TYPES, SPARQL_QUERY
from passerelle.settings import Settings
from passerelle.sparql.request import read_get, read_post
from passerelle.sparql.responses import Responder
from passerelle.store.pool import Pool

_MEGABYTE = 1024 * 1024
_TEXT = {"type": "string"}
_GRAPHS = {"type": "array", "items": {"type": "string", "format": "uri"}}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The result, in a format that fits the query form and the Accept header.",
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
_GET: dict[str, Any] = {
    "parameters": [
        {"name": "query", "in": "query", "required": True, "schema": _TEXT},
        {"name": "default-graph-uri", "in": "query", "schema": _GRAPHS},
        {"name": "named-graph-uri", "in": "query", "schema": _GRAPHS},
    ]
}
_FORM = {
    "type": "object",
    "required": ["query"],
    "properties": {"query": _TEXT, "default-graph-uri": _GRAPHS, "named-graph-uri": _GRAPHS},
}
_POST: dict[str, Any] = {
    "requestBody": {"required": True, "content": {SPARQL_QUERY: {"schema": _TEXT}, FORM: {"schema": _FORM}}}
}


def add_sparql_routes(app: FastAPI, pool: Pool, version: str, settings: Settings) -> None:
    """Add the routes of the SPARQL endpoint over a pool that holds a version of the data set."""
    responder = Responder(pool, version, settings.cache_size * _MEGABYTE)

    async def get(request: Request) -> Response:
        return await responder.respond(request, await read_get(request, settings))

    async def post(request: Request) -> Response:
        return await responder.respond(request, await read_post(request, settings))

    app.add_api_route(
        urls.SPARQL, get, methods=["GET"], response_class=Response, responses=_RESPONSES, openapi_extra=_GET
    )
    app.add_api_route(urls.SPARQL, get, methods=["HEAD"], include_in_schema=False)
    app.add_api_route(
        urls.SPARQL, post, methods=["POST"], response_class=Response, responses=_RESPONSES, openapi_extra=_POST
    )
