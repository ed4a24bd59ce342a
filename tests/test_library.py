"""`import passerelle`, as a researcher uses it."""

import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import networkx
import pandas
import pytest
import rdflib

import passerelle
from helpers import SMALL_GRAPH, Write
from passerelle.store.failures import GraphError, QueryError
from related import RELATED

VALUES = """SELECT ?iri ?text ?number ?price ?day ?none {
  BIND(region:84 AS ?iri) BIND("été"@fr AS ?text) BIND(3 AS ?number) BIND(1.25 AS ?price)
  BIND("2020-02-03"^^xsd:date AS ?day)
}"""


def test_the_public_names_are_there() -> None:
    assert set(passerelle.__all__) == {
        "__version__",
        "dataset",
        "example",
        "examples",
        "iri",
        "query",
        "to_networkx",
    }
    assert all(hasattr(passerelle, name) for name in passerelle.__all__)
    assert not hasattr(passerelle, "nothing")


def test_the_dataset_has_every_graph_and_the_merge(small_graph: Path) -> None:
    found = passerelle.dataset(small_graph)
    report = found.graph(rdflib.URIRef("https://w3id.org/passerelle/graph/report/context-01"))
    assert len(report) == 3
    assert len(found.default_graph) == 11
    assert (rdflib.URIRef("https://w3id.org/passerelle/id/country/FR"), rdflib.RDFS.label, None) in found.default_graph


def test_rows_are_rdflib_terms(small_graph: Path) -> None:
    rows = passerelle.query(VALUES, small_graph, frame=False)
    (row,) = rows
    assert row["iri"] == rdflib.URIRef("https://w3id.org/passerelle/id/region/84")
    assert row["text"] == rdflib.Literal("été", lang="fr")
    assert row["number"] == rdflib.Literal(3)
    assert row["none"] is None


def test_a_frame_holds_python_values(small_graph: Path) -> None:
    frame = passerelle.query(VALUES, small_graph)
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == ["iri", "text", "number", "price", "day", "none"]
    row = frame.iloc[0]
    assert (row["text"], row["number"], row["price"]) == ("été", 3, Decimal("1.25"))
    assert row["day"] == date(2020, 2, 3)
    assert frame["number"].sum() == 3
    assert passerelle.query("SELECT ?x {} LIMIT 0", small_graph, frame=True).columns.tolist() == ["x"]


@pytest.mark.parametrize("literal", ["'<a/>'^^rdf:XMLLiteral", "'P1Y'^^xsd:duration", "'2024'^^xsd:gYear", "<a:b>"])
def test_what_is_no_number_date_or_truth_value_is_text_in_a_frame(small_graph: Path, literal: str) -> None:
    frame = passerelle.query(f"SELECT ({literal} AS ?x) {{}}", small_graph, frame=True)
    assert frame["x"][0] == literal[1:].rpartition(literal[0] if literal[0] == "'" else ">")[0]


def test_without_pandas_rows_come(small_graph: Path) -> None:
    """In a Python that cannot find pandas."""
    script = f"""
import sys
sys.modules["pandas"] = None
from importlib.machinery import PathFinder
class Hidden(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name == "pandas" else super().find_spec(name, path, target)
sys.meta_path[:] = [Hidden if finder is PathFinder else finder for finder in sys.meta_path]
del sys.modules["pandas"]
import passerelle
print(passerelle.query("SELECT ?r {{ ?r a psl:Region }}", {str(small_graph)!r}))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "[{'r': rdflib.term.URIRef('https://w3id.org/passerelle/id/region/84')}]\n"


def test_other_forms_have_answers_of_their_own(small_graph: Path) -> None:
    assert passerelle.query("ASK { region:84 ?p ?o }", small_graph) is True
    graph = passerelle.query("CONSTRUCT WHERE { region:84 psl:within ?o }", small_graph)
    assert isinstance(graph, rdflib.Graph)
    assert len(graph) == 1


@pytest.mark.parametrize("frame", [True, False])
def test_only_select_has_rows(small_graph: Path, frame: bool) -> None:
    with pytest.raises(ValueError, match="ASK gives no rows"):
        passerelle.query("ASK {}", small_graph, frame=frame)


def test_a_changed_file_is_seen(write: Write) -> None:
    folder = write(SMALL_GRAPH)
    query = "SELECT ?x { ?x a psl:Planet }"
    assert passerelle.query(query, folder, frame=False) == []
    (folder / "data/vocabularies/planets.ttl").write_text("<a:mars> a <https://w3id.org/passerelle/ns/Planet> .")
    assert len(passerelle.query(query, folder, frame=True)) == 1


def test_errors_are_the_store_s(small_graph: Path) -> None:
    with pytest.raises(QueryError, match="line 1"):
        passerelle.query("SELECT", small_graph)


def test_an_example_is_asked_by_its_name(small_graph: Path) -> None:
    frame = passerelle.example("below", small_graph)
    assert frame.values.tolist() == [[passerelle.iri("region:84"), passerelle.iri("country:FR"), 1, "a"]]
    (row,) = passerelle.example("below", small_graph, frame=False, least=7, whole="country:FR", text="it's {")
    assert (row["least"].toPython(), str(row["text"])) == (7, "it's {")
    assert passerelle.example("below", small_graph, frame=False, whole=passerelle.iri("region:84")) == []


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("belo", {}, "There is no example 'belo'. Did you mean below?"),
        ("xyz", {}, "There is no example 'xyz'. examples() names them all."),
        ("below", {"age": 3}, "has no parameter 'age'; it has least, text, whole"),
        ("below", {"least": "x"}, "least takes a whole number such as 1, not 'x'"),
        ("below", {"least": date(2020, 1, 2)}, "least takes a whole number such as 1, not '2020-01-02'"),
    ],
)
def test_an_example_that_cannot_be_asked_is_told_why(
    small_graph: Path, name: str, values: dict[str, Any], message: str
) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        passerelle.example(name, small_graph, **values)


def test_examples_are_listed_in_a_language(small_graph: Path) -> None:
    found = passerelle.examples("fr", small_graph)
    assert list(found.columns) == ["name", "theme", "title", "parameters"]
    assert found.loc[found.name == "below"].values.tolist() == [
        ["below", "territoires", "Combien d’unités ?", "least=1, text=a, whole=country:FR"]
    ]


def test_a_network_is_for_networkx_and_its_writers(write: Write, tmp_path: Path) -> None:
    found = passerelle.to_networkx("all", write(RELATED), language="fr")
    assert isinstance(found, networkx.MultiDiGraph)
    cap, bp = passerelle.iri("qualification-type:cap"), passerelle.iri("qualification-type:bp")
    assert set(found[cap][bp]) == {"psl:bridgesTo", "psl:leadsTo"}
    assert found.edges[cap, bp, "psl:leadsTo"]["label"] == "mène à"
    assert found.nodes[cap] == {
        "label": "CAP",
        "label_fr": "CAP",
        "label_en": "first \x01 <diploma> & more\r\n\tso",
        "name": "qualification-type:cap",
        "kind": "qualification-type",
        "class": "psl:QualificationType",
        "class_label": "type de diplôme",
        "level": 3,
    }
    one = found.nodes[passerelle.iri("organisation:one")]
    assert (one["place"], one["place_label"]) == (passerelle.iri("region:84"), "Auvergne-Rhône-Alpes")
    networkx.write_gexf(found.subgraph([bp, passerelle.iri("qualification-type:bts")]), tmp_path / "part.gexf")
    with pytest.raises(ValueError, match="There is no view 'al'"):
        passerelle.to_networkx("al", tmp_path)


def test_a_running_service_takes_the_place_of_a_folder(client: httpx.Client, small_graph: Path) -> None:
    address = str(client.base_url).rstrip("/")
    for graph in (address, f"{address}/", f"{address}/sparql"):
        assert passerelle.query("ASK { region:84 a psl:Region }", graph) is True
    assert passerelle.query(VALUES, address, frame=False) == passerelle.query(VALUES, small_graph, frame=False)
    assert len(passerelle.query("CONSTRUCT WHERE { region:84 psl:within ?o }", address)) == 1
    assert passerelle.example("below", address, least=2).equals(passerelle.example("below", small_graph, least=2))
    assert passerelle.examples("en", address).equals(passerelle.examples("en", small_graph))
    assert networkx.utils.graphs_equal(passerelle.to_networkx(graph=address), passerelle.to_networkx(graph=small_graph))


def test_what_a_service_finds_wrong_is_told(client: httpx.Client, listener: tuple[str, list[bytes]]) -> None:
    address = str(client.base_url).rstrip("/")
    with pytest.raises(QueryError, match="breaks the grammar of SPARQL: line 1"):
        passerelle.query("SELECT", address)
    with pytest.raises(GraphError, match="/nowhere/sparql answers 404 Not Found: There is nothing at /nowhere/sparql"):
        passerelle.query("ASK {}", f"{address}/nowhere")
    with pytest.raises(GraphError, match="cannot be asked"):
        passerelle.query("ASK {}", listener[0])
    with pytest.raises(GraphError, match="cannot be asked"):
        passerelle.query("ASK {}", "http://127.0.0.1:1")
    with pytest.raises(GraphError, match="is no address of a service"):
        passerelle.query("ASK {}", "http:///sparql?x")
    with pytest.raises(ValueError, match="takes a folder"):
        passerelle.dataset(address)
