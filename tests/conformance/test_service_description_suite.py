"""The W3C test list of SPARQL 1.1 Service Description, one test a case, under the names of its manifest.

The list is that of https://github.com/w3c/rdf-tests, `sparql/sparql11/service-description/manifest`, read there: it has
three cases, by name alone. What "conforms to schema" asks is taken from the specification: the domain and range of each
property of https://www.w3.org/TR/sparql11-service-description/#vocab, and how often it may be said.
"""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from conftest import serving
from passerelle.settings import Settings

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
ADDRESS = "https://graph.example/base"
# Each property with its domain and range; None where any resource may stand.
SCHEMA: dict[str, tuple[str, str | None]] = {
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
    "defaultSupportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "supportedEntailmentProfile": ("NamedGraph", "EntailmentProfile"),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    "propertyFeature": ("Service", "Feature"),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "resultFormat": ("Service", None),
    "inputFormat": ("Service", None),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
# Individuals that the specification itself gives a class, and the one subclass that it states.
GIVEN = {
    "Language": {SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update},
    "Feature": {SD.DereferencesURIs, SD.UnionDefaultGraph, SD.RequiresDataset, SD.EmptyGraphs, SD.BasicFederatedQuery},
}
ENTAILMENT = Namespace("http://www.w3.org/ns/entailment/")
SUBCLASSES = {"GraphCollection": {"Dataset"}}


@pytest.fixture(scope="module")
def response(small_graph: Path) -> Iterator[httpx.Response]:
    with serving(Settings(graph=small_graph, workers=1, public_url=ADDRESS)) as client:
        yield client.get("/sparql")


@pytest.fixture(scope="module")
def description(response: httpx.Response) -> Graph:
    return Graph().parse(data=response.content)


def is_a(description: Graph, node: Node, kind: str) -> bool:
    if node in GIVEN.get(kind, ()) or (kind == "EntailmentRegime" and str(node).startswith(ENTAILMENT)):
        return True
    kinds = {SD[name] for name in (kind, *SUBCLASSES.get(kind, ()))}
    return any(found in kinds for found in description.objects(node, RDF.type))


def test_has_endpoint_triple(description: Graph) -> None:
    assert list(description.objects(None, SD.endpoint)) == [URIRef(f"{ADDRESS}/sparql")]


def test_returns_rdf(response: httpx.Response, description: Graph) -> None:
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    assert len(description) > 0


def test_conforms_to_schema(description: Graph) -> None:
    used = {str(p).removeprefix(SD) for p in description.predicates(unique=True) if str(p).startswith(SD)}
    assert used <= set(SCHEMA)
    assert {"endpoint", "supportedLanguage", "resultFormat", "defaultDataset", "namedGraph", "graph"} <= used
    for name in used:
        domain, expected = SCHEMA[name]
        for subject, value in description.subject_objects(SD[name]):
            assert is_a(description, subject, domain), f"sd:{name} is said of {subject}, which is no sd:{domain}"
            assert not isinstance(value, Literal), f"sd:{name} has the value {value!r}, which is no resource"
            assert expected is None or is_a(description, value, expected), f"{value} is no sd:{expected}"
    for kind, once in (("Service", "endpoint"), ("NamedGraph", "name"), ("Dataset", "defaultGraph")):
        for node in description.subjects(RDF.type, SD[kind]):
            assert len(list(description.objects(node, SD[once]))) == 1, f"{node} has not one sd:{once}"
    for node in description.subjects(RDF.type, SD.NamedGraph):
        assert len(list(description.objects(node, SD.graph))) <= 1
