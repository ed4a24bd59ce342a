"""What workers cannot do, tried below the guard of queries, in workers of either kind."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from passerelle.store.failures import WorkError
from passerelle.store.jobs import JobServer
from passerelle.store.limits import Limits

LIMITS = Limits(seconds=60, processor_seconds=30, memory=512 * 1024**2)
WITHOUT_FILTERS = Path(__file__).with_name("without_filters.py")

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"},
    reason="only Linux on these processors lets a process give up system calls",
)


@pytest.fixture(autouse=True)
def _path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    folder = tmp_path / "stored"
    store = Store(str(folder))
    store.bulk_extend(Quad(NamedNode(f"x:{n}"), NamedNode("x:is"), Literal(n)) for n in range(2000))
    store.flush()
    return folder


@pytest.fixture(params=["from memory", "from disk"])
def server(request: pytest.FixtureRequest, stored: Path) -> Iterator[JobServer]:
    from_memory = request.param == "from memory"
    prepare = "prepare" if from_memory else "prepare_over_store"
    server = JobServer(f"workloads:{prepare}", str(stored))
    yield server
    server.close()


@pytest.mark.parametrize(
    "deed", ["write {}/new", "write {}/file", "remove {}/file", "shorten {}/file", "rename {}/file", "folder {}/new"]
)
def test_no_worker_changes_files(
    server: JobServer, deed: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "file").write_text("as it was", encoding="utf-8")
    with pytest.raises(WorkError, match="The worker failed"):
        server.run(deed.format(folder).encode(), LIMITS)
    assert "Operation not permitted" in caplog.text
    assert [(path.name, path.read_text(encoding="utf-8")) for path in folder.iterdir()] == [("file", "as it was")]


def test_no_worker_reaches_the_network(
    server: JobServer, listener: tuple[str, list[bytes]], caplog: pytest.LogCaptureFixture
) -> None:
    address, hits = listener
    with pytest.raises(WorkError, match="The worker failed"):
        server.run(f"connect {address.rpartition(':')[2]}".encode(), LIMITS)
    assert "Operation not permitted" in caplog.text
    with pytest.raises(WorkError):
        server.run(f"query SELECT * {{ SERVICE <{address}/> {{ ?s ?p ?o }} }}".encode(), LIMITS)
    server.run(f"query SELECT * {{ SERVICE SILENT <{address}/> {{ ?s ?p ?o }} }}".encode(), LIMITS)
    assert hits == []


def test_the_engine_reaches_the_listener_where_nothing_keeps_it_from_that(listener: tuple[str, list[bytes]]) -> None:
    """Else the test above would prove nothing."""
    address, hits = listener
    solutions = Store().query(f"SELECT * {{ SERVICE SILENT <{address}/> {{ ?s ?p ?o }} }}")
    assert list(solutions)  # type: ignore[arg-type]
    assert hits


@pytest.mark.parametrize("deed", ["run", f"kill {os.getpid()}"])
def test_no_worker_touches_other_processes(server: JobServer, deed: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(WorkError, match="The worker failed"):
        server.run(deed.encode(), LIMITS)
    assert "Operation not permitted" in caplog.text


def test_a_worker_that_holds_its_graph_in_memory_reads_no_file(caplog: pytest.LogCaptureFixture) -> None:
    server = JobServer("workloads:prepare", "")
    with pytest.raises(WorkError, match="The worker failed"):
        server.run(b"read /etc/passwd", LIMITS)
    assert "Too many open files" in caplog.text
    server.close()


def test_a_worker_over_a_store_answers_queries(stored: Path) -> None:
    server = JobServer("workloads:prepare_over_store", str(stored))
    answer = server.run(b"query SELECT (SUM(?n) AS ?sum) (COUNT(DISTINCT ?s) AS ?things) { ?s <x:is> ?n }", LIMITS)
    assert answer.decode().split() == ["sum,things", f"{sum(range(2000))},2000"]
    server.close()


def test_what_is_forbidden_is_forbidden_to_threads_that_run_already() -> None:
    script = """
import socket, threading
from passerelle.store.system_calls import forbid_reaching_out
forbidden, tried = threading.Event(), []
def attempt():
    forbidden.wait()
    try:
        socket.socket()
    except PermissionError as error:
        tried.append(error)
thread = threading.Thread(target=attempt, daemon=True)
thread.start()
forbid_reaching_out()
forbidden.set()
thread.join()
print(len(tried))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "1\n"


def test_a_kernel_that_refuses_the_filter_is_told(tmp_path: Path) -> None:
    script = """
import json
from dataclasses import asdict
from passerelle.store.isolation import measure
from passerelle.store.limits import shut_in
from passerelle.store.system_calls import forbid_reaching_out
found = [measure(lambda: shut_in(10**9, reads_files=reads), 10**9) for reads in (False, True)]
try:
    forbid_reaching_out()
except OSError as error:
    print(json.dumps([asdict(each) for each in found]))
"""
    command = [sys.executable, str(WITHOUT_FILTERS), sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=tmp_path)
    from_memory, from_disk = json.loads(done.stdout)
    # Without descriptors there are no sockets, and none to write a file; but it can still be removed.
    assert from_memory == {"network": True, "files": False, "memory": True}
    assert from_disk == {"network": False, "files": False, "memory": True}
