"""The HTTP server: how it is set up, and its protocol with bounds on what a client may send before it is answered."""

import asyncio
import logging
from http import HTTPStatus
from typing import Any

import uvicorn
from httptools import HttpParserError, HttpParserUpgrade
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from passerelle.errors import RETRY_AFTER, Problem, document
from passerelle.gathering import GatheringTransport
from passerelle.headers import COMMON_HEADERS
from passerelle.incoming import DRAIN_LIMIT
from passerelle.media_types import PROBLEM

# The parser counts what an address is made of with 16 bits.
_LONGEST_ADDRESS = 65_535
_LONGEST_HEAD = 256 * 1024
_CROWDED = Problem(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "Too many connections are open. Try again in a moment.",
    headers={"Retry-After": RETRY_AFTER},
)
# Seconds in which a client may read why it was refused.
_LINGER = 5.0


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a line says more than that an answer was broken off, which who broke it off has said with its reason."""
    return "without completing response" not in str(record.msg)


logging.getLogger("uvicorn.error").addFilter(_is_news)


def configuration(
    app: ASGIApp, *, log_level: str = "warning", patience: int | None = None, connections: int | None = None
) -> uvicorn.Config:
    """The server's configuration; its sockets are given to it when it runs.

    Args:
        app: what it serves.
        log_level: the least that it logs.
        patience: seconds that it lets requests finish in when it is told to stop; by default as long as they take.
        connections: the most that it has at a time; by default as many as come.
    """
    return uvicorn.Config(
        app,
        http=BoundedProtocol,
        ws="none",
        log_level=log_level,
        access_log=False,
        # Which proxies are believed is for PASSERELLE_TRUSTED_PROXIES to say.
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=patience,
        limit_concurrency=connections,
        port=0,
    )


class BoundedProtocol(HttpToolsProtocol):
    """Answers 414 to too long an address, 431 to too much above the body, and closes on requests that never end."""

    # Seconds that a request may take to arrive: a client that sends a byte now and then keeps its connection no longer.
    patience = 120.0

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """As the server makes it."""
        super().__init__(*arguments, **options)
        self.url = b""
        # The server itself would wait for a request on each connection that is one too many.
        self._most, self.limit_concurrency = self.limit_concurrency, None
        # Bytes since the last part of a request that was whole.
        self._unread = 0
        self._began = self.loop.time()
        self._arriving = True
        self._refused = False
        self._watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """As asyncio calls it."""
        super().connection_made(GatheringTransport(transport, self.loop))
        self._watch = self.loop.call_later(self.patience / 2, self._look)
        if self._most is not None and len(self.connections) > self._most:
            self._refuse(_CROWDED)

    def connection_lost(self, exc: Exception | None) -> None:
        """As asyncio calls it."""
        if self._watch:
            self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """As asyncio calls it."""
        self._unread += len(data)
        if self._refused:
            # It is thrown away: a client that is still sending does not read the answer.
            if self._unread > DRAIN_LIMIT:
                self.transport.abort()
            return
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except HttpParserError:
            self._refuse()
        except HttpParserUpgrade:
            # An offer of another protocol may be left aside (https://www.rfc-editor.org/rfc/rfc9110#section-7.8).
            return
        if self._unread > _LONGEST_HEAD:
            self._refuse()

    def on_message_begin(self) -> None:
        """As the parser calls it."""
        super().on_message_begin()
        self._arriving, self._began = True, self.loop.time()

    def on_url(self, url: bytes) -> None:
        """As the parser calls it, with one part of the address after another."""
        super().on_url(url)
        if len(self.url) > _LONGEST_ADDRESS:
            raise HttpParserError("the address is too long")

    def on_headers_complete(self) -> None:
        """As the parser calls it."""
        self._unread = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """As the parser calls it."""
        self._unread = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """As the parser calls it."""
        self._arriving, self._unread = False, 0
        super().on_message_complete()

    def _refuse(self, problem: Problem | None = None) -> None:
        """Say what is wrong and that no more is read."""
        if self._refused or self.transport.is_closing():
            return
        self._refused = True
        if not getattr(self.cycle, "response_complete", True):
            # Its answer is on its way, and this one would get into it.
            self.transport.close()
            return
        problem = problem or self._problem()
        content = document(problem)
        headers = {
            **COMMON_HEADERS,
            **problem.headers,
            "Content-Type": PROBLEM,
            "Content-Length": len(content),
            "Connection": "close",
        }
        lines = [f"HTTP/1.1 {problem.status.value} {problem.status.phrase}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.transport.write("\r\n".join([*lines, "", ""]).encode("ascii") + content)
        self.transport.write_eof()
        if self._watch:
            self._watch.cancel()
        self._watch = self.loop.call_later(_LINGER, self.transport.abort)

    def _problem(self) -> Problem:
        if len(self.url) > _LONGEST_ADDRESS:
            return Problem(
                HTTPStatus.REQUEST_URI_TOO_LONG,
                f"The address is longer than {_LONGEST_ADDRESS:,} bytes: send the query by POST.",
            )
        if self._unread > _LONGEST_HEAD:
            return Problem(
                HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"The headers are longer than {_LONGEST_HEAD:,} bytes."
            )
        return Problem(HTTPStatus.BAD_REQUEST, "This is no request of HTTP/1.1.")

    def _look(self) -> None:
        """Close if a request has been arriving for too long."""
        if self._arriving and self.loop.time() - self._began > self.patience:
            self.transport.abort()
        else:
            self._watch = self.loop.call_later(self.patience / 2, self._look)
