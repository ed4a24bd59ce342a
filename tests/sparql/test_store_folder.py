"""A graph from disk answers as the same graph from memory does, within the same limits."""

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store
from rdflib import Graph
from rdflib.compare import to_canonical_graph

from conftest import serving
from deadly import ENDLESS, ENDLESS_ROWS, HARMLESS, HUNGRY, descendants, running_over, wait_until
from helpers import HEAD, Run, Write
from passerelle.namespaces import GRAPH, ID, SD, VOID
from passerelle.settings import Settings
from passerelle.store.build import build

LABELS = "SELECT ?thing ?label { ?thing <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?thing ?label"
MERGED = f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}report/context-01> FROM <{GRAPH}report/context-02> {{ ?s ?p ?o }}"
NAMED = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"


@pytest.fixture(scope="module")
def stored(small_store: Path) -> Iterator[httpx.Client]:
    with serving(Settings(store=small_store, workers=2)) as client:
        yield client


@pytest.fixture(scope="module")
def impatient(small_store: Path) -> Iterator[httpx.Client]:
    with serving(Settings(store=small_store, workers=1, query_timeout=1, query_memory=200)) as client:
        yield client


@pytest.fixture
def oxigraph_folder(tmp_path: Path) -> Path:
    """A store that another program wrote: two graphs, and a default graph that is no merge of them."""
    folder = tmp_path / "oxigraph"
    store = Store(str(folder))
    for number in range(3):
        graph = NamedNode(f"x:g{number % 2}")
        store.add(Quad(NamedNode(f"x:s{number}"), NamedNode("x:p"), Literal(number), graph))
    store.add(
        Quad(NamedNode("https://w3id.org/passerelle/id/region/84"), NamedNode("x:p"), Literal("é"), DefaultGraph())
    )
    store.flush()
    return folder


def ask(client: httpx.Client, query: str, **parameters: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **parameters})


def works(client: httpx.Client) -> bool:
    answer = ask(client, HARMLESS)
    return answer.status_code == HTTPStatus.OK and answer.json()["results"]["bindings"][0]["n"]["value"] != "0"


@pytest.mark.parametrize("query", [LABELS, MERGED, NAMED, HARMLESS, "ASK { ?s ?p ?o }"])
@pytest.mark.parametrize("kind", ["json", "xml"])
def test_answers_are_those_of_the_graph_in_memory(
    stored: httpx.Client, client: httpx.Client, query: str, kind: str
) -> None:
    from_disk, from_memory = (ask(each, query, format=kind) for each in (stored, client))
    assert from_disk.status_code == HTTPStatus.OK
    assert from_disk.content == from_memory.content
    # The same here; but rows that no query puts in order come in another one, and a strong tag promises every byte.
    assert from_disk.headers["etag"] != from_memory.headers["etag"]
    again = stored.get(from_disk.url, headers={"If-None-Match": from_disk.headers["etag"]})
    assert again.status_code == HTTPStatus.NOT_MODIFIED


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/graphs", {"graph": f"{GRAPH}report/context-01"}),
        ("/graphs", {"default": ""}),
        ("/graph/vocabulary/levels", {}),
        ("/query/below.ttl", {}),
        ("/sparql", {"query": f"DESCRIBE <{ID}region/84>"}),
    ],
)
def test_graphs_are_those_of_the_graph_in_memory(
    stored: httpx.Client, client: httpx.Client, path: str, parameters: dict[str, str]
) -> None:
    answers = (each.get(path, params=parameters, headers={"Accept": "text/turtle"}) for each in (stored, client))
    from_disk, from_memory = (to_canonical_graph(Graph().parse(data=answer.text)) for answer in answers)
    assert len(from_disk)
    assert set(from_disk) == set(from_memory)


@pytest.mark.parametrize("path", ["/sparql", "/graphs"])
def test_the_descriptions_are_those_of_the_graph_in_memory(
    stored: httpx.Client, client: httpx.Client, path: str
) -> None:
    texts = []
    for each in (stored, client):
        answer = each.get(path, headers={"Accept": "application/n-triples"})
        text = answer.text.replace(str(each.base_url), "http://service").replace("127.0.0.1:8000", "service")
        texts.append(sorted(text.splitlines()))
    assert texts[0] == texts[1]
    assert any(VOID in line for line in texts[0])


def test_health_and_readiness_are_those_of_the_graph_in_memory(stored: httpx.Client, client: httpx.Client) -> None:
    assert stored.get("/health").json() == client.get("/health").json()
    assert stored.get("/health/ready").json()["workers"] == 2


def test_files_are_checked_against_the_shapes_of_the_build(write: Write, tmp_path: Path) -> None:
    shape = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<shape/Region> a sh:NodeShape ; sh:targetClass psl:Region ; sh:property <shape/Region-x> .
<shape/Region-x> sh:path psl:x ; sh:minCount 1 ; sh:message "No x."@en ."""
    graph = write({"data/sources.ttl": HEAD + "<source/a> a psl:Work .", "shapes/region.ttl": HEAD + shape})
    assert build(graph, tmp_path, lambda *_: None).folder
    with serving(Settings(store=tmp_path, workers=1)) as client:
        wrong = HEAD + "<id/region/84> a psl:Region ."
        answer = client.post(
            "/api/validate", content=wrong, headers={"Content-Type": "text/turtle", "Accept": "text/plain"}
        )
        assert "No x." in answer.text


def test_what_reaches_out_or_writes_is_refused(stored: httpx.Client, listener: tuple[str, list[bytes]]) -> None:
    address, hits = listener
    for query in (f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}", "INSERT DATA { <x:a> <x:b> <x:c> }"):
        assert ask(stored, query).status_code == HTTPStatus.BAD_REQUEST
    assert hits == []
    assert works(stored)


def test_a_query_that_takes_too_long_is_ended_and_the_next_is_answered(impatient: httpx.Client) -> None:
    assert ask(impatient, ENDLESS).status_code == HTTPStatus.GATEWAY_TIMEOUT
    assert works(impatient)


def test_a_query_that_takes_too_much_memory_is_ended_and_the_next_is_answered(small_store: Path) -> None:
    with serving(Settings(store=small_store, workers=1, query_memory=200)) as client:
        answer = ask(client, HUNGRY)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "memory" in answer.json()["detail"]
        assert works(client)


def test_a_truncated_result_never_looks_complete(impatient: httpx.Client) -> None:
    with impatient.stream("GET", "/sparql", params={"query": ENDLESS_ROWS}) as answer:
        parts = answer.iter_raw()
        assert next(parts)
        with pytest.raises(httpx.RemoteProtocolError):
            deque(parts, maxlen=0)
    assert works(impatient)


def test_workers_and_templates_that_die_are_replaced_and_no_request_is_lost(small_store: Path) -> None:
    with serving(Settings(store=small_store, workers=2, cache_size=0)) as client:
        stop, answered = threading.Event(), threading.Event()

        def kill() -> None:
            """Again and again, but never so soon that nobody can have been answered in between."""
            while not stop.wait(0.2):
                for process in set(descendants()) & set(running_over(small_store / ".served")):
                    os.kill(process, signal.SIGKILL)
                answered.clear()
                answered.wait(60)

        def ask_and_tell(_: int) -> bool:
            is_right = works(client)
            answered.set()
            return is_right

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            with ThreadPoolExecutor(8) as pool:
                assert all(pool.map(ask_and_tell, range(200)))
        finally:
            stop.set()
            answered.set()
            killer.join()


def test_a_store_of_oxigraph_is_served_with_its_default_graph_as_it_is(oxigraph_folder: Path) -> None:
    with serving(Settings(store=oxigraph_folder, workers=1)) as client:
        health = client.get("/health").json()
        assert [health[name] for name in ("quads", "graphs", "statements", "things")] == [3, 2, 1, 1]
        assert len(health["dataset"]) == 12
        assert ask(client, "SELECT ?o { ?s ?p ?o }").json()["results"]["bindings"][0]["o"]["value"] == "é"
        assert ask(client, NAMED, format="csv").text.split() == ["g,n", "x:g0,2", "x:g1,1"]
        described = client.get("/sparql", headers={"Accept": "text/turtle"}).text
        assert "as the store holds it" in described
        assert "UnionDefaultGraph" not in described
        assert f"{SD}" in described
        with serving(Settings(store=oxigraph_folder, workers=1)) as other:
            assert other.get("/health").json()["dataset"] == health["dataset"]
    assert not (oxigraph_folder / ".served").exists()


def test_a_store_changed_afterwards_has_another_version(oxigraph_folder: Path) -> None:
    versions = []
    for number in range(2):
        with serving(Settings(store=oxigraph_folder, workers=1)) as client:
            versions.append(client.get("/health").json()["dataset"])
        store = Store(str(oxigraph_folder))
        store.add(Quad(NamedNode("x:new"), NamedNode("x:p"), Literal(number), DefaultGraph()))
        del store
    assert versions[0] != versions[1]


def test_a_copy_that_a_killed_service_left_is_removed_by_the_next(oxigraph_folder: Path) -> None:
    command = [sys.executable, "-m", "passerelle", "serve", "--port", "0", "--store", str(oxigraph_folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout
        while "Listening" not in process.stdout.readline():
            pass
        left = set((oxigraph_folder / ".served").iterdir())
        process.kill()
    assert left
    wait_until(lambda: not running_over(oxigraph_folder))
    with serving(Settings(store=oxigraph_folder, workers=1)) as client:
        assert works(client)
        assert not left & set((oxigraph_folder / ".served").iterdir())


def test_a_folder_that_takes_no_copy_is_served_as_it_is_and_that_is_said(oxigraph_folder: Path) -> None:
    (oxigraph_folder / ".served").write_text("no folder", encoding="utf-8")
    command = [sys.executable, "-m", "passerelle", "serve", "--port", "0", "--store", str(oxigraph_folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout
        while not (line := process.stdout.readline()).startswith("Listening on "):
            assert line
        wait_until(lambda: _answers(line.split()[2]))
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    assert "change nothing in it until the service has stopped" in errors
    assert (oxigraph_folder / ".served").read_text(encoding="utf-8") == "no folder"


def _answers(address: str) -> bool:
    try:
        with httpx.Client(base_url=address) as client:
            return works(client)
    except httpx.ConnectError:
        return False


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: (folder / "current-build").unlink(), "holds neither a build nor a RocksDB store"),
        (lambda folder: (folder / "current-build").write_text("../..\n"), "names a build that is not there"),
        (lambda folder: next(folder.glob("builds/*/manifest.json")).write_text("{"), "is damaged"),
        (lambda folder: next(folder.glob("builds/*/manifest.json")).write_text('{"format": 99}'), "another version"),
        (lambda folder: next(folder.glob("builds/*/store/*.sst")).unlink(), "has no file store/"),
        (lambda folder: next(folder.glob("builds/*/store/*.sst")).write_bytes(b"short"), "were built"),
        (lambda folder: _overwrite(next(folder.glob("builds/*/store/CURRENT"))), "cannot be used"),
    ],
)
def test_a_folder_of_no_use_is_said_in_a_line(
    run: Run, small_graph: Path, tmp_path: Path, damage: object, said: str
) -> None:
    assert build(small_graph, tmp_path, lambda *_: None).folder
    damage(tmp_path)  # type: ignore[operator]
    done = run("serve", "--port", "0", "--store", str(tmp_path))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert said in done.stderr
    assert not (tmp_path / ".served").exists()


def _overwrite(file: Path) -> None:
    """As many bytes, and none of them right."""
    file.write_bytes(b"x" * file.stat().st_size)


def test_a_store_that_another_process_writes_to_is_refused(run: Run, oxigraph_folder: Path) -> None:
    writer = Store(str(oxigraph_folder))
    done = run("serve", "--port", "0", "--store", str(oxigraph_folder))
    del writer
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "Another process writes to" in done.stderr


@pytest.mark.parametrize("named", ["sparql+https://example.org/sparql", "https://example.org/sparql"])
def test_another_endpoint_cannot_be_served_yet(run: Run, named: str) -> None:
    done = run("serve", "--port", "0", environment={"PASSERELLE_STORE": named})
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "cannot be served yet" in done.stderr


def test_no_folder_is_said_in_a_line(run: Run, tmp_path: Path) -> None:
    done = run("serve", "--port", "0", "--store", str(tmp_path / "nowhere"))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "passerelle build --output" in done.stderr
