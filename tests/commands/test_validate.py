"""`passerelle validate` on the real graph, and on files of every bad kind."""

import json
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import RDF, SH

from helpers import Run

HEAD = """
@base <https://w3id.org/passerelle/> .
@prefix psl: <https://w3id.org/passerelle/ns/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""

WRONG = (
    HEAD
    + """
<id/qualification-type/new> a psl:QualificationType ;
  rdfs:label "Nouveau"@fr ;
  psl:duration "two years" .
"""
)
RIGHT = WRONG.replace('"two years"', '"P2Y"^^<http://www.w3.org/2001/XMLSchema#duration>')


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.ttl"
    path.write_text(WRONG, encoding="utf-8")
    return path


def test_the_graph_conforms(run: Run, repository: Path) -> None:
    done = run("validate", "--graph", str(repository))
    assert (done.returncode, done.stdout) == (0, "Conforms: nothing to repair.\n"), done.stdout + done.stderr


def test_a_broken_rule_about_graphs_is_reported_with_its_place(run: Run, repository: Path, tmp_path: Path) -> None:
    for name in ("ontology", "data", "shapes"):
        shutil.copytree(repository / name, tmp_path / name)
    (tmp_path / "data" / "reference" / "planted.trig").write_text(
        HEAD + "<graph/reference/planted> {\n  <id/right/compulsory-education> psl:minimumAge 6 .\n}\n",
        encoding="utf-8",
    )
    done = run("validate", "--format", "json", "--graph", str(tmp_path))
    assert done.returncode == 1
    rules = {result["rule"].rsplit("/", 1)[1] for result in json.loads(done.stdout)["results"]}
    assert {"wrong-value-asserted-violation", "graph-without-source-violation"} <= rules


def test_a_wrong_file_is_told_what_to_repair(run: Run, repository: Path, wrong: Path) -> None:
    done = run("validate", str(wrong), "--graph", str(repository), environment={"LC_ALL": "en_GB.UTF-8"})
    assert done.returncode == 1
    assert "psl:duration (duration) of a qualification type" in done.stdout
    assert "https://w3id.org/passerelle/shape/QualificationType-duration" in done.stdout
    assert f"qualification-type:new  two years  ({wrong}, line 8)" in done.stdout
    assert done.stdout.endswith("1 to repair, by 1 rules.\n")


def test_it_speaks_the_language_of_the_reader(run: Run, repository: Path, wrong: Path) -> None:
    done = run("validate", str(wrong), "--graph", str(repository), environment={"LC_ALL": "fr_FR.UTF-8"})
    assert "psl:duration (durée) pour « type de diplôme »" in done.stdout


def test_the_report_is_also_rdf_and_json(run: Run, repository: Path, wrong: Path) -> None:
    turtle = run("validate", str(wrong), "--format", "turtle", "--graph", str(repository))
    report = Graph().parse(data=turtle.stdout, format="turtle")
    (result,) = report.subjects(RDF.type, SH.ValidationResult)
    assert str(report.value(result, SH.value)) == "two years"
    read = json.loads(run("validate", str(wrong), "--format", "json", "--graph", str(repository)).stdout)
    assert read["conforms"] is False
    (found,) = read["results"]
    assert (found["file"], found["line"], found["value"]) == (str(wrong), 8, "two years")
    assert set(found["messages"]) == {"en", "fr"}


@pytest.mark.parametrize("suffix", ["ttl", "nt", "nq", "rdf", "jsonld", "trig"])
def test_every_format_is_read(run: Run, repository: Path, tmp_path: Path, suffix: str) -> None:
    graph = Graph().parse(data=RIGHT, format="turtle")
    names = {"ttl": "turtle", "nt": "nt", "rdf": "pretty-xml", "jsonld": "json-ld", "trig": "turtle", "nq": "nt"}
    path = tmp_path / f"right.{suffix}"
    graph.serialize(path, format=names[suffix], encoding="utf-8")
    done = run("validate", str(path), "--graph", str(repository))
    assert (done.returncode, done.stdout) == (0, "Conforms: nothing to repair.\n"), done.stdout + done.stderr


def test_shapes_and_imports_of_a_file_do_nothing(
    run: Run, repository: Path, tmp_path: Path, listener: tuple[str, list[bytes]]
) -> None:
    address, hits = listener
    path = tmp_path / "sly.ttl"
    path.write_text(
        RIGHT
        + f"<{address}/ontology> a owl:Ontology ; owl:imports <{address}/more.ttl> .\n"
        + "<id/x> a sh:NodeShape ; sh:targetClass psl:QualificationType ; sh:property <id/y> ."
        + " <id/y> sh:path rdfs:label ; sh:maxCount 0 .\n",
        encoding="utf-8",
    )
    assert run("validate", str(path), "--graph", str(repository)).returncode == 0
    assert hits == []


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address that notes what reaches it."""
    hits: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                hits.append(connection.recv(1024))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", hits
        finally:
            stop.set()
            thread.join()


BOMB = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="x:y">
<rdf:value>&b;</rdf:value></rdf:Description></rdf:RDF>"""

UNUSABLE = {
    "empty.ttl": (b"", "is empty"),
    "blank.ttl": (b"  \n\n", "is empty"),
    "comment.ttl": (b"# nothing here\n", "holds no statement"),
    "junk.ttl": (b"\x00\x01\xff\xfe" * 50, "is no Turtle"),
    "truncated.ttl": (RIGHT.encode()[:-40], "is no Turtle"),
    "latin1.ttl": (RIGHT.replace("Nouveau", "Diplôme").encode("latin-1"), "is no Turtle"),
    "turtle.rdf": (RIGHT.encode(), "is no RDF/XML"),
    "turtle.jsonld": (RIGHT.encode(), "is no JSON-LD"),
    "xml.ttl": (b"<?xml version='1.0'?><a/>", "is no Turtle"),
    "bomb.rdf": (BOMB.encode(), "declares a document type"),
    "bomb-utf16.rdf": (BOMB.encode("utf-16"), "is no RDF/XML"),
    "list.xlsx": (b"PK\x03\x04", "says nothing of its format"),
    "noname": (RIGHT.encode(), "says nothing of its format"),
    "context.jsonld": (b'{"@context": "http://127.0.0.1:9/c", "@id": "x:y", "name": "z"}', "is no JSON-LD"),
    "scalar.jsonld": (b"42", ""),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_an_unusable_file_gets_its_own_answer(run: Run, repository: Path, tmp_path: Path, name: str) -> None:
    content, expected = UNUSABLE[name]
    path = tmp_path / name
    path.write_bytes(content)
    done = run("validate", str(path), "--graph", str(repository))
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.startswith("passerelle: ")
    assert name in done.stderr
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_and_a_missing_file_are_told_apart_from_rdf(run: Run, repository: Path, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.ttl"):
        done = run("validate", str(path), "--graph", str(repository))
        assert done.returncode == 2
        assert "is no file" in done.stderr


def test_a_huge_file_is_refused_unread(run: Run, repository: Path, tmp_path: Path) -> None:
    path = tmp_path / "huge.ttl"
    with path.open("wb") as file:
        file.truncate(1024**3)
    done = run("validate", str(path), "--graph", str(repository))
    assert done.returncode == 2
    assert "is larger than" in done.stderr


def test_contexts_are_neither_fetched_nor_opened(
    run: Run, repository: Path, tmp_path: Path, listener: tuple[str, list[bytes]]
) -> None:
    address, hits = listener
    secret = tmp_path / "secret.json"
    secret.write_text('{"@context": {"name": "http://example.org/leaked"}}', encoding="utf-8")
    for context in (f"{address}/context.jsonld", secret.as_uri()):
        path = tmp_path / "context.jsonld"
        path.write_text(json.dumps({"@context": context, "@id": "http://example.org/x", "name": "z"}), encoding="utf-8")
        done = run("validate", str(path), "--graph", str(repository))
        assert done.returncode == 2
        assert "leaked" not in done.stdout + done.stderr
    assert hits == []


def test_a_folder_without_shapes_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sources.ttl").write_text(HEAD + "<source/a> rdfs:label 'a' .", encoding="utf-8")
    done = run("validate", "--graph", str(tmp_path))
    assert done.returncode == 2
    assert "holds no shapes" in done.stderr
