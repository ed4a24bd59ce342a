"""`/.well-known/void`: what it says is counted again from the files of the data set."""

import gzip
import json
from collections import Counter
from pathlib import Path

import httpx
import pyoxigraph
import pytest
from pyld import jsonld
from rdflib import DCTERMS, RDF, VOID, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from conftest import serving
from linked import PUBLIC
from passerelle.namespaces import ID, LINKED
from passerelle.settings import Settings

WELL_KNOWN = "/.well-known/void"
DATASET = URIRef(f"{ID}dataset/passerelle")
FORMATS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}


@pytest.fixture(scope="module")
def void(whole: httpx.Client) -> Graph:
    return read(whole)


def read(client: httpx.Client, media_type: str = "text/turtle") -> Graph:
    response = client.get(WELL_KNOWN, headers={"Accept": media_type})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].split(";")[0] == media_type
    return Graph().parse(data=response.content, format=FORMATS[media_type])


@pytest.fixture(scope="module")
def merged(dumps: Path) -> list[pyoxigraph.Triple]:
    lines = gzip.decompress((dumps / "passerelle.nt.gz").read_bytes())
    return [quad.triple for quad in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)]


def number(graph: Graph, subject: Node, name: str) -> int:
    value = graph.value(subject, VOID[name])
    assert isinstance(value, Literal)
    return int(value)


def test_it_says_how_much_there_is(void: Graph, merged: list[pyoxigraph.Triple]) -> None:
    subjects = {str(triple.subject) for triple in merged}
    assert number(void, DATASET, "triples") == len(merged)
    assert number(void, DATASET, "distinctSubjects") == len(subjects)
    assert number(void, DATASET, "distinctObjects") == len({str(triple.object) for triple in merged})
    assert number(void, DATASET, "entities") == sum(subject.startswith(f"<{ID}") for subject in subjects)


def test_it_counts_classes_and_properties(void: Graph, merged: list[pyoxigraph.Triple]) -> None:
    properties = Counter(triple.predicate.value for triple in merged)
    things = {(str(t.object).strip("<>"), str(t.subject)) for t in merged if t.predicate.value == str(RDF.type)}
    classes = Counter(name for name, _ in things)
    for kind, found, what in (("class", classes, "entities"), ("property", properties, "triples")):
        parts = set(void.objects(DATASET, VOID[f"{kind}Partition"]))
        told = {str(void.value(part, VOID[kind])): number(void, part, what) for part in parts}
        assert told == found
    assert number(void, DATASET, "classes") == len(classes)
    assert number(void, DATASET, "properties") == len(properties)


def test_links_to_others_are_those_of_the_data(void: Graph, merged: list[pyoxigraph.Triple]) -> None:
    expected: Counter[tuple[str, str]] = Counter()
    for triple in merged:
        value = str(triple.object).strip("<>")
        if not isinstance(triple.object, pyoxigraph.NamedNode) or not str(triple.subject).startswith(f"<{ID}"):
            continue
        for name, beginnings in LINKED.items():
            if value.startswith(beginnings) and not value.startswith("http://data.europa.eu/eli/ontology#"):
                expected[name, triple.predicate.value] += 1
    told = {}
    for part in void.subjects(RDF.type, VOID.Linkset):
        assert (DATASET, VOID.subset, part) in void
        assert void.value(part, VOID.subjectsTarget) == DATASET
        target = void.value(part, VOID.objectsTarget)
        assert set(map(str, void.objects(target, VOID.uriSpace))) == set(LINKED[str(target).rpartition("#")[2]])
        told[str(target).rpartition("#")[2], str(void.value(part, VOID.linkPredicate))] = number(void, part, "triples")
    assert told == expected
    assert {"wikidata", "ror", "eli", "nuts", "eqf"} <= {name for name, _ in told}


def test_its_parts_are_the_groups_of_named_graphs(void: Graph, dumps: Path) -> None:
    lines = gzip.decompress((dumps / "passerelle.nq.gz").read_bytes()).splitlines()
    expected = Counter(
        line.rpartition(b"/passerelle/graph/")[2].strip(b"> .").split(b"/")[0].decode() for line in lines
    )
    parts = [part for part in void.objects(DATASET, VOID.subset) if (part, RDF.type, VOID.Dataset) in void]
    assert {str(part).rpartition("graphs-")[2]: number(void, part, "triples") for part in parts} == expected
    for part in parts:
        assert {title.language for title in void.objects(part, DCTERMS.title) if isinstance(title, Literal)} == {
            "en",
            "fr",
        }


def test_it_names_where_the_data_are(whole: httpx.Client, void: Graph) -> None:
    dumps = [str(dump) for dump in void.objects(DATASET, VOID.dataDump)]
    assert len(dumps) == 14
    for address in [*dumps, str(void.value(DATASET, VOID.sparqlEndpoint))]:
        assert whole.head(address.removeprefix(PUBLIC)).status_code == 200
    examples = [str(thing) for thing in void.objects(DATASET, VOID.exampleResource)]
    assert len(examples) == 6
    for thing in examples:
        path = thing.removeprefix("https://w3id.org/passerelle")
        assert whole.get(path, follow_redirects=True).status_code == 200
    vocabularies = set(map(str, void.objects(DATASET, VOID.vocabulary)))
    assert {"https://w3id.org/passerelle/ns/", "http://www.w3.org/ns/org#"} <= vocabularies


def test_it_says_whose_it_is_and_what_it_was_made_from(void: Graph) -> None:
    assert void.value(DATASET, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    works = set(map(str, void.objects(DATASET, DCTERMS.source)))
    assert "https://w3id.org/passerelle/source/digint-aura" in works
    assert "https://w3id.org/passerelle/source/editorial" not in works
    assert len(works) > 50


def test_it_is_the_same_in_every_format(whole: httpx.Client, void: Graph) -> None:
    for media_type in FORMATS:
        assert isomorphic(read(whole, media_type), void), media_type
    expanded = jsonld.expand(json.loads(whole.get(WELL_KNOWN, headers={"Accept": "application/ld+json"}).text))
    assert any(str(DATASET) == node["@id"] for node in expanded)


def test_it_has_a_tag_in_each_format(whole: httpx.Client) -> None:
    tags = set()
    for media_type in FORMATS:
        first = whole.get(WELL_KNOWN, headers={"Accept": media_type})
        tags.add(first.headers["etag"])
        again = whole.get(WELL_KNOWN, headers={"Accept": media_type, "If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        head = whole.head(WELL_KNOWN, headers={"Accept": media_type})
        assert head.headers["content-length"] == first.headers["content-length"]
    assert len(tags) == len(FORMATS)


@pytest.mark.parametrize(
    ("query", "accept", "status"), [("", "image/png", 406), ("?format=svg", "*/*", 400), ("?format=csv", "*/*", 406)]
)
def test_what_cannot_be_had_is_refused(client: httpx.Client, query: str, accept: str, status: int) -> None:
    response = client.get(WELL_KNOWN + query, headers={"Accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")


def test_of_a_graph_that_does_not_describe_itself_nothing_is_made_up(client: httpx.Client) -> None:
    found = read(client)
    dataset = URIRef(f"{PUBLIC}{WELL_KNOWN}#dataset")
    assert (dataset, RDF.type, VOID.Dataset) in found
    assert not set(found.predicates(dataset)) & {DCTERMS.license, DCTERMS.publisher, DCTERMS.creator}
    assert list(found.subjects(RDF.type, VOID.Linkset)) == []


def test_a_store_of_another_program_is_described_too(tmp_path: Path) -> None:
    store = pyoxigraph.Store(str(tmp_path))
    triple = pyoxigraph.NamedNode("x:s"), pyoxigraph.NamedNode("x:p"), pyoxigraph.Literal("o")
    store.add(pyoxigraph.Quad(*triple))
    store.add(pyoxigraph.Quad(*triple, pyoxigraph.NamedNode("x:g")))
    store.flush()
    del store
    with serving(Settings(store=tmp_path)) as other:
        found = read(other)
        dataset = URIRef(f"{PUBLIC}{WELL_KNOWN}#dataset")
        assert number(found, dataset, "triples") == 1
        (part,) = found.objects(dataset, VOID.subset)
        assert (str(part).rpartition("#")[2], number(found, part, "triples")) == ("graphs-other", 1)
