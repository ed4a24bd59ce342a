import json
from pathlib import Path

from helpers import Run
from passerelle.publishing.statistics import statistics
from passerelle.store.engine import Engine


def test_the_small_graph_is_counted(small_engine: Engine) -> None:
    found = statistics(small_engine, "fr")
    assert [(count.label, count.number) for count in found.classes] == [("région", 1)]
    assert {count.name: count.number for count in found.graphs}["report"] == 6
    assert [(count.label, count.number) for count in found.sources] == [("The report", 6)]
    assert found.standings == ()
    assert sum(count.number for count in found.graphs) == found.summary.quads


def test_the_command_line_says_the_same(run: Run, small_graph: Path, small_engine: Engine) -> None:
    document = json.loads(run("stats", "--format", "json", "--graph", str(small_graph)).stdout)
    assert document["summary"]["version"] == small_engine.summary.version
    text = run("stats", "--graph", str(small_graph)).stdout
    assert f"data set {small_engine.summary.version}" in text
    assert "region\tpsl:Region\t1" in text
