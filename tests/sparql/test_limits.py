"""Queries that take too long, too much or give too much, clients that hang up, workers that die: over HTTP."""

import os
import signal
import socket
import subprocess
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from conftest import serving
from deadly import (
    ENDLESS,
    ENDLESS_GRAPH,
    ENDLESS_ROWS,
    HARMLESS,
    HUNGRY,
    descendants,
    has_computed,
    is_running,
    own_memory,
    running_over,
    templates_over,
    wait_until,
    workers_over,
)
from helpers import SMALL_GRAPH, Write
from passerelle.settings import Settings

TABLES = ["application/sparql-results+json", "text/csv", "text/tab-separated-values"]
GRAPHS = ["text/turtle", "application/n-triples", "application/ld+json"]


@contextmanager
def service(graph: Path, **settings: int) -> Iterator[httpx.Client]:
    with serving(Settings(graph=graph, **{"workers": 1, **settings})) as client:  # type: ignore[arg-type]
        client.timeout = httpx.Timeout(50)
        yield client


def ask(client: httpx.Client, query: str, accept: str = "*/*", **parameters: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **parameters}, headers={"Accept": accept})


def works(client: httpx.Client) -> bool:
    answer = ask(client, HARMLESS)
    return answer.status_code == HTTPStatus.OK and answer.json()["results"]["bindings"][0]["n"]["value"] != "0"


def problem(answer: httpx.Response, status: HTTPStatus) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    return str(answer.json()["detail"])


@pytest.fixture
def graph(write: Write) -> Path:
    """A folder of its own, by which the processes over it can be told from others."""
    return write(SMALL_GRAPH)


@pytest.fixture(scope="module")
def impatient(small_graph: Path) -> Iterator[httpx.Client]:
    """A service with one worker, which has a second for each query."""
    with service(small_graph, query_timeout=1) as client:
        yield client


def test_a_query_that_takes_too_long_is_ended_and_the_next_is_answered(impatient: httpx.Client) -> None:
    assert "longer than 1 seconds" in problem(ask(impatient, ENDLESS), HTTPStatus.GATEWAY_TIMEOUT)
    assert works(impatient)


def test_a_request_may_ask_for_less_time_and_not_for_more(small_graph: Path) -> None:
    with service(small_graph, query_timeout=20) as client:
        assert "longer than 0.5 seconds" in problem(ask(client, ENDLESS, timeout="0.5"), HTTPStatus.GATEWAY_TIMEOUT)
        for wrong in ("-1", "0", "soon", "nan", "inf"):
            assert "timeout" in problem(ask(client, HARMLESS, timeout=wrong), HTTPStatus.BAD_REQUEST)
    with service(small_graph, query_timeout=1) as client:
        assert "longer than 1 seconds" in problem(ask(client, ENDLESS, timeout="20"), HTTPStatus.GATEWAY_TIMEOUT)


@pytest.mark.parametrize(
    ("query", "accept"), [(ENDLESS_ROWS, accept) for accept in TABLES] + [(ENDLESS_GRAPH, accept) for accept in GRAPHS]
)
def test_a_truncated_result_never_looks_complete(impatient: httpx.Client, query: str, accept: str) -> None:
    with impatient.stream("GET", "/sparql", params={"query": query}, headers={"Accept": accept}) as answer:
        assert answer.status_code == HTTPStatus.OK
        assert answer.headers["transfer-encoding"] == "chunked"
        parts = answer.iter_raw()
        assert next(parts)
        with pytest.raises(httpx.RemoteProtocolError):
            deque(parts, maxlen=0)
    assert works(impatient)


@pytest.mark.parametrize("accept", ["application/sparql-results+xml", "application/sparql-results+json"])
def test_a_client_that_knows_no_chunks_gets_the_whole_result_or_a_failure(impatient: httpx.Client, accept: str) -> None:
    """To HTTP/1.0 the end of the connection is the end of the answer."""
    for query, status in ((ENDLESS_ROWS, b" 504 "), (HARMLESS, b" 200 ")):
        answer = _raw(impatient, f"GET /sparql?query={quote(query)} HTTP/1.0\r\nAccept: {accept}\r\n\r\n")
        assert status in answer.partition(b"\r\n")[0]


def test_curl_tells_a_truncated_result_by_its_exit_code(impatient: httpx.Client) -> None:
    url = f"{impatient.base_url}/sparql?query={quote(ENDLESS_ROWS)}"
    done = subprocess.run(["curl", "-sS", "-o", os.devnull, url], capture_output=True, check=False)
    assert done.returncode == 18


def test_a_client_that_hangs_up_frees_its_worker(small_graph: Path) -> None:
    """There is one worker, and it would be busy for as long as the test may take."""
    with service(small_graph, query_timeout=600) as client:
        for query in (ENDLESS, ENDLESS_ROWS, ENDLESS):
            with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as connection:
                head = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: a\r\n\r\n"
                connection.sendall(head.encode())
                if query is ENDLESS_ROWS:
                    assert connection.recv(100)
        assert works(client)


def test_a_query_that_waits_and_whose_client_hangs_up_is_forgotten(small_graph: Path) -> None:
    with service(small_graph, query_timeout=3, queue=2) as client, ThreadPoolExecutor() as pool:
        slow = [pool.submit(ask, client, ENDLESS) for _ in range(2)]
        for _ in range(4):
            with pytest.raises(httpx.ReadTimeout):
                client.get("/sparql", params={"query": ENDLESS}, timeout=0.3)
            # On a machine with much to do it takes a moment until the server sees that.
            wait_until(lambda: client.get("/health/ready").json()["waiting"] == 1)
        assert works(client)
        for answer in slow:
            problem(answer.result(), HTTPStatus.GATEWAY_TIMEOUT)


def test_a_full_queue_is_told_with_when_to_come_again(small_graph: Path) -> None:
    """One works, one waits, and there is no place for the third."""
    with service(small_graph, query_timeout=2, queue=1) as client, ThreadPoolExecutor() as pool:
        answers = sorted(pool.map(lambda _: ask(client, ENDLESS), range(3)), key=lambda answer: answer.status_code)
        assert [answer.status_code for answer in answers] == [503, 504, 504]
        assert "Too many queries wait" in problem(answers[0], HTTPStatus.SERVICE_UNAVAILABLE)
        assert int(answers[0].headers["retry-after"]) > 0
        assert works(client)


def test_a_query_that_takes_too_much_memory_is_ended_and_the_next_is_answered(small_graph: Path) -> None:
    with service(small_graph, query_memory=100) as client:
        assert "memory" in problem(ask(client, HUNGRY), HTTPStatus.UNPROCESSABLE_ENTITY)
        assert works(client)


def test_a_result_that_is_too_large_is_broken_off(small_graph: Path) -> None:
    with service(small_graph, result_limit=1) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            ask(client, ENDLESS_ROWS)
        answer = _raw(client, f"GET /sparql?query={quote(ENDLESS_ROWS)} HTTP/1.0\r\n\r\n")
        assert b" 422 " in answer.partition(b"\r\n")[0]
        assert b"larger than is given out" in answer
        assert works(client)


def test_workers_and_templates_that_die_are_replaced_and_no_request_is_lost(small_graph: Path) -> None:
    with service(small_graph, workers=2) as client:
        assert works(client)
        stop = threading.Event()

        def kill() -> None:
            while not stop.wait(0.3):
                for process in descendants():
                    os.kill(process, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            with ThreadPoolExecutor(8) as pool:
                assert all(pool.map(lambda _: works(client), range(200)))
        finally:
            stop.set()
            killer.join()


def test_a_query_whose_worker_is_killed_is_given_to_another(graph: Path) -> None:
    """The worker has been handed the query, and has sent nothing."""
    with service(graph) as client, ThreadPoolExecutor() as pool:
        (worker,) = workers_over(graph)
        os.kill(worker, signal.SIGSTOP)
        answer = pool.submit(works, client)
        wait_until(lambda: client.get("/health/ready").json()["busy"] == 1)
        os.kill(worker, signal.SIGKILL)
        assert answer.result()


def test_a_query_whose_workers_are_killed_again_and_again_is_told_to_ask_for_less(graph: Path) -> None:
    """What kills one worker after another is, as a rule, the kernel of a machine without memory."""
    with service(graph, query_timeout=600) as client, ThreadPoolExecutor() as pool:
        known = set(workers_over(graph))
        answer = pool.submit(ask, client, ENDLESS)
        for _ in range(3):
            wait_until(lambda: client.get("/health/ready").json()["busy"] == 1)
            (worker,) = workers_over(graph)
            # It has begun, and computed for longer than it takes to find out that a worker had been lost before.
            wait_until(partial(has_computed, worker, 0.2))
            os.kill(worker, signal.SIGKILL)
            known.add(worker)
            wait_until(lambda: set(workers_over(graph)) - known)
        assert "memory" in problem(answer.result(), HTTPStatus.UNPROCESSABLE_ENTITY)
        assert works(client)


def test_a_template_that_dies_while_it_loads_is_replaced(graph: Path) -> None:
    with service(graph) as client, ThreadPoolExecutor() as pool:
        known = set(templates_over(graph)) | set(workers_over(graph))
        for process in known:
            os.kill(process, signal.SIGKILL)
        answer = pool.submit(works, client)
        wait_until(lambda: set(templates_over(graph)) - known)
        (template,) = set(templates_over(graph)) - known
        os.kill(template, signal.SIGKILL)
        assert answer.result()


def test_the_service_answers_while_a_template_loads(graph: Path) -> None:
    """A client hangs up just then, and its worker has to be ended by a template that is not there yet."""
    with service(graph, workers=2, query_timeout=600) as client, ThreadPoolExecutor() as pool:
        (template,) = templates_over(graph)
        workers = workers_over(graph)
        with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as connection:
            connection.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            wait_until(lambda: client.get("/health/ready").json()["busy"] == 1)
            # The other may still be at its beginning.
            wait_until(lambda: sum(map(is_running, workers)) == 1)
            (busy,) = (worker for worker in workers if is_running(worker))
            (idle,) = set(workers) - {busy}
            os.kill(template, signal.SIGKILL)
            os.kill(idle, signal.SIGKILL)
            answer = pool.submit(works, client)
            wait_until(lambda: set(templates_over(graph)) - {template})
            (loading,) = set(templates_over(graph)) - {template}
            os.kill(loading, signal.SIGSTOP)
        try:
            wait_until(lambda: client.get("/health/ready", timeout=10).json()["workers"] == 0)
        finally:
            os.kill(loading, signal.SIGCONT)
            os.kill(busy, signal.SIGKILL)
        assert answer.result()


def test_workers_end_with_their_template_and_others_come(graph: Path) -> None:
    """One of them is at work, and would be for as long as the test may take."""
    with service(graph, workers=2, query_timeout=600, cache_size=0) as client:
        (template,) = templates_over(graph)
        known = {template, *workers_over(graph)}
        with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as connection:
            connection.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            wait_until(lambda: any(is_running(worker) for worker in known - {template}))
            os.kill(template, signal.SIGKILL)
            wait_until(lambda: not known & set(running_over(graph)))
        wait_until(lambda: client.get("/health/ready").json() == {"workers": 2, "busy": 0, "waiting": 0})
        assert works(client)
        assert len(templates_over(graph)) == 1


def test_workers_that_die_are_replaced_before_anybody_asks(graph: Path) -> None:
    with service(graph, workers=3) as client:
        known = set(workers_over(graph))
        assert len(known) == 3
        for worker in known:
            os.kill(worker, signal.SIGKILL)
        wait_until(lambda: len(set(workers_over(graph)) - known) == 3)
        wait_until(lambda: client.get("/health/ready").json() == {"workers": 3, "busy": 0, "waiting": 0})


@pytest.mark.parametrize("query", [ENDLESS_ROWS, f"{ENDLESS_ROWS} LIMIT 20000"])
def test_a_client_that_never_reads_holds_its_worker_until_the_deadline(graph: Path, query: str) -> None:
    with service(graph, query_timeout=2, cache_size=0) as client, socket.socket() as silent:
        silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        silent.connect((client.base_url.host, client.base_url.port or 80))
        silent.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        wait_until(lambda: client.get("/health/ready").json()["busy"] == 1)
        assert works(client)


def test_a_worker_that_holds_much_of_its_own_is_replaced_when_it_rests(graph: Path) -> None:
    """Meanwhile there are requests, all of which are answered: by the others, whose processes are others."""
    digits = " ".join(map(str, range(10)))
    many = " ".join(f"VALUES ?d{place} {{ {digits} }}" for place in range(5))
    heavy = f"SELECT * {{ {many} }} ORDER BY ?d4 ?d3 ?d2 ?d1 ?d0 LIMIT 1"
    with service(graph, workers=2, worker_growth=16, cache_size=0) as client, ThreadPoolExecutor() as pool:
        templates, worn = templates_over(graph), set(workers_over(graph))
        assert works(client)
        assert all(answer.status_code == HTTPStatus.OK for answer in pool.map(partial(ask, client), [heavy] * 4))
        assert set(workers_over(graph)) == worn
        held = min(map(own_memory, worn))
        wait_until(lambda: works(client) and not worn & set(workers_over(graph)))
        assert max(map(own_memory, workers_over(graph))) < held / 2
        assert templates_over(graph) == templates


def test_a_deep_query_does_not_take_the_service_down(impatient: httpx.Client) -> None:
    for query in ("{" * 100_000, "ASK " + "{" * 5_000 + "}" * 5_000, "SELECT * { ?s " + "!" * 200_000 + " ?o }"):
        answer = impatient.post("/sparql", data={"query": query})
        assert answer.status_code == HTTPStatus.BAD_REQUEST, answer.text
    assert works(impatient)


def _raw(client: httpx.Client, request: str) -> bytes:
    received = b""
    with socket.create_connection((client.base_url.host, client.base_url.port or 80)) as connection:
        connection.sendall(request.encode())
        while part := connection.recv(65_536):
            received += part
    return received


def test_a_worker_answers_again_after_answers_of_any_size(small_graph: Path) -> None:
    """Of middling answers all parts may be there before the first is read."""
    with service(small_graph, query_timeout=5, cache_size=0) as client:
        for size in range(200, 4000, 200):
            query = f"SELECT * {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }} LIMIT {size}"
            assert len(ask(client, query).json()["results"]["bindings"]) == size
