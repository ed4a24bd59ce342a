"""Networks in files, as other programs read them."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from math import isnan
from pathlib import Path
from typing import Any

import igraph
import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import passerelle
from helpers import Run, Write
from passerelle.graphs.elements import Elements
from related import ID, RELATED

CAP, BP = f"{ID}qualification-type/cap", f"{ID}qualification-type/bp"
FORMATS = ["graphml", "gexf"]
READERS: dict[str, Callable[..., Any]] = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}


@pytest.fixture(scope="module")
def related(write: Write) -> Path:
    return write(RELATED)


def edges(network: "networkx.MultiDiGraph[str]") -> list[tuple[str, str, str]]:
    return sorted((source, data["predicate"], target) for source, target, data in network.edges(data=True))


@pytest.mark.parametrize("view", ["all", "pathways"])
@pytest.mark.parametrize("kind", FORMATS)
def test_networkx_reads_the_same_network(run: Run, repository: Path, tmp_path: Path, kind: str, view: str) -> None:
    path = tmp_path / f"network.{kind}"
    done = run("export", "--view", view, "--output", str(path), "--language", "fr", "--graph", str(repository))
    assert done.returncode == 0, done.stderr
    read, meant = READERS[kind](path), passerelle.to_networkx(view, repository, language="fr")
    assert edges(read) == edges(meant)
    assert read.nodes == meant.nodes
    assert all(read.nodes[iri] == data for iri, data in meant.nodes.items())
    told = {(s, t, data["predicate"]): data for s, t, data in meant.edges(data=True)}
    for source, target, data in read.edges(data=True):
        assert {name: value for name, value in data.items() if name != "id"} == told[source, target, data["predicate"]]


def test_igraph_reads_the_same_network(run: Run, repository: Path, tmp_path: Path) -> None:
    path = tmp_path / "network.graphml"
    assert run("export", "--view", "all", "--output", str(path), "--graph", str(repository)).returncode == 0
    read, meant = igraph.Graph.Read_GraphML(str(path)), passerelle.to_networkx(graph=repository)
    assert read.is_directed()
    assert read.vs["id"] == list(meant)
    assert read.vs["label"] == [data["label"] for _, data in meant.nodes(data=True)]
    levels = [level for level in read.vs["level"] if not isnan(level)]
    assert Counter(levels) == Counter(data["level"] for _, data in meant.nodes(data=True) if "level" in data)
    found = [(read.vs[edge.source]["id"], edge["predicate"], read.vs[edge.target]["id"]) for edge in read.es]
    assert sorted(found) == edges(meant)


@pytest.mark.parametrize("kind", FORMATS)
def test_parallel_edges_and_odd_characters_survive(run: Run, related: Path, kind: str) -> None:
    done = run("export", "--format", kind, "--graph", str(related))
    read = READERS[kind](BytesIO(done.stdout.encode()))
    assert read.number_of_edges(CAP, BP) == 2
    # The one that XML cannot carry is told by the replacement character.
    assert read.nodes[CAP]["label"] == "first \ufffd <diploma> & more\r\n\tso"
    assert read.nodes[f"{ID}qualification-type/bts"]["label"] == "BTS 🎓"


def test_edges_of_a_gexf_have_names_and_kinds_of_their_own(run: Run, related: Path) -> None:
    """Gephi passes over an edge whose identity it knows, and merges parallel edges of one kind."""
    root = ET.fromstring(run("export", "-f", "gexf", "--graph", str(related)).stdout)  # noqa: S314 - our own output
    found = root.findall(".//{*}edge")
    assert len({edge.get("id") for edge in found}) == len(found) == 7
    assert len({(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in found}) == len(found)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_graph_gives_the_same_bytes(run: Run, related: Path, kind: str) -> None:
    command = ("export", "--format", kind, "--graph", str(related))
    written = {run(*command, environment={"PYTHONHASHSEED": seed, "LC_ALL": "fr_FR"}).stdout for seed in ("1", "2")}
    assert len(written) == 1


def test_a_view_alone_is_written_as_graphml(run: Run, related: Path) -> None:
    done = run("export", "--view", "pathways", "--graph", str(related))
    assert READERS["graphml"](BytesIO(done.stdout.encode())).number_of_edges() == 4


@pytest.mark.parametrize("arguments", [("--view", "actors"), ("--language", "fr")])
def test_a_view_of_statements_is_refused(run: Run, related: Path, arguments: tuple[str, ...]) -> None:
    done = run("export", "--format", "turtle", *arguments, "--graph", str(related))
    assert done.returncode == 2
    assert "--view and --language are for graphml and gexf, not for turtle." in done.stderr


def test_an_unknown_view_is_refused_with_those_there_are(run: Run, related: Path) -> None:
    done = run("export", "--view", "pathway", "--graph", str(related))
    assert done.returncode == 2
    assert "'pathways'" in done.stderr


@given(st.text(), st.text())
def test_any_text_can_be_written(attribute: str, text: str) -> None:
    stream = BytesIO()
    elements = Elements(stream)
    with elements.inside("all", name=attribute):
        elements.leaf("one", text)
    found = ET.fromstring(stream.getvalue())  # noqa: S314 - our own output
    assert len(found.get("name", "")) == len(attribute)
    assert len(found[0].text or "") == len(text)
    assert all(b in {a, "\ufffd"} for a, b in zip(text, found[0].text or "", strict=True))


def test_the_service_starts_without_networkx() -> None:
    script = "import sys, passerelle.cli, passerelle.app; print('networkx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "False\n"
