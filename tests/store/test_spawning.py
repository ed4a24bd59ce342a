"""A service on a system that cannot fork: its workers are processes that open the store themselves.

Every Python that is started here finds `without_fork/sitecustomize.py`, which takes from it what such systems lack.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest

from deadly import ENDLESS, HARMLESS, descendants, wait_until
from helpers import Write
from passerelle.store.build import build
from passerelle.store.failures import StoreError, WorkError
from passerelle.store.spawning import Spawner

WITHOUT_FORK = Path(__file__).resolve().parents[1] / "without_fork"
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}

MANY = "SELECT * { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(5)) + " } LIMIT 20000"


@contextmanager
def service(folder: Path, **settings: int) -> Iterator[tuple[httpx.Client, int]]:
    command = [sys.executable, "-m", "passerelle", "serve", "--port", "0", "--store", str(folder)]
    chosen = {f"PASSERELLE_{name.upper()}": str(value) for name, value in settings.items()}
    environment = ENVIRONMENT | chosen | {"PYTHONPATH": str(WITHOUT_FORK)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout
        try:
            for line in process.stdout:
                if found := re.search(r"queries  (http://\S+)/sparql", line):
                    with httpx.Client(base_url=found[1], timeout=60) as client:
                        yield client, process.pid
                    break
            else:
                raise AssertionError("it stopped before it was ready")
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def works(client: httpx.Client) -> bool:
    answer = client.get("/sparql", params={"query": HARMLESS})
    return answer.status_code == HTTPStatus.OK and answer.json()["results"]["bindings"][0]["n"]["value"] != "0"


def workers(process: int) -> list[int]:
    return [child for child in descendants(process) if b"\0work\0" in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_this_environment_cannot_fork() -> None:
    script = "import os, signal; print(hasattr(os, 'fork'), hasattr(signal, 'setitimer'))"
    environment = ENVIRONMENT | {"PYTHONPATH": str(WITHOUT_FORK)}
    done = subprocess.run([sys.executable, "-P", "-c", script], env=environment, capture_output=True, check=True)
    assert done.stdout == b"False False\n"


def test_queries_are_answered_by_workers_that_were_started_by_themselves(small_store: Path) -> None:
    with service(small_store, workers=2) as (client, process):
        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(lambda _: works(client), range(50)))
        assert len(workers(process)) == 2
        assert client.get("/health").json()["isolation"]["memory"] is False
        large = client.get("/sparql", params={"query": MANY})
        assert len(large.json()["results"]["bindings"]) == 20_000
        assert client.get("/sparql", params={"query": "SELECT nonsense"}).status_code == HTTPStatus.BAD_REQUEST
        known = set(workers(process))
    wait_until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in known))
    assert not (small_store / ".served").exists()


def test_a_query_that_takes_too_long_is_ended_and_the_next_is_answered(small_store: Path) -> None:
    with service(small_store, workers=1, query_timeout=1) as (client, _):
        assert client.get("/sparql", params={"query": ENDLESS}).status_code == HTTPStatus.GATEWAY_TIMEOUT
        assert works(client)


def test_a_worker_that_is_killed_is_replaced_and_no_query_lost(small_store: Path) -> None:
    with service(small_store, workers=2, cache_size=0) as (client, process):
        assert works(client)
        stop = threading.Event()

        def kill() -> None:
            while not stop.wait(1):
                for worker in workers(process)[:1]:
                    os.kill(worker, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            with ThreadPoolExecutor(4) as pool:
                assert all(pool.map(lambda _: works(client), range(300)))
        finally:
            stop.set()
            killer.join()


def test_workers_end_with_a_service_that_is_killed(small_store: Path) -> None:
    with service(small_store, workers=2) as (client, process):
        assert works(client)
        wait_until(lambda: len(workers(process)) == 2)
        known = workers(process)
        os.kill(process, signal.SIGKILL)
        wait_until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in known))


def test_another_build_takes_the_place_of_the_old_one(small_graph: Path, write: Write, tmp_path: Path) -> None:
    other = write({"a.ttl": "<x:s> <x:p> 1 ."})
    build(small_graph, tmp_path, lambda *_: None)
    with service(tmp_path, workers=1) as (client, _):
        before = client.get("/health").json()["dataset"]
        wanted = build(other, tmp_path, lambda *_: None).summary.version
        wait_until(lambda: client.get("/health").json()["dataset"] != before)
        assert client.get("/health").json()["dataset"] == wanted
        assert works(client)


def test_files_of_strangers_are_not_read_where_nothing_can_shut_them_in(small_store: Path) -> None:
    with service(small_store, workers=1) as (client, _):
        answer = client.post("/api/validate", content="<x:s> <x:p> 1 .", headers={"Content-Type": "text/turtle"})
        assert answer.status_code == HTTPStatus.NOT_IMPLEMENTED
        assert "cannot fork" in answer.json()["detail"]
        assert works(client)


def test_a_graph_in_memory_is_refused_in_a_line(small_graph: Path) -> None:
    command = [sys.executable, "-m", "passerelle", "serve", "--port", "0", "--graph", str(small_graph)]
    environment = ENVIRONMENT | {"PYTHONPATH": str(WITHOUT_FORK)}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "passerelle serve --store" in done.stderr


def test_why_nothing_can_be_served_is_told() -> None:
    with pytest.raises(StoreError, match="cannot be used"):
        _spawner({"store": "/nowhere"}).start()
    with pytest.raises(WorkError, match="did not start"):
        Spawner("no_such_module:prepare", "no_such_module:work", "").start()


def test_who_does_not_know_the_word_is_turned_away(small_store: Path) -> None:
    """Strangers on the same machine call wherever something listens, and are never taken for a worker."""
    (store,) = small_store.glob("builds/*/store")
    stop, sent = threading.Event(), []

    def intrude() -> None:
        while not stop.is_set():
            for port in _listening():
                try:
                    with socket.create_connection(("127.0.0.1", port), timeout=0.1) as stranger:
                        stranger.sendall(b"0" * 64)
                        sent.append(port)
                except OSError:
                    continue

    intruder = threading.Thread(target=intrude)
    intruder.start()
    try:
        spawner = _spawner({"store": str(store)})
        forked = spawner.fork()
        assert forked.channel.recv(5)[:1] == b"\x02"
        forked.channel.close()
        spawner.close()
    finally:
        stop.set()
        intruder.join()
    assert sent


def _listening() -> list[int]:
    """The ports that this process listens on."""
    own: set[str] = set()
    for path in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            own.add(str(path.readlink()))
    fields = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    return [int(each[1].partition(":")[2], 16) for each in fields if each[3] == "0A" and f"socket:[{each[9]}]" in own]


def _spawner(order: dict[str, object]) -> Spawner:
    limits = {"memory": 10**9, "result": 10**6, "growth": 10**8, "version": "1", "summary": None}
    module = "passerelle.store.stored_source"
    return Spawner(f"{module}:prepare", f"{module}:work_alone", json.dumps(limits | order))
