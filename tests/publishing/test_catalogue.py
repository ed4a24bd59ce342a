"""`/catalogue`: valid against the shapes that are kept for it, and true."""

import json
from pathlib import Path

import httpx
import pytest
from pyld import jsonld
from pyshacl import validate
from rdflib import DCAT, DCTERMS, FOAF, RDF, SH, XSD, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from conftest import serving
from helpers import SMALL_GRAPH, Write
from linked import BROWSER, PUBLIC
from passerelle.namespaces import ID
from passerelle.settings import Settings
from passerelle.store.build import build

DATASET = URIRef(f"{ID}dataset/passerelle")
# rdflib knows the terms of DCAT 2.
VERSIONS = Namespace(str(DCAT))
SPDX = Namespace("http://spdx.org/rdf/terms#")
FORMATS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}


def read(client: httpx.Client, media_type: str = "text/turtle", path: str = "/catalogue") -> Graph:
    response = client.get(path, headers={"Accept": media_type})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].split(";")[0] == media_type
    return Graph().parse(data=response.content, format=FORMATS[media_type])


def reported(catalogue: Graph, repository: Path) -> dict[str, set[str]]:
    """What the shapes report, by severity."""
    shapes = Graph().parse(repository / "shapes" / "catalogue.ttl")
    _, report, _ = validate(catalogue, shacl_graph=shapes)
    assert isinstance(report, Graph)
    found: dict[str, set[str]] = {"Violation": set(), "Warning": set()}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        severity = str(report.value(result, SH.resultSeverity)).rpartition("#")[2]
        found[severity].add(str(report.value(result, SH.sourceShape)).rpartition("/")[2])
    return found


@pytest.fixture(scope="module")
def catalogue(whole: httpx.Client) -> Graph:
    return read(whole)


def one(graph: Graph, subject: Node | None, predicate: URIRef) -> Node:
    (value,) = graph.objects(subject, predicate)
    return value


def test_it_conforms_to_the_shapes_of_catalogues(catalogue: Graph, repository: Path) -> None:
    """Whom to write to is not known, and is not made up."""
    assert reported(catalogue, repository) == {"Violation": set(), "Warning": {"ListedDataset-contactPoint"}}


def test_the_shapes_miss_what_is_taken_away(catalogue: Graph, repository: Path) -> None:
    whole = set(catalogue)
    for predicate, shape in (
        (DCAT.accessURL, "Distribution-accessURL"),
        (DCTERMS.publisher, "Catalogue-publisher"),
        (DCAT.endpointURL, "DataService-endpointURL"),
        (SPDX.checksumValue, "Checksum-checksumValue"),
    ):
        cut = Graph()
        for triple in whole:
            if triple[1] != predicate:
                cut.add(triple)
        assert shape in reported(cut, repository)["Violation"]


def test_files_are_told_as_they_are(whole: httpx.Client, catalogue: Graph) -> None:
    listed = {file["name"]: file for file in whole.get("/download").json()["files"]}
    found = set()
    for address in catalogue.objects(None, DCAT.downloadURL):
        (distribution,) = catalogue.subjects(DCAT.downloadURL, address)
        name = str(address).rpartition("/")[2]
        file = listed[name]
        found.add(name)
        assert one(catalogue, distribution, DCAT.byteSize) == Literal(file["size"], datatype=XSD.nonNegativeInteger)
        checksum = one(catalogue, distribution, SPDX.checksum)
        assert str(one(catalogue, checksum, SPDX.algorithm)) == f"{SPDX}checksumAlgorithm_sha256"
        assert bytes.fromhex(file["sha256"]) == one(catalogue, checksum, SPDX.checksumValue).toPython()  # type: ignore[attr-defined]
        types = [*catalogue.objects(distribution, DCAT.mediaType), *catalogue.objects(distribution, DCAT.packageFormat)]
        # IANA has registered no media type for networks.
        known = [] if file["group"] == "relations" else [file["media_type"]]
        assert types == [URIRef(f"https://www.iana.org/assignments/media-types/{name}") for name in known]
        compressed = [str(value).rpartition("/")[2] for value in catalogue.objects(distribution, DCAT.compressFormat)]
        assert compressed == ([file["coding"]] if file["coding"] else [])
        response = whole.head(str(address).removeprefix(PUBLIC))
        assert (response.status_code, response.headers["content-length"]) == (200, str(file["size"]))
        assert (DATASET, DCAT.distribution, distribution) in catalogue
    assert found == set(listed)


def test_the_endpoint_is_a_service_of_it(whole: httpx.Client, catalogue: Graph) -> None:
    (service,) = catalogue.objects(URIRef(f"{PUBLIC}/catalogue"), DCAT.service)
    assert one(catalogue, service, DCAT.servesDataset) == DATASET
    assert one(catalogue, service, DCAT.endpointURL) == URIRef(f"{PUBLIC}/sparql")
    for address in catalogue.objects(service, DCAT.endpointDescription):
        assert whole.get(str(address).removeprefix(PUBLIC)).status_code == 200
    # The description of the service has the same name for it.
    assert (service, None, None) in Graph().parse(data=whole.get("/sparql").text, format="turtle")


def test_it_says_which_version_is_served(whole: httpx.Client, catalogue: Graph) -> None:
    version = whole.get("/health").json()["dataset"]
    assert str(one(catalogue, DATASET, VERSIONS.version)) == version
    current = one(catalogue, DATASET, VERSIONS.hasCurrentVersion)
    assert (DATASET, VERSIONS.hasVersion, current) in catalogue
    assert (current, VERSIONS.isVersionOf, DATASET) in catalogue
    assert list(catalogue.objects(None, VERSIONS.previousVersion)) == []


def test_what_the_graph_says_of_itself_is_said(catalogue: Graph) -> None:
    authority = "http://publications.europa.eu/resource/authority"
    assert set(catalogue.objects(DATASET, DCAT.theme)) == {URIRef(f"{authority}/data-theme/EDUC")}
    assert URIRef(f"{authority}/country/FRA") in set(catalogue.objects(DATASET, DCTERMS.spatial))
    assert one(catalogue, DATASET, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    publisher = one(catalogue, DATASET, DCTERMS.publisher)
    names = {str(name) for name in catalogue.objects(publisher, FOAF.name)}
    assert names == {"Passerelle contributors", "Contributeurs de Passerelle"}
    assert not set(catalogue.predicates()) & {DCTERMS.accrualPeriodicity, DCTERMS.issued, DCTERMS.modified}


def test_it_is_the_same_in_every_format(whole: httpx.Client, catalogue: Graph) -> None:
    for media_type in FORMATS:
        assert isomorphic(read(whole, media_type), catalogue)
        assert isomorphic(read(whole, media_type, "/download"), catalogue)
    expanded = jsonld.expand(json.loads(whole.get("/catalogue?format=jsonld").text))
    assert any(node["@id"] == str(DATASET) for node in expanded)


def test_browsers_are_sent_to_the_page(whole: httpx.Client) -> None:
    response = whole.get("/catalogue?lang=fr", headers={"Accept": BROWSER})
    assert (response.status_code, response.headers["location"]) == (303, "/download?lang=fr")


def test_it_is_linked(whole: httpx.Client) -> None:
    assert whole.get("/", headers={"Accept": "application/json"}).json()["links"]["catalogue"] == f"{PUBLIC}/catalogue"
    assert f"<{PUBLIC}/catalogue>" in whole.get("/.well-known/void").text
    assert "/catalogue?format=turtle" in whole.get("/download", headers={"Accept": "text/html"}).text


def test_the_version_before_is_named_when_it_is_known(write: Write, tmp_path: Path) -> None:
    graph = write(SMALL_GRAPH)
    versions = []
    for number in range(2):
        (graph / "data/vocabularies/levels.ttl").write_text(f"<x:s> <x:p> {number} .", encoding="utf-8")
        versions.append(build(graph, tmp_path, lambda *_: None).summary.version)
    with serving(Settings(store=tmp_path)) as client:
        found = read(client)
    (current,) = [
        thing for thing in found.subjects(VERSIONS.version, Literal(versions[1])) if "#version-" in str(thing)
    ]
    before = one(found, current, VERSIONS.previousVersion)
    assert str(one(found, before, VERSIONS.version)) == versions[0]
    # The same again is no other version.
    build(graph, tmp_path, lambda *_: None)
    with serving(Settings(store=tmp_path)) as client:
        assert list(read(client).objects(None, VERSIONS.previousVersion)) == []
