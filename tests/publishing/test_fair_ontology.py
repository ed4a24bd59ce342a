"""Every check of FOOPS! (https://w3id.org/foops/catalogue), by its code, on the ontology as the service gives it away.

What only a registry or the network can tell is in `UNMET`, and in ontology/README.md with the reason.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import VANN
from rdflib.term import Node

from linked import BROWSER
from linked import RDF as FORMATS

ITSELF = URIRef("https://w3id.org/passerelle/ns/")
STATUS = URIRef("http://purl.org/ontology/bibo/status")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
UNMET = {"URI1", "VER2", "FIND2", "FIND3", "FIND_3_BIS", "OM3 doi", "OM3 logo", "OM4_2"}
OM1 = (
    DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionIRI, DCTERMS.creator, DCTERMS.created,
    VANN.preferredNamespaceUri,
)  # fmt: skip
OM2 = VANN.preferredNamespacePrefix, OWL.versionInfo, DCTERMS.created, DCTERMS.bibliographicCitation
OM3 = DCTERMS.publisher, STATUS, DCTERMS.source, DCTERMS.issued, DCTERMS.modified
OM5_1 = DCTERMS.creator, DCTERMS.created
OM5_2 = DCTERMS.issued, DCTERMS.publisher


def local(iri: Node | None) -> str:
    """The path of an IRI of ours, at which the service answers for it."""
    return urlsplit(str(iri)).path.removeprefix("/passerelle")


@pytest.fixture(scope="module")
def fetched(whole: httpx.Client) -> Graph:
    """What a program gets at the IRI of the ontology."""
    response = whole.get(local(ITSELF), headers={"Accept": "text/turtle"})
    return Graph().parse(data=response.content, format="turtle")


def terms(graph: Graph) -> list[Node]:
    return [term for kind in KINDS for term in graph.subjects(RDF.type, kind)]


def missing(graph: Graph, *predicates: URIRef) -> list[str]:
    return [str(predicate) for predicate in predicates if graph.value(ITSELF, predicate, any=True) is None]


def test_cn1_content_negotiation(whole: httpx.Client) -> None:
    for accept in ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples", "text/html"):
        response = whole.get(local(ITSELF), headers={"Accept": accept})
        assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (200, accept)


def test_doc1_html_documentation(whole: httpx.Client) -> None:
    response = whole.get(local(ITSELF), headers={"Accept": BROWSER}, follow_redirects=True)
    assert response.headers["content-type"].startswith("text/html")
    assert "</article>" in response.text


def test_p37_the_ontology_is_on_the_web(whole: httpx.Client, fetched: Graph) -> None:
    assert fetched
    for term in terms(fetched)[:10]:
        for accept in (BROWSER, "text/turtle"):
            response = whole.get(local(term), headers={"Accept": accept}, follow_redirects=True)
            assert response.status_code == 200, f"{term} does not open as {accept}"


@pytest.mark.parametrize("suffix", FORMATS)
def test_rdf1_rdf_serialisations(whole: httpx.Client, fetched: Graph, suffix: str) -> None:
    media_type, reader, _ = FORMATS[suffix]
    response = whole.get(local(ITSELF), headers={"Accept": media_type})
    assert len(Graph().parse(data=response.content, format=reader)) == len(fetched)


def test_http1_open_protocol() -> None:
    assert urlsplit(str(ITSELF)).scheme == "https"


def test_purl1_persistent_iri(fetched: Graph) -> None:
    iris = [ITSELF, fetched.value(ITSELF, OWL.versionIRI), *terms(fetched)]
    assert all(str(iri).startswith("https://w3id.org/passerelle/ns/") for iri in iris)


def test_uri1_the_iri_resolves_on_the_service(whole: httpx.Client) -> None:
    assert whole.head(local(ITSELF)).status_code == 200


def test_uri2_the_iri_is_that_of_the_document(fetched: Graph) -> None:
    assert list(fetched.subjects(RDF.type, OWL.Ontology)) == [ITSELF]


def test_ver1_version_iri(fetched: Graph) -> None:
    (version,) = fetched.objects(ITSELF, OWL.versionIRI)
    assert version != ITSELF, "a version has an IRI of its own"
    assert str(version).endswith(f"/{fetched.value(ITSELF, OWL.versionInfo)}")


def test_ver2_the_version_iri_resolves(whole: httpx.Client, fetched: Graph) -> None:
    version = fetched.value(ITSELF, OWL.versionIRI)
    response = whole.get(local(version), headers={"Accept": "text/turtle"})
    assert response.status_code == 200, "release it: passerelle new-version"
    assert Graph().parse(data=response.content, format="turtle").value(ITSELF, OWL.versionIRI) == version


def test_find1_prefix(fetched: Graph) -> None:
    assert fetched.value(ITSELF, VANN.preferredNamespacePrefix) == Literal("psl")
    assert fetched.value(ITSELF, VANN.preferredNamespaceUri) == Literal(str(ITSELF))


@pytest.mark.parametrize(
    ("code", "predicates"), [("OM1", OM1), ("OM2", OM2), ("OM3", OM3), ("OM5_1", OM5_1), ("OM5_2", OM5_2)]
)
def test_om_metadata(fetched: Graph, code: str, predicates: tuple[URIRef, ...]) -> None:
    lacking = missing(fetched, *predicates)
    assert not lacking, f"{code}: add to ontology/passerelle.ttl: {lacking}"
    assert missing(Graph(), *predicates) == [str(predicate) for predicate in predicates]


def test_om3_prior_version(fetched: Graph, repository: Path) -> None:
    known = sorted(path.name for path in (repository / "ontology/releases").iterdir())
    priors = list(fetched.objects(ITSELF, OWL.priorVersion))
    assert len(priors) == (1 if len(known) > 1 else 0), "passerelle new-version writes owl:priorVersion"


def test_om4_1_licence(whole: httpx.Client, fetched: Graph) -> None:
    (licence,) = fetched.objects(ITSELF, DCTERMS.license)
    assert re.fullmatch(r"https://creativecommons[.]org/licenses/[a-z-]+/4[.]0/", str(licence))
    assert f'<{licence}>; rel="license"' in whole.head(local(ITSELF)).headers["link"]


def test_voc1_metadata_by_known_vocabularies(fetched: Graph) -> None:
    known = (
        str(DCTERMS),
        str(OWL),
        str(RDFS),
        str(RDF),
        str(VANN),
        "http://purl.org/ontology/bibo/",
        "http://www.w3.org/ns/dcat#",
    )
    strange = {str(p) for p in fetched.predicates(ITSELF) if not str(p).startswith(known)}
    assert not strange, f"say it by a vocabulary that others know: {strange}"
    assert any(str(p).startswith(str(DCTERMS)) for p in fetched.predicates(ITSELF))


def test_voc2_other_vocabularies_are_reused(fetched: Graph) -> None:
    ends = (RDFS.subClassOf, RDFS.domain, RDFS.range)
    reused = {str(o) for p in ends for o in fetched.objects(None, p)} - {str(term) for term in terms(fetched)}
    spaces = {re.sub(r"[^/#]+$", "", iri) for iri in reused if "XMLSchema" not in iri}
    assert len(spaces) >= 5, f"reuse before minting (rule 4): only {spaces}"


def test_voc3_labels(fetched: Graph) -> None:
    lacking = [str(term) for term in terms(fetched) if (term, RDFS.label, None) not in fetched]
    assert not lacking, f"add rdfs:label to: {lacking}"


def test_voc4_definitions(fetched: Graph) -> None:
    lacking = [str(term) for term in terms(fetched) if (term, SKOS.definition, None) not in fetched]
    assert not lacking, f"add skos:definition to: {lacking}"


def test_what_is_not_met_has_its_reason(repository: Path) -> None:
    text = (repository / "ontology/README.md").read_text(encoding="utf-8")
    table = text.partition("## What others ask of an ontology")[2].partition("\n## ")[0]
    told = {
        code for row in re.findall(r"^\| ([^|]+) \| [^|]{20,} \|$", table, re.MULTILINE) for code in row.split(", ")
    }
    assert told - {"check"} == UNMET
