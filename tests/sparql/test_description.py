"""What the endpoint says of itself over HTTP, and that it is true."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, OWL, VOID
from rdflib.term import Node

from conftest import serving
from helpers import Write, lasting_headers
from passerelle.settings import Settings

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
SCHEMA = Namespace("https://schema.org/")
PSL = Namespace("https://w3id.org/passerelle/ns/")
BASE = "https://graph.example/base"
SETTINGS = {
    "query_timeout": 7,
    "result_limit": 3,
    "query_memory": 500,
    "body_limit": 12_345,
    "url_limit": 2_345,
    "queue": 17,
    "rate_limit": 5_000,
}
DOCUMENTS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}
# https://www.w3.org/TR/sparql11-service-description/#vocab
VOCABULARY = {
    *("Service", "Dataset", "Graph", "NamedGraph", "GraphCollection", "Feature", "Function", "Language"),
    *("Aggregate", "EntailmentRegime", "EntailmentProfile"),
    *("endpoint", "feature", "defaultEntailmentRegime", "entailmentRegime", "defaultSupportedEntailmentProfile"),
    *("supportedEntailmentProfile", "extensionFunction", "extensionAggregate", "languageExtension"),
    *("supportedLanguage", "propertyFeature", "defaultDataset", "availableGraphs", "resultFormat", "inputFormat"),
    *("defaultGraph", "namedGraph", "name", "graph"),
    *("SPARQL10Query", "SPARQL11Query", "SPARQL11Update"),
    *("DereferencesURIs", "UnionDefaultGraph", "RequiresDataset", "EmptyGraphs", "BasicFederatedQuery"),
}


def read(response: httpx.Response) -> Graph:
    assert response.status_code == 200, response.text
    kind = response.headers["content-type"].partition(";")[0]
    return Graph().parse(data=response.content, format=DOCUMENTS[kind])


@pytest.fixture(scope="module")
def described(small_graph: Path) -> Iterator[httpx.Client]:
    """A service with limits and a public address of its own."""
    settings = Settings(graph=small_graph, workers=1, public_url=BASE, **SETTINGS)  # type: ignore[arg-type]
    with serving(settings) as client:
        yield client


@pytest.fixture(scope="module")
def description(described: httpx.Client) -> Graph:
    return read(described.get("/sparql"))


@pytest.fixture(scope="module")
def service(description: Graph) -> Node:
    (found,) = description.subjects(RDF.type, SD.Service)
    return found


@pytest.mark.parametrize("accept", DOCUMENTS)
def test_the_description_comes_in_each_format_the_same(
    described: httpx.Client, description: Graph, accept: str
) -> None:
    get, head = (described.request(method, "/sparql", headers={"Accept": accept}) for method in ("GET", "HEAD"))
    assert get.headers["content-type"].partition(";")[0] == accept
    assert isomorphic(read(get), description)
    assert head.content == b""
    assert lasting_headers(head) == lasting_headers(get)
    assert "application/sparql-query" in get.headers["accept-query"]


def test_the_description_is_chosen_by_format_as_results_are(described: httpx.Client, description: Graph) -> None:
    response = described.get("/sparql", params={"format": "rdfxml", "other": "x"}, headers={"Accept": "text/html"})
    assert response.headers["content-type"] == "application/rdf+xml"
    assert isomorphic(read(response), description)
    for wrong in ({"params": {"format": "csv"}}, {"headers": {"Accept": "text/csv"}}):
        response = described.get("/sparql", **wrong)  # type: ignore[arg-type]
        assert response.status_code == 406
        assert {"text/html", *DOCUMENTS} <= set(response.json()["offered"])


def test_many_at_once_get_the_same_description(small_graph: Path) -> None:
    with serving(Settings(graph=small_graph, workers=2)) as client, ThreadPoolExecutor(20) as threads:
        assert len(set(threads.map(lambda _: client.get("/sparql").content, range(20)))) == 1


def test_only_terms_that_exist_are_used(description: Graph) -> None:
    used = {term for triple in description for term in triple if isinstance(term, URIRef) and term.startswith(SD)}
    assert {term.removeprefix(SD) for term in used} <= VOCABULARY


def test_the_service_has_one_endpoint_at_its_public_address(description: Graph, service: Node) -> None:
    assert list(description.objects(service, SD.endpoint)) == [URIRef(f"{BASE}/sparql")]
    assert list(description.objects(service, SD.supportedLanguage)) == [SD.SPARQL11Query]
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert {text.language for text in description.objects(service, predicate)} == {"en", "fr"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "query", "media_type"),
    [
        ("SPARQL_Results_JSON", "ASK {}", "application/sparql-results+json"),
        ("SPARQL_Results_XML", "ASK {}", "application/sparql-results+xml"),
        ("SPARQL_Results_CSV", "SELECT * {}", "text/csv"),
        ("SPARQL_Results_TSV", "SELECT * {}", "text/tab-separated-values"),
        *(
            (name, "CONSTRUCT WHERE { ?s ?p ?o }", media_type)
            for name, media_type in zip(("Turtle", "N-Triples", "RDF_XML", "JSON-LD"), DOCUMENTS, strict=True)
        ),
    ],
)
def test_each_format_that_is_claimed_comes(
    described: httpx.Client, description: Graph, service: Node, name: str, query: str, media_type: str
) -> None:
    assert (service, SD.resultFormat, FORMATS[name]) in description
    response = described.get("/sparql", params={"query": query}, headers={"Accept": media_type})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type


def test_no_other_format_is_claimed(description: Graph, service: Node) -> None:
    assert len(list(description.objects(service, SD.resultFormat))) == 8
    assert list(description.objects(service, SD.inputFormat)) == []


def test_no_feature_is_claimed_that_does_not_hold(described: httpx.Client, description: Graph, service: Node) -> None:
    """Each feature of the vocabulary, and a query that would show it."""
    assert list(description.objects(service, SD.feature)) == []

    def ask(query: str, **parameters: str) -> bool:
        answer = described.get("/sparql", params={"query": query, **parameters})
        return bool(answer.status_code == 200 and answer.json()["boolean"])

    assert ask("ASK { GRAPH <https://w3id.org/passerelle/graph/sources> { ?s ?p ?o } }")
    shown = {
        "UnionDefaultGraph": ask(f"ASK {{ ?s a <{PSL.Passage}> }}"),
        "RequiresDataset": not ask("ASK { ?s ?p ?o }"),
        "EmptyGraphs": ask("ASK { GRAPH <urn:empty> {} }"),
        "DereferencesURIs": ask("ASK FROM <https://www.w3.org/ns/sparql-service-description> { ?s ?p ?o }"),
        "BasicFederatedQuery": ask("ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"),
    }
    assert not any(shown.values()), shown


def test_a_union_is_claimed_where_the_default_graph_is_one(write: Write) -> None:
    folder = write({"a.trig": "<urn:g> { <urn:a> <urn:b> <urn:c> }", "b.ttl": "<urn:a> <urn:b> <urn:d> ."})
    with serving(Settings(graph=folder, workers=1)) as client:
        found = read(client.get("/sparql"))
        assert (None, SD.feature, SD.UnionDefaultGraph) in found
        query = "ASK { GRAPH ?g { ?s ?p ?o } MINUS { ?s ?p ?o } }"
        assert client.get("/sparql", params={"query": query}).json()["boolean"] is False
        assert "fusion de tous les graphes" in client.get("/sparql?lang=fr", headers={"Accept": "text/html"}).text


def test_the_entailment_regime_is_the_simple_one(described: httpx.Client, description: Graph, service: Node) -> None:
    simple = URIRef("http://www.w3.org/ns/entailment/Simple")
    assert list(description.objects(service, SD.defaultEntailmentRegime)) == [simple]
    query = f"ASK {{ <{PSL.within}> a <{RDF.Property}> }}"
    assert described.get("/sparql", params={"query": query}).json()["boolean"] is False


def test_each_function_that_is_claimed_is_there(described: httpx.Client, description: Graph, service: Node) -> None:
    def value(function: str) -> tuple[int, dict[str, object]]:
        prologue = "PREFIX geo: <http://www.opengis.net/ont/geosparql#>"
        areas = [f'"POLYGON(({low} 0, 9 0, 9 9, {low} 9, {low} 0))"^^geo:wktLiteral' for low in (0, 1)]
        points = ['"POINT(0 0)"^^geo:wktLiteral', '"POINT(0 1)"^^geo:wktLiteral']
        metre = "<http://www.opengis.net/def/uom/OGC/1.0/metre>"
        arguments = {"distance": [*points, metre], "envelope": areas[:1], "convexHull": areas[:1]}
        chosen = ", ".join(arguments.get(function.rpartition("/")[2], areas))
        response = described.post("/sparql", data={"query": f"{prologue} SELECT (<{function}>({chosen}) AS ?x) {{}}"})
        found = response.json().get("results", {}).get("bindings", [{}])
        return response.status_code, found[0]

    functions = [str(iri) for iri in description.objects(service, SD.extensionFunction)]
    assert len(functions) > 20
    for function in functions:
        assert (URIRef(function), RDF.type, SD.Function) in description
        status, row = value(function)
        assert status == 200, function
        assert "x" in row, function
    assert value("http://www.opengis.net/def/function/geosparql/none")[0] == 400


def test_the_named_graphs_are_those_that_there_are(described: httpx.Client, description: Graph, service: Node) -> None:
    (dataset,) = description.objects(service, SD.defaultDataset)
    assert list(description.objects(service, SD.availableGraphs)) == [dataset]
    told = {}
    for named in description.objects(dataset, SD.namedGraph):
        assert (named, RDF.type, SD.NamedGraph) in description
        (name,), (graph,) = description.objects(named, SD.name), description.objects(named, SD.graph)
        (triples,) = description.objects(graph, VOID.triples)
        assert (graph, RDF.type, SD.Graph) in description
        assert str(graph).startswith(f"{BASE}/graphs?graph=")
        content = read(described.get(str(graph).removeprefix(BASE)))
        assert triples == Literal(len(content))
        told[str(name)] = len(content)
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    rows = described.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert told == {row["g"]["value"]: int(row["n"]["value"]) for row in rows}
    assert list(description.objects(dataset, OWL.versionInfo)) == [Literal(described.get("/health").json()["dataset"])]


def test_the_statistics_are_those_of_the_default_graph(
    described: httpx.Client, description: Graph, service: Node
) -> None:
    (dataset,) = description.objects(service, SD.defaultDataset)
    (graph,) = description.objects(dataset, SD.defaultGraph)
    content = read(described.get(str(graph).removeprefix(BASE)))
    classes = Counter(content.objects(None, RDF.type))
    properties = Counter(content.predicates())
    expected = {
        VOID.triples: len(content),
        VOID.distinctSubjects: len(set(content.subjects())),
        VOID.distinctObjects: len(set(content.objects())),
        VOID.classes: len(classes),
        VOID.properties: len(properties),
    }
    assert {name: description.value(graph, name).toPython() for name in expected} == expected  # type: ignore[union-attr]
    assert expected[VOID.triples] > 5

    def parts(kind: URIRef, name: URIRef, number: URIRef) -> dict[Node, int]:
        return {
            description.value(part, name): description.value(part, number).toPython()  # type: ignore[union-attr, misc]
            for part in description.objects(graph, kind)
        }

    assert parts(VOID.classPartition, VOID["class"], VOID.entities) == classes
    assert parts(VOID.propertyPartition, VOID.property, VOID.triples) == properties
    assert (graph, VOID.sparqlEndpoint, URIRef(f"{BASE}/sparql")) in description


def test_each_limit_is_the_one_of_the_settings(description: Graph, service: Node) -> None:
    megabyte = 1024 * 1024
    expected = {
        "query-time": (7, "SEC", "7"),
        "result-size": (3 * megabyte, "AD", "3"),
        "query-memory": (500 * megabyte, "AD", "500"),
        "body-size": (12_345, "AD", "12,345"),
        "address-length": (2_345, "AD", "2,345"),
        "waiting-queries": (17, "C62", "17"),
        "requests-a-minute": (5_000, "C62", "5,000"),
    }
    found = {}
    for limit in description.objects(service, SCHEMA.additionalProperty):
        name, most, unit = (
            description.value(limit, SCHEMA[term]).toPython()  # type: ignore[union-attr]
            for term in ("propertyID", "maxValue", "unitCode")
        )
        texts = {text.language: str(text) for text in description.objects(limit, DCTERMS.description)}  # type: ignore[attr-defined]
        shown = expected[name][2]
        assert f" {shown} " in texts["en"]
        assert f" {shown.replace(',', chr(0x202F))} " in texts["fr"]
        found[name] = (most, unit, shown)
    assert found == expected


def test_no_rate_is_told_where_there_is_none(client: httpx.Client) -> None:
    assert "#limit-waiting-queries>" in client.get("/sparql").text
    assert "requests-a-minute" not in client.get("/sparql").text


def test_the_limits_that_are_told_hold(described: httpx.Client) -> None:
    assert described.get("/sparql", params={"query": "ASK {}" + "#" * 2_345}).status_code == 414
    assert described.post("/sparql", data={"query": "ASK {}" + "#" * 12_345}).status_code == 413


def test_addresses_of_the_description_answer(described: httpx.Client, description: Graph) -> None:
    addresses = {
        term for triple in description for term in triple if isinstance(term, URIRef) and term.startswith(BASE)
    }
    assert len(addresses) > 10
    for path in {urlsplit(address.removeprefix(BASE))._replace(fragment="").geturl() for address in addresses}:
        assert described.get(path).status_code == 200, path


@pytest.mark.parametrize("coding", ["gzip", "zstd", "identity"])
def test_the_description_has_a_tag_for_each_coding(described: httpx.Client, description: Graph, coding: str) -> None:
    for path in ("/sparql", "/graphs"):
        first = described.get(path, headers={"Accept-Encoding": coding})
        assert first.headers.get("content-encoding", "identity") == coding
        assert "Accept-Encoding" in first.headers["vary"]
        headers = {"Accept-Encoding": coding, "If-None-Match": first.headers["etag"]}
        again = described.get(path, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        headers["Accept"] = "application/ld+json"
        assert described.get(path, headers=headers).status_code == 200
    assert isomorphic(read(described.get("/sparql", headers={"Accept-Encoding": coding})), description)
