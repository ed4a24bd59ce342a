"""One build after another takes the place of the one that is served, while clients ask."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from conftest import serving
from deadly import ENDLESS, descendants, running_over, wait_until
from helpers import Write
from passerelle.settings import Settings
from passerelle.store.build import build

VALUES = "SELECT ?value { ?s <x:value> ?value } ORDER BY ?value"
# As many rows as do not fit into one message, so that an answer is on its way while the build changes.
ROWS = 3000


def graph_of(write: Write, number: int) -> Path:
    """A graph whose every value is that number; another graph for another number."""
    return write({"a.nt": "".join(f'<x:s{n}> <x:value> "{number}-{n:05}" .\n' for n in range(ROWS))})


def put(graph: Path, output: Path) -> str:
    """Build a graph; its version."""
    return str(build(graph, output, lambda *_: None).summary.version)


def version(client: httpx.Client) -> str:
    return str(client.get("/health").json()["dataset"])


def is_served(client: httpx.Client, wanted: str) -> bool:
    return version(client) == wanted


def values(answer: httpx.Response) -> list[str]:
    assert answer.status_code == HTTPStatus.OK, answer.text
    return [row["value"]["value"] for row in answer.json()["results"]["bindings"]]


@pytest.fixture
def graphs(write: Write) -> list[Path]:
    return [graph_of(write, number) for number in range(2)]


def test_no_request_fails_while_builds_change_and_every_answer_is_that_of_one_build(
    graphs: list[Path], tmp_path: Path
) -> None:
    versions = [put(graphs[0], tmp_path)]
    expected = {number: [f"{number}-{n:05}" for n in range(ROWS)] for number in range(2)}
    stop = threading.Event()

    def ask(base: str, text: str) -> dict[str, int]:
        """Ask until it is enough; which tag came with which build."""
        tags: dict[str, int] = {}
        with httpx.Client(base_url=base, timeout=60) as client:
            while not stop.is_set():
                answer = client.get("/sparql", params={"query": text})
                found = values(answer)
                number = int(found[0][0])
                assert found == expected[number]
                assert tags.setdefault(answer.headers["etag"], number) == number
        return tags

    with serving(Settings(store=tmp_path, workers=2)) as client, ThreadPoolExecutor() as pool:
        assert version(client) == versions[0]
        # Some ask the same again and have it from the cache, some for what nobody has asked before.
        asking = [pool.submit(ask, str(client.base_url), VALUES + " " * n + f"# {n}" * (n > 1)) for n in range(4)]
        try:
            for turn in (1, 0, 1, 0):
                wanted = put(graphs[turn], tmp_path)
                wait_until(partial(is_served, client, wanted))
                tag = client.get("/sparql", params={"query": VALUES}).headers["etag"]
                stale = client.get("/sparql", params={"query": VALUES}, headers={"If-None-Match": f'"0", {tag}'})
                assert stale.status_code == HTTPStatus.NOT_MODIFIED
                assert values(client.get("/sparql", params={"query": VALUES}))[0].startswith(str(turn))
                described = client.get("/sparql", headers={"Accept": "text/turtle"}).text
                assert f'"{wanted}"' in described
        finally:
            stop.set()
        tags = [each.result() for each in asking]
        assert all(set(each.values()) == {0, 1} for each in tags)
        wait_until(lambda: len(list((tmp_path / ".served").glob("*.lock"))) == 1)
        (copy,) = (path for path in (tmp_path / ".served").iterdir() if path.is_dir())
        wait_until(lambda: running_over(tmp_path / ".served") == running_over(copy))
    assert not (tmp_path / ".served").exists()
    wait_until(lambda: not running_over(tmp_path))


def test_a_query_that_runs_is_answered_from_the_build_it_began_on(graphs: list[Path], tmp_path: Path) -> None:
    """It ends at its deadline, long after new requests are for the new build."""
    put(graphs[0], tmp_path)
    with serving(Settings(store=tmp_path, workers=1, query_timeout=6)) as client, ThreadPoolExecutor() as pool:
        slow = pool.submit(httpx.get, f"{client.base_url}/sparql", params={"query": ENDLESS}, timeout=60)
        wait_until(lambda: client.get("/health/ready").json()["busy"] == 1)
        wanted = put(graphs[1], tmp_path)
        wait_until(lambda: version(client) == wanted)
        assert not slow.done()
        assert len(list((tmp_path / ".served").glob("*.lock"))) == 2
        assert values(client.get("/sparql", params={"query": VALUES}))[0].startswith("1")
        assert slow.result().status_code == HTTPStatus.GATEWAY_TIMEOUT
        wait_until(lambda: len(list((tmp_path / ".served").glob("*.lock"))) == 1)


def test_a_broken_build_is_told_and_the_old_one_served_on(
    graphs: list[Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    served = put(graphs[0], tmp_path)
    with serving(Settings(store=tmp_path, workers=1)) as client:
        broken = build(graphs[1], tmp_path / "elsewhere", lambda *_: None).folder
        assert broken
        for file in (broken / "store").glob("*.sst"):
            file.write_bytes(b"x" * file.stat().st_size)
        broken.rename(tmp_path / "builds" / "broken")
        pointer = tmp_path / "pointer"
        pointer.write_text("broken\n", encoding="utf-8")
        pointer.replace(tmp_path / "current-build")
        wait_until(lambda: "build_refused" in caplog.text)
        assert "cannot be used" in caplog.text
        assert version(client) == served
        assert values(client.get("/sparql", params={"query": VALUES}))[0].startswith("0")
        wanted = put(graphs[1], tmp_path)
        wait_until(lambda: version(client) == wanted)
        assert values(client.get("/sparql", params={"query": VALUES}))[0].startswith("1")
        wait_until(lambda: len(list((tmp_path / ".served").glob("*.lock"))) == 1)


def test_a_folder_that_is_gone_for_a_while_is_served_on(
    graphs: list[Path], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    served = put(graphs[0], tmp_path)
    with serving(Settings(store=tmp_path, workers=1)) as client:
        (tmp_path / "current-build").rename(tmp_path / "kept")
        wait_until(lambda: "holds neither a build" in caplog.text)
        assert version(client) == served
        assert values(client.get("/sparql", params={"query": VALUES}))
        (tmp_path / "kept").rename(tmp_path / "current-build")


def test_a_store_of_oxigraph_that_was_changed_is_served_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def add(number: int) -> None:
        store = Store(str(tmp_path))
        store.add(Quad(NamedNode("x:s"), NamedNode("x:value"), Literal(str(number)), DefaultGraph()))

    add(0)
    with serving(Settings(store=tmp_path, workers=1)) as client:
        assert values(client.get("/sparql", params={"query": VALUES})) == ["0"]
        writer = Store(str(tmp_path))
        wait_until(lambda: "Another process writes" in caplog.text or "in_place_of" in caplog.text)
        del writer
        add(1)
        wait_until(lambda: values(client.get("/sparql", params={"query": VALUES})) == ["0", "1"])


@contextmanager
def command_over(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`passerelle serve --store` in a process of its own, and its address."""
    command = [sys.executable, "-m", "passerelle", "serve", "--port", "0", "--store", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout
        try:
            line = ""
            while not line.startswith("Listening on "):
                line = process.stdout.readline()
                assert line
            address = line.split()[2]
            wait_until(lambda: _answers(address))
            yield process, address
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}health").status_code == HTTPStatus.OK
    except httpx.ConnectError:
        return False


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no such signal")
def test_a_signal_has_the_folder_opened_again_even_if_it_is_the_same(graphs: list[Path], tmp_path: Path) -> None:
    put(graphs[0], tmp_path)
    with command_over(tmp_path) as (process, address):
        before = set((tmp_path / ".served").glob("*.lock"))
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: before.isdisjoint((tmp_path / ".served").glob("*.lock")))
        assert httpx.get(f"{address}health").status_code == HTTPStatus.OK


def test_a_service_that_ends_while_it_opens_a_build_leaves_nothing(graphs: list[Path], tmp_path: Path) -> None:
    put(graphs[0], tmp_path)
    with command_over(tmp_path) as (process, _):
        for number in range(3):
            put(graphs[number % 2], tmp_path)
        children = set(descendants(process.pid))
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: set(descendants(process.pid)) != children)
    assert process.returncode == 0
    wait_until(lambda: not running_over(tmp_path))
    assert not (tmp_path / ".served").exists()
