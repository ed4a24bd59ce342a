"""`passerelle serve`, in a process of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from deadly import ENDLESS_ROWS, descendants, has_computed, running_over, wait_until, workers_over
from helpers import SMALL_GRAPH, Run, Write
from served import Server, serving_process

DIGITS = " ".join(map(str, range(10)))


@pytest.fixture
def graph(write: Write) -> Path:
    """A folder of its own, by which the processes over it can be told from others."""
    return write(SMALL_GRAPH)


WITHOUT_FILTERS = Path(__file__).resolve().parents[1] / "store" / "without_filters.py"


def test_it_says_what_it_loaded_and_where_to_look_and_answers(small_graph: Path) -> None:
    command = [sys.executable, "-m", "passerelle", "serve", "--port", "0", "--graph", str(small_graph)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
        said = _read_until(process, "curl")
        try:
            assert re.search(r"\d+ quads in 12 named graphs", said)
            match = re.search(r"queries  (\S+)", said)
            assert match
            answer = httpx.get(match[1], params={"query": "ASK { ?s ?p ?o }"})
            assert answer.json()["boolean"] is True
        finally:
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate()
    assert process.returncode == 0
    assert errors == "Stopped.\n"


def test_what_clients_do_wrong_is_answered_and_not_logged(small_graph: Path) -> None:
    """An address of 10 MB, a client that goes away in the middle of its body."""
    command = [sys.executable, "-m", "passerelle", "serve", "--port", "0", "--graph", str(small_graph)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
        try:
            match = re.search(r"queries  http://127.0.0.1:(\d+)", _read_until(process, "curl"))
            assert match
            address = ("127.0.0.1", int(match[1]))
            with socket.create_connection(address) as connection:
                head = "POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 9"
                connection.sendall(f"{head}\r\n\r\nASK".encode())
            with socket.create_connection(address) as connection:
                connection.sendall(b"GET /sparql?query=" + b"a" * 10_000_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n")
                assert connection.recv(1000).startswith(b"HTTP/1.1 414 ")
        finally:
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate()
    assert errors == "Stopped.\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the filters that are refused here")
def test_what_workers_are_not_kept_from_is_said_at_start_and_in_health(small_graph: Path, small_store: Path) -> None:
    """A kernel that refuses the filter of system calls, as some containers have it."""
    for option, folder, dangers, told in (
        ("--graph", small_graph, "could change files.", {"network": True, "files": False, "memory": True}),
        (
            "--store",
            small_store,
            "could reach the network and change files.",
            {"network": False, "files": False, "memory": True},
        ),
    ):
        command = [sys.executable, str(WITHOUT_FILTERS), sys.executable, "-m", "passerelle", "serve", "--port", "0"]
        command += [option, str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
            try:
                match = re.search(r"health   (\S+)", _read_until(process, "curl"))
                assert match
                assert httpx.get(match[1]).json()["isolation"] == told
            finally:
                process.send_signal(signal.SIGINT)
                _, errors = process.communicate()
        warning, stopped = errors.splitlines()
        assert warning.startswith("Warning: This system does not isolate")
        assert dangers in warning
        assert stopped == "Stopped."


def _read_until(process: subprocess.Popen[str], word: str) -> str:
    assert process.stdout
    said = ""
    while word not in said:
        line = process.stdout.readline()
        assert line, "it stopped before it was ready"
        said += line
    return said


def test_told_to_stop_it_finishes_what_it_has_begun(graph: Path) -> None:
    """The signal goes to every process, as some who stop a service send it; and nobody new is let in."""
    query = "SELECT (SUM(?a) AS ?sum) { " + " ".join(f"VALUES ?{name} {{ {DIGITS} }}" for name in "abcdefg") + " }"
    with serving_process(graph, {"WORKERS": 1}) as server, ThreadPoolExecutor() as pool:
        (worker,) = workers_over(graph, server.process)
        answer = pool.submit(server.client.get, "/sparql", params={"query": query})
        wait_until(lambda: has_computed(worker, 0.1))
        for process in (server.process, *descendants(server.process)):
            os.kill(process, signal.SIGTERM)
        wait_until(lambda: not is_listening(server))
        assert not answer.done(), "there was nothing to finish"
        (row,) = answer.result().json()["results"]["bindings"]
        assert row["sum"]["value"] == str(45 * 10**6)
    wait_until(lambda: not running_over(graph))


def test_told_to_stop_it_waits_for_nobody_who_does_not_read(graph: Path) -> None:
    with serving_process(graph, {"WORKERS": 1, "QUERY_TIMEOUT": 1}) as server:
        address = (server.client.base_url.host, server.client.base_url.port)
        with socket.create_connection(address) as connection:
            connection.sendall(f"GET /sparql?query={quote(ENDLESS_ROWS)} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            assert connection.recv(100)
            server.stop()
    wait_until(lambda: not running_over(graph))


def is_listening(server: Server) -> bool:
    try:
        socket.create_connection((server.client.base_url.host, server.client.base_url.port)).close()
    except ConnectionRefusedError:
        return False
    return True


def test_a_port_in_use_is_said_in_a_line(run: Run, small_graph: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), "--graph", str(small_graph))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"port {port}" in done.stderr
    assert "--port" in done.stderr


@pytest.mark.parametrize(
    ("variable", "value"), [("PASSERELLE_PORT", "http"), ("PASSERELLE_HOST", "no.such.host.invalid")]
)
def test_a_setting_of_no_use_is_said_in_a_line(run: Run, small_graph: Path, variable: str, value: str) -> None:
    done = run("serve", "--graph", str(small_graph), environment={variable: value})
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert value in done.stderr


def test_a_broken_file_is_said_in_a_line(run: Run, write: Write) -> None:
    folder = write({"data/sources.ttl": "<a:s> <a:p> .\n"})
    done = run("serve", "--port", "0", "--graph", str(folder))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "data/sources.ttl, line 1, column 13" in done.stderr


def test_what_only_other_commands_need_is_not_imported(small_graph: Path) -> None:
    script = (
        "import sys; from passerelle.commands import serve; from passerelle.app import create_app;"
        "from passerelle.settings import Settings; from pathlib import Path;"
        f"create_app(Settings(graph=Path({str(small_graph)!r})));"
        "print({'rdflib', 'pandas', 'rich', 'pyshacl', 'owlrl'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "set()\n"


def test_each_request_is_a_line_of_json_where_that_is_wanted(small_graph: Path) -> None:
    command = [sys.executable, "-m", "passerelle", "serve", "--port", "0", "--graph", str(small_graph)]
    environment = {**os.environ, "PASSERELLE_LOG_LEVEL": "info"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=environment
    ) as process:
        try:
            match = re.search(r"queries  (\S+)", _read_until(process, "curl"))
            assert match
            headers = {"X-Request-ID": "mine"}
            assert httpx.get(match[1], params={"query": "ASK {}"}, headers=headers).headers["x-request-id"] == "mine"
        finally:
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate()
    line, *_ = errors.splitlines()
    told = json.loads(line)
    assert (told["request"], told["method"], told["path"], told["status"]) == ("mine", "GET", "/sparql", 200)
