import json
from pathlib import Path

import pytest

from helpers import Run
from passerelle.publishing.statistics import By, statistics
from passerelle.store.engine import Engine


def test_the_small_graph_is_counted(small_engine: Engine) -> None:
    found = statistics(small_engine, "fr")
    assert [(count.label, count.number) for count in found.classes] == [("région", 1)]
    assert {count.name: count.number for count in found.groups}["report"] == 6
    assert {count.label: count.number for count in found.graphs}["report:context-01"] == 3
    assert [(count.name, count.label, count.number) for count in found.languages] == [
        ("fr", "fr", 2),
        ("", "sans langue", 1),
        ("en", "en", 1),
    ]
    assert [(count.label, count.number) for count in found.sources] == [("The report", 6)]
    assert found.standings == ()
    for counts in (found.groups, found.graphs):
        assert sum(count.number for count in counts) == found.summary.quads


def test_the_command_line_says_the_same(run: Run, small_graph: Path, small_engine: Engine) -> None:
    document = json.loads(run("stats", "--format", "json", "--graph", str(small_graph)).stdout)
    assert document["summary"]["version"] == small_engine.summary.version
    text = run("stats", "--graph", str(small_graph)).stdout
    assert f"data set {small_engine.summary.version}" in text
    assert "region\tpsl:Region\t1" in text


def test_it_is_in_the_reader_s_language(run: Run, small_graph: Path) -> None:
    text = run("stats", "--graph", str(small_graph), environment={"LC_ALL": "fr_FR.UTF-8"}).stdout
    assert "\nChoses par classe\nquoi\tnom\tnombre\nrégion\tpsl:Region\t1\n" in text
    assert "sans langue\t\t1" in text


def test_the_overview_shows_the_most_and_counts_the_rest(run: Run, small_graph: Path, small_engine: Engine) -> None:
    graphs = len(statistics(small_engine).graphs)
    overview = run("stats", "--graph", str(small_graph)).stdout
    assert f"\n… and {graphs - 10} more (passerelle stats --by graph)\n" in overview
    full = run("stats", "--by", "graph", "--graph", str(small_graph)).stdout.splitlines()
    assert len(full) == graphs + 1
    listed = json.loads(run("stats", "--by", "graph", "--format", "json", "--graph", str(small_graph)).stdout)
    assert [row["number"] for row in listed] == [int(line.rpartition("\t")[2]) for line in full[1:]]


@pytest.mark.parametrize("what", list(By))
def test_each_table_can_be_had_in_full(run: Run, repository: Path, what: By) -> None:
    done = run("stats", "--by", what, "--graph", str(repository))
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 2


def test_two_tables_at_once_are_refused(run: Run) -> None:
    done = run("stats", "--by", "class", "--coverage")
    assert done.returncode == 2
    assert "not both" in done.stderr
