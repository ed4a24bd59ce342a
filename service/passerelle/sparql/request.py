"""Reads a query request from HTTP (https://www.w3.org/TR/sparql11-protocol/#query-operation).

Parameters that the protocol does not know are for somebody else, and are ignored; `timeout` and `format` are ours.
"""

from dataclasses import dataclass
from http import HTTPStatus
from math import inf
from urllib.parse import parse_qsl

from fastapi import Request

from passerelle import urls
from passerelle.errors import Problem
from passerelle.incoming import content_type, decode, read_body
from passerelle.media_types import FORM, SPARQL_QUERY, SPARQL_UPDATE
from passerelle.settings import Settings
from passerelle.sparql.formats import read_format

Parameters = list[tuple[str, str]]

_READ_ONLY = "The graph is read-only: send a query, not an update."
_OF_UPDATES = frozenset({"update", "using-graph-uri", "using-named-graph-uri"})
# What a body may be, as told for the methods that take one: https://www.w3.org/TR/ldp/#header-accept-post and
# https://datatracker.ietf.org/doc/draft-ietf-httpbis-safe-method-w-body/ for QUERY.
_BODIES = f"{SPARQL_QUERY}, {FORM}"
ACCEPTED = {"Accept-Post": _BODIES, "Accept-Query": _BODIES}
_OF_PROTOCOL = ("query", "default-graph-uri", "named-graph-uri")
# Any version is taken for the latest (https://www.w3.org/TR/sparql12-protocol/#version-announcement).
_VERSION = "version"
_OURS = ("timeout", "format")


@dataclass(frozen=True)
class ProtocolRequest:
    """A query and the RDF data set that the request gives it (empty: the query's own).

    `accept` is what the parameter `format` stands for; it takes the place of the Accept header.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    seconds: float | None = None
    accept: str | None = None


def asks_nothing(parameters: Parameters) -> bool:
    """Whether no query is asked, nor anything that belongs to one: then the endpoint describes itself."""
    return not any(name in {*_OF_PROTOCOL, *_OF_UPDATES, "timeout"} for name, _ in parameters)


def asked_in_page(parameters: Parameters) -> str | None:
    """The query that the page of the endpoint can show: where nothing else is asked for, above all no format."""
    said = [(name, value) for name, value in parameters if value]
    queries = [value for name, value in said if name == "query"]
    if len(queries) != 1 or any(name in {*_OF_PROTOCOL[1:], *_OF_UPDATES, *_OURS} for name, _ in said):
        return None
    return queries[0]


def read_query(parameters: Parameters) -> ProtocolRequest:
    """The query of a GET or HEAD, or of a form.

    Raises:
        Problem: 400 for parameters missing, empty, repeated or ill-formed.
    """
    taken: dict[str, list[str]] = {name: [] for name in (*_OF_PROTOCOL, _VERSION, *_OURS)}
    for name, value in parameters:
        if name in _OF_UPDATES:
            raise Problem(HTTPStatus.BAD_REQUEST, f"{_READ_ONLY} The parameter {name!r} belongs to updates.")
        if name in taken:
            taken[name].append(value)
    queries = taken["query"]
    if len(queries) != 1:
        what = "is missing" if not queries else "is given more than once"
        raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter 'query' {what}.")
    if not queries[0].strip():
        raise Problem(HTTPStatus.BAD_REQUEST, "The query is empty.")
    if len(taken[_VERSION]) > 1:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter {_VERSION!r} is given more than once.")
    graphs = _graphs(taken["default-graph-uri"]), _graphs(taken["named-graph-uri"])
    return ProtocolRequest(queries[0], *graphs, _seconds(taken["timeout"]), read_format(taken["format"]))


def refuse_body(request: Request) -> None:
    """Refuse a body where the address holds the query (https://www.w3.org/TR/sparql11-protocol/#query-via-get).

    Raises:
        Problem: 400 for a body that is not empty.
    """
    for name, value in request.scope["headers"]:
        if name == b"transfer-encoding" or (name == b"content-length" and value != b"0"):
            raise Problem(HTTPStatus.BAD_REQUEST, f"A {request.method} has no body: put the query into the address.")


async def read_body_query(request: Request, settings: Settings) -> ProtocolRequest:
    """The query of a POST or a QUERY, from a form or as the body itself.

    Raises:
        Problem: as `read_query` and `url_parameters`; 413 for too large a body; 415 for one of another type or charset.
    """
    kind = content_type(request)
    in_address = url_parameters(request, settings)
    if kind == SPARQL_UPDATE:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _READ_ONLY, headers=ACCEPTED)
    if kind not in {FORM, SPARQL_QUERY}:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"Send the query as {SPARQL_QUERY} or in a form as {FORM}.",
            headers=ACCEPTED,
        )
    body = await read_body(request, settings.body_limit, "send a shorter query")
    if kind == FORM:
        # The test list of the W3C has graphs in the address of a form, and the operation in the form itself.
        misplaced = [name for name, _ in in_address if name in {"query", *_OF_UPDATES}]
        if misplaced:
            raise Problem(HTTPStatus.BAD_REQUEST, f"With a form, put the parameter {misplaced[0]!r} into the form.")
        return read_query([*in_address, *_decoded(body)])
    if any(name == "query" for name, _ in in_address):
        raise Problem(HTTPStatus.BAD_REQUEST, "The query is given twice: in the address and as the body.")
    return read_query([*in_address, ("query", decode(body))])


def url_parameters(request: Request, settings: Settings) -> Parameters:
    """The parameters of the address of a request; failures as `read_url_parameters`."""
    return read_url_parameters(request.scope["query_string"], settings.url_limit)


def read_url_parameters(written: bytes, limit: int) -> Parameters:
    """The parameters of an address, in their order.

    Raises:
        Problem: 400 for ill-formed UTF-8, 414 for an address of more bytes than the limit.
    """
    if len(written) > limit:
        raise Problem(
            HTTPStatus.REQUEST_URI_TOO_LONG,
            f"The address is longer than {limit:,} bytes: {urls.SPARQL} takes a query by POST.",
        )
    return _decoded(written)


def _seconds(values: list[str]) -> float | None:
    """The least time that is asked for."""
    try:
        found = [float(value) for value in values]
    except ValueError:
        found = [0.0]
    if not all(0 < seconds < inf for seconds in found):
        raise Problem(HTTPStatus.BAD_REQUEST, "The parameter 'timeout' takes a number of seconds above 0.")
    return min(found, default=None)


def _graphs(values: list[str]) -> tuple[str, ...]:
    if "" in values:
        raise Problem(HTTPStatus.BAD_REQUEST, "The name of a graph is empty.")
    return tuple(dict.fromkeys(values))


def _decoded(written: bytes) -> Parameters:
    """Decode a form or a query string, once, so that percent signs inside IRIs stay what they are."""
    try:
        return parse_qsl(decode(written), keep_blank_values=True, encoding="utf-8", errors="strict")
    except UnicodeDecodeError:
        raise Problem(HTTPStatus.BAD_REQUEST, "A parameter is not well-formed UTF-8.") from None
