"""https://comunica.dev: the query engine of the JavaScript world, as its users start it from a shell.

It asks one endpoint the whole query, and parts of a query of several sources, which it joins by itself.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
import pytest
from rdflib import RDFS, Graph, Literal, URIRef

from conftest import serving
from helpers import Write
from passerelle.settings import Settings

FOLDER = Path(__file__).parent / "comunica"
PROGRAM = FOLDER / "node_modules" / ".bin" / "comunica-sparql"
MISSING = "Comunica is not installed: run `npm ci --prefix tests/clients/comunica` (with Node.js 18 or later)"
PREFIXES = (
    "PREFIX psl: <https://w3id.org/passerelle/ns/> PREFIX region: <https://w3id.org/passerelle/id/region/> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX ex: <http://example.org/> "
)
REGION = URIRef("https://w3id.org/passerelle/id/region/84")
SCHOOL = "http://example.org/lycée/Saint-Étienne-lès-Œufs"
XSD = "http://www.w3.org/2001/XMLSchema#"
ROWS = 5000
SCHOOLS = f"""\
@prefix psl: <https://w3id.org/passerelle/ns/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <http://example.org/> .
<{SCHOOL}> psl:seatedIn <{REGION}> ; ex:name "Lycée de l’Été"@fr, "Summer \\"school\\"\\n🎓"@en, "Lycée" ;
  ex:since "1905-12-09"^^<{XSD}date> ; ex:share 2.5 ; ex:pupils 1200 ; ex:code "069"^^ex:code .
""" + "".join(f'ex:pupil-{number} ex:number {number} ; rdfs:label "élève {number}"@fr .\n' for number in range(ROWS))


class Comunica:
    """Runs the command that Comunica installs."""

    def __init__(self, node: str) -> None:
        self._node = node

    def run(self, query: str, *sources: str, form: str = "application/sparql-results+json") -> Any:
        command = [self._node, str(PROGRAM), *sources, "--query", PREFIXES + query, "--outputType", form]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)

    def answer(self, query: str, *sources: str, form: str = "application/sparql-results+json") -> str:
        done = self.run(query, *sources, form=form)
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    def rows(self, query: str, *sources: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.answer(query, *sources))["results"]["bindings"]
        return found


@pytest.fixture(scope="module")
def comunica() -> Comunica:
    node = shutil.which("node")
    if node is None or not PROGRAM.exists():
        pytest.skip(MISSING)
    return Comunica(node)


@pytest.fixture(scope="module")
def schools(write: Write) -> Iterator[str]:
    """The address of an endpoint over things of our own."""
    with serving(Settings(graph=write({"schools.ttl": SCHOOLS}), workers=1)) as client:
        yield str(client.base_url).rstrip("/") + "/sparql"


def key(row: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """A row, to be compared in any order."""
    return tuple(
        sorted((name, *(f"{part}={text}" for part, text in sorted(term.items()))) for name, term in row.items())
    )


@pytest.mark.parametrize("kind", ["sparql@", ""], ids=["told what it is", "found out by the service description"])
def test_select(comunica: Comunica, endpoint: str, kind: str) -> None:
    rows = comunica.rows("SELECT ?label { region:84 a psl:Region ; rdfs:label ?label }", kind + endpoint)
    assert rows == [{"label": {"type": "literal", "value": "Auvergne-Rhône-Alpes"}}]


@pytest.mark.parametrize(
    ("place", "within"), [("<https://w3id.org/passerelle/id/country/FR>", True), ("region:84", False)]
)
def test_ask(comunica: Comunica, endpoint: str, place: str, within: bool) -> None:
    answer = comunica.answer(f"ASK {{ region:84 psl:within {place} }}", f"sparql@{endpoint}")
    assert json.loads(answer)["boolean"] is within


def test_construct(comunica: Comunica, endpoint: str) -> None:
    query = "CONSTRUCT { ?thing rdfs:label ?label } WHERE { ?thing rdfs:label ?label FILTER (LANG(?label) != 'en') }"
    answer = comunica.answer(query, f"sparql@{endpoint}", form="application/n-triples")
    direct = httpx.get(endpoint, params={"query": PREFIXES + query}, headers={"Accept": "application/n-triples"})
    assert set(Graph().parse(data=answer, format="nt")) == set(Graph().parse(data=direct.text, format="nt"))
    assert (REGION, RDFS.label, Literal("Auvergne-Rhône-Alpes")) in Graph().parse(data=answer, format="nt")


def test_languages_datatypes_and_an_accented_iri(comunica: Comunica, schools: str) -> None:
    rows = comunica.rows(f"SELECT ?property ?value {{ <{SCHOOL}> ?property ?value }}", f"sparql@{schools}")
    assert {(row["property"]["value"].rpartition("/")[2], *sorted(row["value"].items())) for row in rows} == {
        ("seatedIn", ("type", "uri"), ("value", str(REGION))),
        ("name", ("type", "literal"), ("value", "Lycée de l’Été"), ("xml:lang", "fr")),
        ("name", ("type", "literal"), ("value", 'Summer "school"\n🎓'), ("xml:lang", "en")),
        ("name", ("type", "literal"), ("value", "Lycée")),
        ("since", ("datatype", f"{XSD}date"), ("type", "literal"), ("value", "1905-12-09")),
        ("share", ("datatype", f"{XSD}decimal"), ("type", "literal"), ("value", "2.5")),
        ("pupils", ("datatype", f"{XSD}integer"), ("type", "literal"), ("value", "1200")),
        ("code", ("datatype", "http://example.org/code"), ("type", "literal"), ("value", "069")),
    }
    (row,) = comunica.rows("SELECT ?school { ?school ex:pupils 1200 }", f"sparql@{schools}")
    assert row["school"] == {"type": "uri", "value": SCHOOL}


def test_a_long_result_is_complete(comunica: Comunica, schools: str) -> None:
    query = "SELECT ?pupil ?number ?label { ?pupil ex:number ?number ; rdfs:label ?label }"
    direct = httpx.get(schools, params={"query": PREFIXES + query, "format": "json"}, timeout=60)
    rows = comunica.rows(query, f"sparql@{schools}")
    assert len(rows) == ROWS
    assert {key(row) for row in rows} == {key(row) for row in direct.json()["results"]["bindings"]}


def test_two_endpoints_are_joined(comunica: Comunica, schools: str, endpoint: str) -> None:
    query = (
        "SELECT ?school ?label ?country "
        "{ ?school psl:seatedIn ?place . ?place rdfs:label ?label ; psl:within ?country }"
    )
    (row,) = comunica.rows(query, f"sparql@{schools}", f"sparql@{endpoint}")
    assert {name: term["value"] for name, term in row.items()} == {
        "school": SCHOOL,
        "label": "Auvergne-Rhône-Alpes",
        "country": "https://w3id.org/passerelle/id/country/FR",
    }


def test_an_endpoint_is_called_from_a_query_of_a_graph(comunica: Comunica, schools: str, endpoint: str) -> None:
    graph = endpoint.replace("/sparql", "/graphs?graph=https://w3id.org/passerelle/graph/report/context-01")
    query = (
        "SELECT ?label ?name { ?place rdfs:label ?label "
        f"SERVICE <{schools}> {{ ?school psl:seatedIn ?place ; ex:name ?name }} }}"
    )
    found = {(row["label"]["value"], row["name"].get("xml:lang")) for row in comunica.rows(query, graph)}
    assert found == {("Auvergne-Rhône-Alpes", language) for language in ("fr", "en", None)}


def test_a_refusal_is_told(comunica: Comunica, endpoint: str) -> None:
    done = comunica.run("SELECT * { ?s ?p ?o SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }", f"sparql@{endpoint}")
    assert done.returncode != 0
    assert f"HTTP status {HTTPStatus.BAD_REQUEST.value}" in done.stderr
    assert "leave SERVICE out" in done.stderr


def test_a_malformed_query_is_told(comunica: Comunica, endpoint: str) -> None:
    done = comunica.run("SELECT ?label { region:84 rdfs:label", f"sparql@{endpoint}")
    assert (done.returncode != 0, done.stdout) == (True, "")
    assert "Parse error" in done.stderr


def test_a_result_that_is_broken_off_is_told(comunica: Comunica, write: Write) -> None:
    with serving(Settings(graph=write({"schools.ttl": SCHOOLS}), workers=1, result_limit=1)) as client:
        source = f"sparql@{str(client.base_url).rstrip('/')}/sparql"
        done = comunica.run("SELECT * { ?a ex:number ?n . ?b ex:number ?m FILTER (?m < 10) }", source)
    assert done.returncode != 0
    assert done.stderr
    with pytest.raises(json.JSONDecodeError):
        json.loads(done.stdout)
