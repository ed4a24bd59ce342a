"""The example questions give the answers that were written down from the report before any query was."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Namespace
from rdflib.namespace import DCTERMS, RDF, RDFS

import passerelle

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SH = Namespace("http://www.w3.org/ns/shacl#")

ANSWERS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "answers.toml").read_text(encoding="utf-8"))
QUESTIONS = sorted(path.stem for path in (ROOT / "data" / "queries").glob("*.ttl"))


def read(name: str) -> Graph:
    return Graph().parse(ROOT / "data" / "queries" / f"{name}.ttl")


def rows_of(name: str) -> list[list[str]]:
    text = next(str(o) for o in read(name).objects(None, SH.select))
    rows = passerelle.query(text, ROOT, frame=False)
    return [["" if node is None else shorten(str(node)) for node in row.values()] for row in rows]


def shorten(value: str) -> str:
    return "/".join(value.split("/")[-2:]) if value.startswith("https://w3id.org/passerelle/id/") else value


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_answer_is_the_one_written_down(name: str) -> None:
    expected: list[list[str]] = ANSWERS[name]["rows"]
    found = rows_of(name)
    width = len(expected[0])
    cut = [row[:width] for row in found]
    match ANSWERS[name].get("match", "equal"):
        case "equal":
            assert sorted(cut) == sorted(expected)
        case "contains":
            assert all(row in cut for row in expected), cut
        case "first-column":
            assert {row[0] for row in cut} == {row[0] for row in expected}
        case "count":
            assert len(cut) == len(expected)
        case "labels-contain":
            values = {value for row in found for value in row}
            assert all(value in values for row in expected for value in row)
        case other:
            pytest.fail(f"answers.toml: unknown match {other!r}")


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_titled_in_both_languages_and_answered(name: str) -> None:
    graph = read(name)
    (question,) = graph.subjects(RDF.type, SH.SPARQLExecutable)
    assert str(question) == f"https://w3id.org/passerelle/query/{name}"
    for predicate in (RDFS.label, RDFS.comment):
        assert {getattr(o, "language", None) for o in graph.objects(question, predicate)} == {"en", "fr"}
    assert (question, DCTERMS.subject, None) in graph
    assert rows_of(name), f"{name} has no answer: the graph or the query changed"


def test_fifteen_questions_have_a_written_answer() -> None:
    assert len(ANSWERS) >= 15
    assert set(ANSWERS) <= set(QUESTIONS)
