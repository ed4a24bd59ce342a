"""Reads a query request from HTTP (https://www.w3.org/TR/sparql11-protocol/#query-operation).

Parameters are taken out one by one: a duplicate or a leftover is an error by construction.
"""

from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.requests import ClientDisconnect

from passerelle import urls
from passerelle.errors import Problem
from passerelle.media_types import FORM, SPARQL_QUERY, SPARQL_UPDATE
from passerelle.settings import Settings

_READ_ONLY = "The graph is read-only: send a query, not an update."
# A client that is still sending does not read the answer; up to this much is read and thrown away for its sake.
_DRAIN_LIMIT = 128 * 1024 * 1024
# Far beyond what any browser sends; megabytes of media ranges would keep the parser busy for minutes.
_ACCEPT_LIMIT = 16 * 1024


@dataclass(frozen=True)
class ProtocolRequest:
    """A query and the RDF data set that the request gives it (empty: the query's own)."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


def read_accept(request: Request, name: str = "Accept") -> str | None:
    """The Accept header, or another that says what is liked; several put together as one (https://www.rfc-editor.org/rfc/rfc9110#section-5.3).

    Raises:
        Problem: 431 for one that is too long.
    """
    written = request.headers.getlist(name)
    if sum(map(len, written)) > _ACCEPT_LIMIT:
        raise Problem(
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"The {name} header is longer than {_ACCEPT_LIMIT:,} bytes."
        )
    return ", ".join(written) if written else None


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
    kind, charset = _content_type(request)
    in_address = url_parameters(request, settings)
    if kind == SPARQL_UPDATE:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _READ_ONLY)
    if kind not in {FORM, SPARQL_QUERY}:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"Send the query as {SPARQL_QUERY} or in a form as {FORM}.",
            headers={"Accept-Post": f"{SPARQL_QUERY}, {FORM}"},
        )
    if charset.lower() not in {"", "utf-8", "utf8", "us-ascii"}:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send the query in UTF-8, not in {charset}.")
    if request.headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "Send the query without a content coding.",
            headers={"Accept-Encoding": "identity"},
        )
    body = await _body(request, settings.body_limit)
    if kind == FORM:
        if in_address:
            raise Problem(HTTPStatus.BAD_REQUEST, "With a form, put every parameter into the form.")
        return _from_parameters(_parameters(body))
    if any(name == "query" for name, _ in in_address):
        raise Problem(HTTPStatus.BAD_REQUEST, "The query is given twice: in the address and as the body.")
    return _from_parameters([*in_address, ("query", _decode(body))])


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
        return parse_qsl(_decode(written), keep_blank_values=True, encoding="utf-8", errors="strict")
    except UnicodeDecodeError:
        raise Problem(HTTPStatus.BAD_REQUEST, "A parameter is not well-formed UTF-8.") from None


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(
            HTTPStatus.BAD_REQUEST, f"The request is not well-formed UTF-8 at byte {error.start + 1}."
        ) from None


def _content_type(request: Request) -> tuple[str, str]:
    message = Message()
    message["Content-Type"] = request.headers.get("content-type") or "application/octet-stream"
    charset = message.get_param("charset") or ""
    # https://www.rfc-editor.org/rfc/rfc8187 writes a parameter in three parts.
    return message.get_content_type(), charset if isinstance(charset, str) else charset[2]


async def _body(request: Request, limit: int) -> bytes:
    too_large = Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is larger than {limit:,} bytes: send a shorter query."
    )
    declared = request.headers.get("content-length", "")
    if "expect" in request.headers and declared.isdigit() and int(declared) > limit:
        raise too_large
    body = bytearray()
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size <= limit:
                body += chunk
            elif size > _DRAIN_LIMIT:
                break
    except ClientDisconnect:
        # Nobody reads this; it keeps a client that goes away out of the log of errors.
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is not complete.") from None
    if size > limit:
        raise too_large
    return bytes(body)
