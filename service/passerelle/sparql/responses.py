"""Answers a query request: has the pool run the query unless its answer is known, and passes the bytes on."""

from enum import StrEnum
from http import HTTPStatus
from time import monotonic

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from passerelle.caching import FRESH, AnswerCache, Kept, is_current
from passerelle.disconnection import Connection
from passerelle.errors import status_of
from passerelle.incoming import read_accept
from passerelle.negotiation import NotAcceptable
from passerelle.observability import Metrics, note_broken_answer, note_slow_query
from passerelle.sparql.preparation import VARY, Prepared, RawHeaders, offered, prepare, raw
from passerelle.sparql.request import ProtocolRequest
from passerelle.store.answer import Answer
from passerelle.store.compression import SMALL
from passerelle.store.failures import StoreError, UnacceptableFormError
from passerelle.store.guard import QueryForm
from passerelle.store.pool import Pool

# The methods for which a tag that is known means "not modified" (https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2).
_CONDITIONAL = {"GET", "HEAD", "QUERY"}
# What is counted for a client that went away: there is no status that it could be told.
_GONE = 499


class _Origin(StrEnum):
    """Who had the answer: the engine, our cache, or the client already."""

    ENGINE = "engine"
    CACHE = "cache"
    CLIENT = "client"


class _Ready(Response):
    """A response whose headers are written: the framework takes longer to write them than a small query takes."""

    def __init__(self, headers: RawHeaders, body: bytes = b"", status_code: int = HTTPStatus.OK) -> None:
        self.status_code = status_code
        self.raw_headers = headers
        self.body = body
        self.background = None


class _Stream(_Ready):
    """A response in chunks (https://www.rfc-editor.org/rfc/rfc9112#section-7.1), the last one only if all is well."""

    def __init__(
        self, answer: Answer, connection: Connection, headers: RawHeaders, cache: AnswerCache, tag: str | None
    ) -> None:
        """The answer is kept by its tag, if it has one, when it is complete."""
        super().__init__(headers)
        self._answer = answer
        self._connection = connection
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
                self._cache.keep(self._tag, Kept(self.raw_headers, bytes(body)))
        except StoreError as error:
            # The server closes a connection whose response is not completed: no client takes it for the whole.
            note_broken_answer(scope, error.message)
        finally:
            # First, for it cannot fail, and a worker may be at work for nobody.
            self._answer.close()
            self._connection.close()
            await parts.aclose()


class Responder:
    """Responds to query requests on one version of the data set."""

    def __init__(self, pool: Pool, version: str, cache: AnswerCache, metrics: Metrics, slow: float) -> None:
        """Answer by a pool, keep answers, count queries, and note those that are slower than so many seconds."""
        self._pool = pool
        self._version = version
        self._cache = cache
        self._metrics = metrics
        self._slow = slow

    def prepare(self, asked: ProtocolRequest, accept: str | None, accept_encoding: str | None) -> Prepared:
        """As `prepare`, for the version of the data set."""
        return prepare(self._version, asked, accept, accept_encoding)

    async def respond(self, request: Request, prepared: Prepared) -> Response:
        """The response to a query, counted; its first part is there, so that its status can say what is wrong.

        Raises:
            NotAcceptable: no format of this query form fits the Accept header.
            StoreError: as `Pool.ask`.
            ClientDisconnect: the client has gone away, and the query was given up.
        """
        began, status = monotonic(), _GONE
        origin = _Origin.ENGINE
        try:
            response = self._known(request, prepared)
            if response is None:
                response = await self._asked(request, prepared)
            elif response.status_code == HTTPStatus.NOT_MODIFIED:
                origin = _Origin.CLIENT
            else:
                origin = _Origin.CACHE
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
                note_slow_query(request.scope, prepared.query.text, seconds, status)
        return response

    async def _asked(self, request: Request, prepared: Prepared) -> Response:
        connection = Connection(request.receive)
        # Clients of HTTP/1.0 take the end of the connection for the end of the answer, be it complete or not.
        old = request.scope["http_version"] == "1.0"
        try:
            with connection:
                answer = await (self._pool.ask_whole if old else self._pool.ask)(prepared.query)
        except UnacceptableFormError as error:
            raise NotAcceptable(offered(QueryForm(error.message))) from None
        headers, tag = prepared.headers(answer.format, answer.coding), prepared.tags.get(answer.coding)
        whole = answer.whole()
        if whole is None:
            return _Stream(answer, connection, headers, self._cache, tag)
        if tag:
            self._cache.keep(tag, Kept(headers, whole))
        return _ready(headers, whole)

    def _known(self, request: Request, prepared: Prepared) -> Response | None:
        condition = None
        if prepared.tags and request.method in _CONDITIONAL:
            condition = read_accept(request, "if-none-match")
        for coding, tag in prepared.tags.items():
            if condition is not None and is_current(condition, tag):
                headers = {"etag": tag, "vary": VARY, "cache-control": FRESH}
                return _Ready(raw(headers), status_code=HTTPStatus.NOT_MODIFIED)
            kept = self._cache.get(tag)
            # Only a small answer is given uncompressed to whoever would have it compressed.
            if kept is not None and (coding is prepared.query.coding or len(kept.body) < SMALL):
                return _ready(kept.headers, kept.body)
        return None


def _ready(headers: RawHeaders, body: bytes) -> Response:
    return _Ready([*headers, (b"content-length", b"%d" % len(body))], body)
