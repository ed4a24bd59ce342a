"""Coverage of a small source, counted by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from helpers import HEAD, SMALL_GRAPH, Run, Write
from passerelle.publishing.coverage import Coverage, coverage
from passerelle.store.engine import Engine
from passerelle.store.failures import GraphError

PASSAGES = "https://w3id.org/passerelle/source/digint-aura#"


def measured(write: Write, report: str) -> Coverage:
    return coverage(Engine(write(SMALL_GRAPH | {"data/report/context.trig": HEAD + report})))


def counts(found: Coverage) -> dict[str, int]:
    return {
        sentence.iri.removeprefix(PASSAGES): sentence.statements
        for section in found.sections
        for passage in section.passages
        for sentence in passage.sentences
    }


def test_statements_are_counted_without_types_and_labels(small_engine: Engine) -> None:
    found = coverage(small_engine)
    assert counts(found) == {"context-01.s1": 1, "context-02.s1": 3, "context-02.s2": 1, "context-02.s3": 0}
    (section,) = found.sections
    assert (section.label, section.statements) == ("Local context", 4)
    assert [passage.statements for passage in section.passages] == [1, 3]
    assert found.complete
    assert not found.stale
    assert not found.misplaced


def test_a_sentence_without_statement_or_reason_is_unexplained(write: Write) -> None:
    found = measured(write, "report:context-02 { # sentences 1-2\n  <a:s> psl:within <a:o> .\n}\n")
    assert found.unexplained == (f"{PASSAGES}context-01.s1",)
    assert not found.complete


def test_what_only_types_labels_and_describes_states_nothing(write: Write) -> None:
    report = """report:context-01 {
  <a:s> a <a:C> ; rdfs:label "s" ; dcterms:description "what it is" ; dcterms:source <a:w> ; psl:passage <a:p> .
}
"""
    assert counts(measured(write, report))["context-01.s1"] == 0


def test_a_reason_that_no_longer_holds_is_stale(write: Write) -> None:
    found = measured(write, "report:context-02 { # sentences 1, 2-3\n  <a:s> psl:within <a:o> .\n}\n")
    assert found.stale == (f"{PASSAGES}context-02.s3",)


def test_blocks_that_belong_nowhere_are_listed(write: Write) -> None:
    statement = "  <a:s> psl:within <a:o> .\n}\n"
    found = measured(write, f"report:context-09 {{\n{statement}report:context-02 {{ # sentence 7\n{statement}")
    unknown, beyond = found.misplaced
    assert unknown.startswith("data/report/context.trig, line 8")
    assert "context-09" in unknown
    assert beyond.endswith("has no sentence 7")


@pytest.mark.parametrize(
    ("report", "message"),
    [
        ("report:context-02 {\n  <a:s> psl:within <a:o> .\n}\n", r"context.trig, line 8: .*3 sentences"),
        ("report:context-02 { # sentence two\n  <a:s> psl:within <a:o> .\n}\n", r"context.trig, line 8: .*names no"),
        ("report:context-02 { # sentence 1\n  <a:s> psl:within <a:o> . }\n", r"context.trig, line 8: .*not closed"),
    ],
)
def test_a_block_that_cannot_be_counted_is_an_error(write: Write, report: str, message: str) -> None:
    with pytest.raises(GraphError, match=message):
        measured(write, report)


def test_the_command_line_says_the_same(run: Run, small_graph: Path, write: Write) -> None:
    done = run("stats", "--coverage", "--graph", str(small_graph))
    assert done.returncode == 0
    assert "4 of 4 sentences are stated or explained." in done.stdout
    document: dict[str, Any] = json.loads(
        run("stats", "--coverage", "--format", "json", "--graph", str(small_graph)).stdout
    )
    assert document["complete"]
    assert document["sections"][0]["passages"][1]["sentences"][2]["reason"] == "repeats the first"
    gap = write(SMALL_GRAPH | {"data/report/context.trig": HEAD + "editorial:e {\n  <a:s> psl:within <a:o> .\n}\n"})
    failed = run("stats", "--coverage", "--graph", str(gap))
    assert failed.returncode == 1
    assert "Sentences without a statement or a reason (3):\n  passage:context-01.s1" in failed.stdout
