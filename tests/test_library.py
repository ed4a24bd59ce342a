"""`import passerelle`, as a researcher uses it."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas
import pytest
import rdflib

import passerelle
from helpers import SMALL_GRAPH, Write
from passerelle.store.failures import QueryError

VALUES = """SELECT ?iri ?text ?number ?price ?day ?none {
  BIND(region:84 AS ?iri) BIND("été"@fr AS ?text) BIND(3 AS ?number) BIND(1.25 AS ?price)
  BIND("2020-02-03"^^xsd:date AS ?day)
}"""


def test_the_public_names_are_there() -> None:
    assert set(passerelle.__all__) == {"__version__", "dataset", "query"}
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
