"""What a client may send before it is answered, byte by byte."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import ASGIApp, Receive, Scope, Send

from deadly import wait_until
from passerelle.server import BoundedProtocol, configuration

REQUEST = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a\r\n"


def exchange(client: httpx.Client, *sent: bytes) -> bytes:
    """What the server says until it closes the connection."""
    with socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=30) as connection:
        for part in sent:
            connection.sendall(part)
        received = b""
        while part := connection.recv(1 << 16):
            received += part
        return received


def refusal(received: bytes) -> tuple[int, str]:
    """The status of a problem that is told as any other is, and what it tells."""
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.decode("ascii").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines[1:])
    assert headers["content-type"] == "application/problem+json"
    assert headers["connection"] == "close"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["access-control-allow-origin"] == "*"
    assert int(headers["content-length"]) == len(body)
    document = json.loads(body)
    assert lines[0] == f"HTTP/1.1 {document['status']} {document['title']}"
    return document["status"], document["detail"]


@pytest.mark.parametrize("size", [70_000, 10_000_000])
def test_an_address_beyond_what_the_parser_counts_is_414(client: httpx.Client, size: int) -> None:
    status, detail = refusal(exchange(client, b"GET /sparql?query=" + b"a" * size + b" HTTP/1.1\r\nHost: a\r\n\r\n"))
    assert status == 414
    assert "POST" in detail


@pytest.mark.parametrize(
    "headers", [b"X-Long: " + b"a" * 5_000_000 + b"\r\n", b"X-Short: a\r\n" * 100_000], ids=["long", "many"]
)
def test_headers_without_end_are_431(client: httpx.Client, headers: bytes) -> None:
    status, _ = refusal(exchange(client, REQUEST, headers, b"\r\n"))
    assert status == 431


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01",
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: one\r\n\r\n",
        b"GET /sparql HTTP/1.1\r\nHost : a\r\n\r\n",
    ],
)
def test_what_is_no_http_is_400(client: httpx.Client, sent: bytes) -> None:
    assert refusal(exchange(client, sent))[0] == 400


@given(st.binary(max_size=200))
def test_any_bytes_are_answered_or_waited_for(client: httpx.Client, sent: bytes) -> None:
    """And the server lives on."""
    with socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=30) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while part := connection.recv(1 << 16):
            received += part
    assert not received or received.startswith(b"HTTP/1.1 ")


def test_a_query_in_many_small_pieces_is_answered(client: httpx.Client) -> None:
    request = REQUEST + b"X-Long: " + b"a" * 100_000 + b"\r\nConnection: close\r\n\r\n"
    pieces = (request[start : start + 1_000] for start in range(0, len(request), 1_000))
    assert exchange(client, *pieces).startswith(b"HTTP/1.1 200 ")


def test_requests_behind_one_another_are_each_answered_in_turn(client: httpx.Client) -> None:
    request = REQUEST + b"\r\n"
    received = exchange(client, request * 50 + REQUEST + b"Connection: close\r\n\r\n")
    assert received.count(b"HTTP/1.1 200 OK") == 51
    assert received.count(b'"boolean":true') == 51


def test_a_client_that_waits_to_be_told_to_go_on_is_told(client: httpx.Client) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n"
    head += b"Content-Type: application/sparql-query\r\nContent-Length: 6\r\n\r\n"
    with socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=30) as connection:
        connection.sendall(head)
        assert connection.recv(1 << 16) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"ASK {}")
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize("part", [b"", b"a", b"a" * 100_000], ids=["head", "short", "long"])
def test_what_is_there_of_an_answer_is_sent_before_the_rest(part: bytes) -> None:
    seen = threading.Event()

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"%d" % (len(part) + 4))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if part:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        assert await asyncio.to_thread(seen.wait, 30)
        await send({"type": "http.response.body", "body": b"rest"})

    with serving(app) as address, socket.create_connection(address, timeout=30) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        received = b""
        while not received.endswith(b"\r\n\r\n" + part):
            received += connection.recv(1 << 16)
        seen.set()
        assert connection.recv(1 << 16) == b"rest"


@contextmanager
def reading(protocol: type[BoundedProtocol] = BoundedProtocol, **limits: int) -> Iterator[tuple[str, int]]:
    """A server that reads every body and answers nothing."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        while scope["type"] == "http" and (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    with serving(app, protocol, **limits) as address:
        yield address


@contextmanager
def serving(
    app: ASGIApp, protocol: type[BoundedProtocol] = BoundedProtocol, **limits: int
) -> Iterator[tuple[str, int]]:
    """A server of an application, on its address."""
    config = configuration(app, log_level="critical", **limits)
    config.http, config.lifespan = protocol, "off"
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        yield server.servers[0].sockets[0].getsockname()
    finally:
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HT",
        REQUEST,
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nASK",
        REQUEST + b"\r\n" + REQUEST,
    ],
)
def test_a_request_that_does_not_come_is_not_waited_for(sent: bytes) -> None:
    class Impatient(BoundedProtocol):
        patience = 0.2

    with reading(Impatient) as address, socket.create_connection(address, timeout=30) as connection:
        connection.sendall(sent)
        try:
            while connection.recv(1 << 16):
                pass
        except ConnectionResetError:
            pass


def test_one_connection_too_many_is_told_so_and_closed_whatever_it_sends() -> None:
    with reading(connections=2) as address, ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(socket.create_connection(address, timeout=30))
        with socket.create_connection(address, timeout=30) as third:
            received = b""
            while part := third.recv(1 << 16):
                received += part
        assert refusal(received)[0] == 503
        assert b"retry-after: 10" in received.lower()
        stack.close()
        wait_until(lambda: is_let_in(address))


def is_let_in(address: tuple[str, int]) -> bool:
    with socket.create_connection(address, timeout=30) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        return connection.recv(100).startswith(b"HTTP/1.1 204 ")
