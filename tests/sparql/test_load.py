"""Many clients while processes are killed, queries of death arrive and clients hang up: every answer is right."""

import csv
import io
import itertools
import os
import random
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from deadly import (
    ENDLESS,
    ENDLESS_GRAPH,
    ENDLESS_ROWS,
    HARMLESS,
    HUNGRY,
    descendants,
    descriptors,
    running_over,
    templates_over,
    wait_until,
    workers_over,
)
from helpers import SMALL_GRAPH, Write
from served import Server, serving_process

REQUESTS, THREADS, WORKERS = 2000, 32, 4
# Tries of one request: each but the last has met a full queue, or an answer that visibly broke off.
TRIES = 500
BASE = "https://w3id.org/passerelle/"
DIGITS = " ".join(map(str, range(10)))
# What may be said to a query of death; and to any query, when the queue is full.
DEADLY = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.GATEWAY_TIMEOUT}


@dataclass(frozen=True)
class Case:
    """A query, the format that it is asked in, and whether the body of an answer is all that it should be."""

    query: str
    accept: str
    is_right: Callable[[httpx.Response], bool]


def numbers(size: int) -> str:
    """A pattern with that many solutions, of which each has another ?n."""
    places = range(len(str(size)) - 1)
    values = " ".join(f"VALUES ?d{place} {{ {DIGITS} }}" for place in places)
    return f"{values} BIND ({' + '.join(f'?d{place} * {10**place}' for place in places)} AS ?n)"


def rows(size: int) -> Case:
    expected = {str(number) for number in range(size)}

    def is_right(answer: httpx.Response) -> bool:
        found = [row["n"]["value"] for row in answer.json()["results"]["bindings"]]
        return len(found) == size and set(found) == expected

    return Case(f"SELECT ?n {{ {numbers(size)} }}", "application/sparql-results+json", is_right)


def sorted_lines(size: int) -> Case:
    expected = [["n"], *([str(number)] for number in range(size))]
    query = f"SELECT ?n {{ {numbers(size)} }} ORDER BY ?n"
    return Case(query, "text/csv", lambda answer: list(csv.reader(io.StringIO(answer.text))) == expected)


def graph_of(size: int) -> Case:
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    expected = {f'<{BASE}a> <{BASE}b> "{number}"^^<{integer}> .' for number in range(size)}
    query = f"CONSTRUCT {{ <{BASE}a> <{BASE}b> ?n }} WHERE {{ {numbers(size)} }}"
    return Case(query, "application/n-triples", lambda answer: set(answer.text.splitlines()) == expected)


def total(size: int) -> Case:
    def is_right(answer: httpx.Response) -> bool:
        (row,) = answer.json()["results"]["bindings"]
        return bool(row["sum"]["value"] == str(size * (size - 1) // 2))

    return Case(f"SELECT (SUM(?n) AS ?sum) {{ {numbers(size)} }}", "application/sparql-results+json", is_right)


def decision(where: str, *, holds: bool) -> Case:
    query = f"ASK {{ <{BASE}id/region/84> <{BASE}ns/within> <{BASE}id/{where}> }}"
    return Case(query, "application/sparql-results+json", lambda answer: answer.json()["boolean"] is holds)


def label() -> Case:
    query = f"SELECT ?label {{ <{BASE}id/region/84> <http://www.w3.org/2000/01/rdf-schema#label> ?label }}"
    return Case(query, "text/csv", lambda answer: answer.text.splitlines() == ["label", "Auvergne-Rhône-Alpes"])


# Small ones, as most are; the largest are many times what a worker sends at once.
CASES = [
    *(decision("country/FR", holds=True), decision("region/84", holds=False), label(), rows(10), graph_of(10)) * 3,
    *(sorted_lines(100), graph_of(100), total(1000), rows(1000), graph_of(1000)),
]
LARGE = [rows(10_000), sorted_lines(10_000), graph_of(10_000), total(10_000)]
# A worker is killed whenever so many requests have been answered, and every eighth time the template.
KILLED_EVERY = 25


class Load:
    """Well-behaved requests, and what became of them."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.client = server.client
        self.folder = folder
        self.seen: Counter[str] = Counter()
        self.answered = itertools.count(1)
        self.chance = random.Random(1)  # noqa: S311 - only to vary

    def ask(self, number: int) -> None:
        """Ask until there is an answer, and find it right."""
        case = LARGE[number // 40 % len(LARGE)] if number % 40 == 0 else CASES[number % len(CASES)]
        # No two requests are the same.
        query = f"{case.query} # {number}"
        headers = {"Accept": case.accept, "Accept-Encoding": "gzip" if number % 3 else "identity"}
        for _ in range(TRIES):
            request = (
                self.client.build_request("GET", "/sparql", params={"query": query}, headers=headers)
                if number % 2
                else self.client.build_request("POST", "/sparql", data={"query": query}, headers=headers)
            )
            answer = self._answer(request)
            if answer is None:
                continue
            assert answer.status_code == HTTPStatus.OK, f"{case.query}: {answer.status_code} {answer.text}"
            assert answer.headers["content-type"].partition(";")[0] == case.accept
            assert case.is_right(answer), f"{case.query}: {answer.text[:500]}"
            self.count_right()
            return
        pytest.fail(f"{TRIES} times there was no answer to {query}")

    def count_right(self) -> None:
        """Kill by the count of answers, not by the clock: the same is killed on a slow machine and on a quick one."""
        kills, rest = divmod(next(self.answered), KILLED_EVERY)
        if not rest:
            kind = templates_over if kills % 8 == 0 else workers_over
            for process in self.chance.sample(found, 1) if (found := kind(self.folder, self.server.process)) else ():
                self.seen["killed"] += 1
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)

    def _answer(self, request: httpx.Request) -> httpx.Response | None:
        """The whole answer; None where the queue was full, or where the answer began and visibly did not end."""
        answer = self.client.send(request, stream=True)
        try:
            answer.read()
        except httpx.RemoteProtocolError:
            assert answer.status_code == HTTPStatus.OK
            assert answer.headers["transfer-encoding"] == "chunked"
            self.seen["broken off"] += 1
            return None
        finally:
            answer.close()
        if is_busy(answer):
            self.seen["busy"] += 1
            time.sleep(0.05)
            return None
        return answer


def is_busy(answer: httpx.Response) -> bool:
    """Whether the queue was full, which is told with when to come again."""
    return (
        answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        and "Too many queries wait" in answer.text
        and int(answer.headers["retry-after"]) > 0
    )


def ask_for_death(client: httpx.Client, stop: threading.Event) -> int:
    """Ask what cannot be answered, one after another."""
    deep = "ASK " + "{" * 5_000 + "}" * 5_000
    asked = 0
    while not stop.wait(0.1):
        query = (ENDLESS, HUNGRY, deep, ENDLESS_ROWS, ENDLESS_GRAPH)[asked % 5]
        asked += 1
        # Those that give rows may be broken off, and never end otherwise.
        with suppress(httpx.RemoteProtocolError):
            answer = client.post("/sparql", data={"query": query, "timeout": "0.4"})
            assert answer.status_code in DEADLY or is_busy(answer), answer.text[:500]
    return asked


def hang_up(client: httpx.Client, stop: threading.Event) -> int:
    """Ask, and go away before the answer, or in the middle of it."""
    asked = 0
    while not stop.wait(0.2):
        query = (ENDLESS, ENDLESS_ROWS)[asked % 2]
        asked += 1
        with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as connection:
            target = f"/sparql?{urlencode({'query': query, 'timeout': '1'})}"
            connection.sendall(f"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            if query is ENDLESS_ROWS:
                connection.recv(100)
            else:
                stop.wait(0.1)
    return asked


def test_every_answer_is_right_whatever_befalls_the_workers(write: Write) -> None:
    folder = write(SMALL_GRAPH)
    limits = {"WORKERS": WORKERS, "QUEUE": 24, "QUERY_TIMEOUT": 20, "QUERY_MEMORY": 100, "CACHE_SIZE": 0}
    with serving_process(folder, limits) as server:
        whole = {"workers": WORKERS, "busy": 0, "waiting": 0}
        wait_until(lambda: server.client.get("/health/ready").json() == whole)
        held = len(descriptors(server.process))
        load, stop = Load(server, folder), threading.Event()
        with ThreadPoolExecutor(THREADS) as threads, ThreadPoolExecutor(2) as trouble:
            troubles = [trouble.submit(make, server.client, stop) for make in (ask_for_death, hang_up)]
            try:
                for _ in threads.map(load.ask, range(REQUESTS)):
                    pass
            finally:
                stop.set()
            assert all(each.result() for each in troubles), "there was no trouble"
        assert next(load.answered) == REQUESTS + 1
        assert load.seen["killed"] > REQUESTS // KILLED_EVERY // 2
        wait_until(lambda: server.client.get("/health/ready").json() == whole)
        assert server.client.get("/sparql", params={"query": HARMLESS}).status_code == HTTPStatus.OK
        # A template and its workers, and none that has ended and was not seen to; no descriptor of any of the others.
        wait_until(lambda: len(descendants(server.process)) == 1 + WORKERS)
        server.client.close()
        wait_until(lambda: len(descriptors(server.process)) <= held)
    wait_until(lambda: not running_over(folder))
