"""Reads a query request from HTTP (https://www.w3.org/TR/sparql11-protocol/#query-operation).

Parameters are taken out one by one: a duplicate or a leftover is an error by construction.
"""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

from fastapi import Request

from passerelle import urls
from passerelle.errors import Problem
from passerelle.incoming import content_type, decode, read_body
from passerelle.media_types import FORM, SPARQL_QUERY, SPARQL_UPDATE
from passerelle.settings import Settings

_READ_ONLY = "The graph is read-only: send a query, not an update."


@dataclass(frozen=True)
class ProtocolRequest:
    """A query and the RDF data set that the request gives it (empty: the query's own)."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


async def read_get(request: Request, settings: Settings) -> ProtocolRequest:
    """The query of a GET or HEAD.

    Raises:
        Problem: 400 for parameters missing, empty, repeated, unknown or ill-formed; 414 for too long an address.
    """
    return _from_parameters(url_parameters(request, settings))


async def read_post(request: Request, settings: Settings) -> ProtocolRequest:
    """The query of a POST, from a form or as the body itself.

    Raises:
        Problem: as `read_get`, and 413 for too large a body, 415 for a body of another type or charset.
    """
    kind = content_type(request)
    in_address = url_parameters(request, settings)
    if kind == SPARQL_UPDATE:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _READ_ONLY)
    if kind not in {FORM, SPARQL_QUERY}:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"Send the query as {SPARQL_QUERY} or in a form as {FORM}.",
            headers={"Accept-Post": f"{SPARQL_QUERY}, {FORM}"},
        )
    body = await read_body(request, settings.body_limit, "send a shorter query")
    if kind == FORM:
        if in_address:
            raise Problem(HTTPStatus.BAD_REQUEST, "With a form, put every parameter into the form.")
        return _from_parameters(_parameters(body))
    if any(name == "query" for name, _ in in_address):
        raise Problem(HTTPStatus.BAD_REQUEST, "The query is given twice: in the address and as the body.")
    return _from_parameters([*in_address, ("query", decode(body))])


def _from_parameters(parameters: list[tuple[str, str]]) -> ProtocolRequest:
    taken: dict[str, list[str]] = {"query": [], "default-graph-uri": [], "named-graph-uri": []}
    for name, value in parameters:
        if name in {"update", "using-graph-uri", "using-named-graph-uri"}:
            raise Problem(HTTPStatus.BAD_REQUEST, _READ_ONLY)
        if name not in taken:
            raise Problem(HTTPStatus.BAD_REQUEST, f"There is no parameter {name!r}; there are {', '.join(taken)}.")
        taken[name].append(value)
    queries = taken["query"]
    if len(queries) != 1:
        what = "is missing" if not queries else "is given more than once"
        raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter 'query' {what}.")
    if not queries[0].strip():
        raise Problem(HTTPStatus.BAD_REQUEST, "The query is empty.")
    return ProtocolRequest(queries[0], _graphs(taken["default-graph-uri"]), _graphs(taken["named-graph-uri"]))


def _graphs(values: list[str]) -> tuple[str, ...]:
    if "" in values:
        raise Problem(HTTPStatus.BAD_REQUEST, "The name of a graph is empty.")
    return tuple(dict.fromkeys(values))


def url_parameters(request: Request, settings: Settings) -> list[tuple[str, str]]:
    """The parameters of the address, in their order.

    Raises:
        Problem: 400 for ill-formed UTF-8, 414 for too long an address.
    """
    written: bytes = request.scope["query_string"]
    if len(written) > settings.url_limit:
        raise Problem(
            HTTPStatus.REQUEST_URI_TOO_LONG,
            f"The address is longer than {settings.url_limit:,} bytes: {urls.SPARQL} takes a query by POST.",
        )
    return _parameters(written)


def _parameters(written: bytes) -> list[tuple[str, str]]:
    """Decode a form or a query string, once, so that percent signs inside IRIs stay what they are."""
    try:
        return parse_qsl(decode(written), keep_blank_values=True, encoding="utf-8", errors="strict")
    except UnicodeDecodeError:
        raise Problem(HTTPStatus.BAD_REQUEST, "A parameter is not well-formed UTF-8.") from None
