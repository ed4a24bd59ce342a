"""Answers a query request: negotiates, has the pool run the query unless its answer is known, passes the bytes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from http import HTTPStatus
from time import monotonic

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from passerelle.caching import FRESH, AnswerCache, Kept, is_current, is_repeatable, strong_tag
from passerelle.disconnection import Connection
from passerelle.errors import status_of
from passerelle.incoming import read_accept
from passerelle.media_types import RESULT_TYPES, with_charset
from passerelle.negotiation import Choice, NotAcceptable, choose, choose_coding
from passerelle.observability import Metrics, note_slow_query
from passerelle.sparql.request import ProtocolRequest
from passerelle.store.answer import Answer
from passerelle.store.compression import SMALL, Coding
from passerelle.store.failures import StoreError, UnacceptableFormError
from passerelle.store.guard import QueryForm
from passerelle.store.pool import Pool
from passerelle.store.pool_query import FormatChoice, PoolQuery
from passerelle.store.request import ResultFormat, formats

_VARY = "Accept, Accept-Encoding"


# The methods for which a tag that is known means "not modified" (https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2).
_CONDITIONAL = {"GET", "HEAD", "QUERY"}
# What is counted for a client that went away: there is no status that it could be told.
_GONE = 499


class _Origin(StrEnum):
    """Who had the answer: the engine, our cache, or the client already."""

    ENGINE = "engine"
    CACHE = "cache"
    CLIENT = "client"


class Responder:
    """Responds to query requests on one version of the data set."""

    def __init__(self, pool: Pool, version: str, cache: AnswerCache, metrics: Metrics, slow: float) -> None:
        """Answer by a pool, keep answers, count queries, and note those that are slower than so many seconds."""
        self._pool = pool
        self._version = version
        self._cache = cache
        self._metrics = metrics
        self._slow = slow

    async def respond(self, request: Request, asked: ProtocolRequest) -> Response:
        """As `_respond`, counted."""
        began, origin, status = monotonic(), _Origin.ENGINE, _GONE
        try:
            response, origin = await self._respond(request, asked)
            status = response.status_code
        except ClientDisconnect:
            raise
        except Exception as error:
            status = status_of(error)
            raise
        finally:
            seconds = monotonic() - began
            self._metrics.query(origin, status, seconds)
            if seconds > self._slow:
                note_slow_query(asked.query, seconds, status)
        return response

    async def _respond(self, request: Request, asked: ProtocolRequest) -> tuple[Response, "_Origin"]:
        """The response to a query; its first part is there, so that its status can say what is wrong.

        Raises:
            NotAcceptable: no format of this query form fits the Accept header.
            StoreError: as `Pool.ask`.
            ClientDisconnect: the client has gone away, and the query was given up.
        """
        wanted = _negotiated(asked.accept or read_accept(request), read_accept(request, "accept-encoding"))
        condition = request.headers.get("if-none-match") if request.method in _CONDITIONAL else None
        known = self._known(asked, wanted, condition)
        if known is not None:
            return known, _Origin.CLIENT if known.status_code == HTTPStatus.NOT_MODIFIED else _Origin.CACHE
        connection = Connection(request.receive)
        try:
            graphs = asked.default_graphs, asked.named_graphs
            query = PoolQuery(asked.query, wanted.formats, *graphs, asked.seconds, wanted.coding)
            # Clients of HTTP/1.0 take the end of the connection for the end of the answer, be it complete or not.
            ask = self._pool.ask_whole(query) if request.scope["http_version"] == "1.0" else self._pool.ask(query)
            answer = await connection.unless_closed(ask)
        except UnacceptableFormError as error:
            raise NotAcceptable(_offered(QueryForm(error.message))) from None
        tag = self._tag(asked, wanted, answer.coding)
        headers = _headers(wanted, answer, tag)
        whole = answer.whole()
        if whole is not None:
            if tag:
                self._cache.keep(tag, Kept(headers, whole))
            return Response(whole, headers=headers), _Origin.ENGINE
        return _Stream(answer, connection, headers, self._cache, tag), _Origin.ENGINE

    def _known(self, asked: ProtocolRequest, wanted: "_Wanted", if_none_match: str | None) -> Response | None:
        for coding in dict.fromkeys((wanted.coding, Coding.IDENTITY)):
            tag = self._tag(asked, wanted, coding)
            if tag and is_current(if_none_match, tag):
                headers = {"ETag": tag, "Vary": _VARY, "Cache-Control": FRESH}
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
            kept = self._cache.get(tag) if tag else None
            # Only a small answer is given uncompressed to whoever would have it compressed.
            if kept is not None and (coding is wanted.coding or len(kept.body) < SMALL):
                return Response(kept.body, headers=dict(kept.headers))
        return None

    def _tag(self, asked: ProtocolRequest, wanted: "_Wanted", coding: Coding) -> str | None:
        if not is_repeatable(asked.query):
            return None
        graphs = ("\n".join(asked.default_graphs), "\n".join(asked.named_graphs))
        return strong_tag(self._version, asked.query.strip(), *graphs, *wanted.key, coding)


@dataclass(frozen=True)
class _Wanted:
    """What negotiation settles on: a format for each form of query, their names on the wire, a coding."""

    formats: FormatChoice
    names: Mapping[ResultFormat, str]
    key: tuple[str, ...]
    coding: Coding


class _Stream(Response):
    """A response in chunks (https://www.rfc-editor.org/rfc/rfc9112#section-7.1), the last one only if all is well."""

    def __init__(
        self, answer: Answer, connection: Connection, headers: Mapping[str, str], cache: AnswerCache, tag: str | None
    ) -> None:
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self._answer = answer
        self._connection = connection
        self._kept = headers
        self._cache = cache
        self._tag = tag

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's own
        parts = self._answer.parts()
        body = bytearray()
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body"})
                return
            async for part in self._connection.each(parts):
                if len(body) <= self._cache.largest:
                    body += part
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body"})
            if self._tag and self._answer.complete:
                self._cache.keep(self._tag, Kept(self._kept, bytes(body)))
        except StoreError:
            # The server closes a connection whose response is not completed: no client takes it for the whole.
            return
        finally:
            await parts.aclose()
            self._answer.close()
            self._connection.close()


def _headers(wanted: _Wanted, answer: Answer, tag: str | None) -> dict[str, str]:
    headers = {"Vary": _VARY, "Content-Type": with_charset(wanted.names[answer.format])}
    if answer.coding is not Coding.IDENTITY:
        headers["Content-Encoding"] = answer.coding
    return headers | ({"ETag": tag, "Cache-Control": FRESH} if tag else {"Cache-Control": "no-store"})


@lru_cache(maxsize=1024)
def _negotiated(accept: str | None, accept_encoding: str | None) -> _Wanted:
    table, boolean, graph = (_choice(accept, form) for form in (QueryForm.SELECT, QueryForm.ASK, QueryForm.CONSTRUCT))
    names = {choice.format: choice.media_type for choice in (graph, boolean, table) if choice}
    default = ResultFormat.JSON
    names.setdefault(default, RESULT_TYPES[default][0])
    chosen = FormatChoice(
        table=table.format if table else None,
        boolean=boolean.format if boolean else None,
        graph=graph.format if graph else None,
        # A query that shows no form goes to the engine whatever is accepted: its parser can say what is wrong with it.
        any=default,
    )
    key = tuple(choice.media_type if choice else "" for choice in (table, boolean, graph))
    coding = choose_coding(accept_encoding, [Coding.ZSTD, Coding.GZIP, Coding.IDENTITY])
    return _Wanted(chosen, names, key, Coding(coding or Coding.IDENTITY))


def _choice(accept: str | None, form: QueryForm) -> Choice[ResultFormat] | None:
    try:
        return choose(accept, {kind: RESULT_TYPES[kind] for kind in formats(form)})
    except NotAcceptable:
        return None


def _offered(form: QueryForm) -> list[str]:
    kinds = formats(form)
    ranks = max(len(RESULT_TYPES[kind]) for kind in kinds)
    names = (name for rank in range(ranks) for kind in kinds for name in RESULT_TYPES[kind][rank : rank + 1])
    return list(dict.fromkeys(names))
