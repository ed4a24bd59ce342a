"""A client that costs little beside the server it measures: one connection, and answers read to their end."""

import socket
from dataclasses import dataclass
from time import perf_counter
from types import TracebackType
from urllib.parse import quote

TABLE = "application/sparql-results+json"
GRAPH = "application/n-triples, text/turtle;q=0.5"


class RequestError(Exception):
    """An answer that is no answer: a status, and what the server says."""


@dataclass(frozen=True)
class Received:
    """An answer, its type, and the seconds until its first and its last byte."""

    content: bytes
    media_type: str
    first: float
    last: float
    size: int


class Client:
    """One keep-alive connection."""

    def __init__(self, port: int, path: str, patience: float, preamble: str = "") -> None:
        """Connect; each read waits at most so many seconds, and every query begins with the preamble."""
        self._where = ("127.0.0.1", port)
        self._path = f"{path}{'&' if '?' in path else '?'}query={quote(preamble)}"
        self._patience = patience
        self._connect()

    def __enter__(self) -> "Client":
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self._socket.close()

    def query(self, text: str, accept: str, *, keep: bool = True) -> Received:
        """Ask a query by GET.

        Raises:
            RequestError: the status is not 200, or the answer breaks off.
            TimeoutError: nothing comes for too long.
        """
        return self.get(self._path + quote(text), accept, keep=keep)

    def get(self, target: str, accept: str = "*/*", *, keep: bool = True) -> Received:
        """As `query`, for any address."""
        request = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n".encode()
        try:
            return self._exchange(request, keep)
        except (OSError, RequestError):
            # Whatever is left of the answer must not be taken for the next one.
            self._socket.close()
            self._connect()
            raise

    def _connect(self) -> None:
        self._socket = socket.create_connection(self._where, timeout=self._patience)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")

    def _exchange(self, request: bytes, keep: bool) -> Received:
        began = perf_counter()
        self._socket.sendall(request)
        status = self._file.readline()
        headers: dict[str, str] = {}
        while line := self._file.readline().strip():
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        if not status:
            raise RequestError("the server closed the connection")
        parts: list[bytes] = []
        # The first byte of the body, not its first chunk: servers differ in how much they put into one.
        self._file.peek(1)
        first, size = perf_counter(), 0
        while part := self._part(headers):
            size += len(part)
            if keep:
                parts.append(part)
            if "content-length" in headers:
                break
        content = b"".join(parts)
        if b" 200 " not in status[:14]:
            raise RequestError(f"{status.decode().strip()}: {content[:300].decode(errors='replace')}")
        return Received(content, headers.get("content-type", ""), first - began, perf_counter() - began, size)

    def _part(self, headers: dict[str, str]) -> bytes:
        if "content-length" in headers:
            return self._exactly(int(headers["content-length"]))
        size = self._file.readline()
        if not size:
            raise RequestError("the answer breaks off")
        part = self._exactly(int(size, 16))
        self._file.readline()
        return part

    def _exactly(self, size: int) -> bytes:
        part = self._file.read(size)
        if len(part) < size:
            raise RequestError("the answer breaks off")
        return part
