"""The ontology over HTTP: in each format, at each of its addresses, with what HTTP says of it."""

from pathlib import Path

import httpx
import pytest
from rdflib import DCTERMS, OWL, RDF, Graph, URIRef
from rdflib.compare import isomorphic

from conftest import serving
from linked import BROWSER, links
from linked import RDF as FORMATS
from passerelle.settings import Settings

PSL = "https://w3id.org/passerelle/ns/"


@pytest.fixture(scope="module")
def merged(repository: Path) -> Graph:
    """The files of the ontology, with one header and no imports."""
    graph = Graph()
    for pattern in ("passerelle.ttl", "modules/*.ttl", "alignments/*.ttl"):
        for path in sorted(repository.glob(f"ontology/{pattern}")):
            graph.parse(path)
    for subject in list(graph.subjects(RDF.type, OWL.Ontology)):
        if str(subject) != PSL:
            graph.remove((subject, RDF.type, OWL.Ontology))
    graph.remove((None, OWL.imports, None))
    return graph


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_holds_the_whole_ontology(whole: httpx.Client, merged: Graph, suffix: str) -> None:
    media_type, reader, _ = FORMATS[suffix]
    by_address = whole.get(f"/ns/ontology{suffix}")
    by_header = whole.get("/ns/", headers={"Accept": media_type})
    assert by_address.content == by_header.content
    for response in (by_address, by_header):
        assert response.status_code == 200
        assert response.headers["content-type"].partition(";")[0] == media_type
    found = Graph().parse(data=by_address.content, format=reader)
    assert isomorphic(found, merged)
    assert list(found.subjects(RDF.type, OWL.Ontology)) == [URIRef(PSL)]


def test_a_turtle_reader_meets_the_header_first(whole: httpx.Client) -> None:
    text = whole.get("/ns/ontology.ttl").text
    statements = [line for line in text.splitlines() if line and not line.startswith("@prefix")]
    assert statements[0].startswith(("psl: a owl:Ontology", f"<{PSL}> a owl:Ontology"))


def test_a_browser_gets_a_page_and_anyone_else_turtle(whole: httpx.Client) -> None:
    assert whole.get("/ns/", headers={"Accept": BROWSER}).headers["content-type"] == "text/html; charset=utf-8"
    assert whole.get("/ns/").headers["content-type"] == "text/turtle; charset=utf-8"
    assert whole.get("/ns/ontology.html", headers={"Accept": "text/turtle"}).text.startswith("<!DOCTYPE html>")
    named = whole.get("/ns/?format=ntriples", headers={"Accept": BROWSER})
    assert named.headers["content-type"].startswith("application/n-triples")


@pytest.mark.parametrize("accept", [BROWSER, "text/turtle"])
def test_the_answer_is_tagged_and_told_like_any_other(whole: httpx.Client, accept: str) -> None:
    first = whole.get("/ns/", headers={"Accept": accept})
    assert first.headers["vary"] == "Accept, Accept-Encoding, Accept-Language"
    again = whole.get("/ns/", headers={"Accept": accept, "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = whole.head("/ns/", headers={"Accept": accept})
    assert head.content == b""
    for name in ("etag", "content-type", "link", "content-length"):
        assert head.headers[name] == first.headers[name]
    plain = whole.get("/ns/", headers={"Accept": accept, "Accept-Encoding": "identity"})
    assert plain.headers["etag"] != first.headers["etag"]
    assert plain.content == first.content
    assert set(links(first)) == {"alternate", "canonical", "license"}
    assert links(first)["canonical"] == [PSL]
    for address in links(first)["alternate"]:
        assert whole.head(address).status_code == 200


def test_languages_have_tags_of_their_own(whole: httpx.Client) -> None:
    tags = {
        whole.get("/ns/", headers={"Accept": BROWSER, "Accept-Language": language}).headers["etag"]
        for language in ("fr", "en")
    }
    assert len(tags) == 2


def test_what_is_not_offered_is_told(whole: httpx.Client) -> None:
    refused = whole.get("/ns/", headers={"Accept": "image/png"})
    assert (refused.status_code, refused.headers["content-type"]) == (406, "application/problem+json")
    assert "text/turtle" in refused.json()["offered"]
    missing = whole.get("/ns/ontology.xlsx")
    assert missing.status_code == 404
    assert "/ns/ontology.ttl" in missing.json()["detail"]
    assert whole.get("/ns/?lang=de").status_code == 400
    assert whole.post("/ns/").status_code == 405


def test_the_slash_at_the_end_is_told_for_good(whole: httpx.Client) -> None:
    moved = whole.get("/ns?lang=fr")
    assert (moved.status_code, moved.headers["location"]) == (301, "/ns/?lang=fr")


def test_a_term_leads_people_to_its_entry_and_programs_to_its_description(whole: httpx.Client) -> None:
    people = whole.get("/ns/leadsTo?lang=fr", headers={"Accept": BROWSER})
    assert (people.status_code, people.headers["location"]) == (303, "/ns/?lang=fr#leadsTo")
    programs = whole.get("/ns/leadsTo", headers={"Accept": "application/rdf+xml"})
    assert (programs.status_code, programs.headers["location"]) == (303, "/doc/ns/leadsTo")
    for response in (people, programs):
        assert response.headers["vary"] == "Accept, Accept-Language"
    assert whole.get("/ns/leedsTo", headers={"Accept": "text/turtle"}).status_code == 404
    assert whole.get("/ns/leedsTo", headers={"Accept": BROWSER}).headers["content-type"].startswith("text/html")
    # Of what is refused, its own address tells what is on offer.
    assert whole.get("/ns/leadsTo", headers={"Accept": "image/png"}).headers["location"] == "/doc/ns/leadsTo"


def test_the_page_of_a_term_leads_back_to_its_entry(whole: httpx.Client) -> None:
    assert 'href="/ns/?lang=fr#leadsTo"' in whole.get("/doc/ns/leadsTo.html?lang=fr").text
    assert "/ns/#" not in whole.get("/doc/region/84.html").text


def test_the_addresses_are_under_the_public_one(small_graph: Path) -> None:
    settings = Settings(graph=small_graph, workers=1, public_url="https://example.org/vet")
    with serving(settings) as client:
        assert client.get("/ns").headers["location"] == "/vet/ns/"
        page = client.get("/ns/", headers={"Accept": BROWSER})
        assert 'href="/vet/ns/ontology.ttl"' in page.text
        assert "<https://example.org/vet/ns/ontology.ttl>" in page.headers["link"]
        # A graph that describes no term has a page all the same, and its terms their own.
        assert client.get("/ns/Region", headers={"Accept": BROWSER}).headers["location"] == "/vet/doc/ns/Region"
        header = Graph().parse(data=client.get("/ns/").content, format="turtle")
        assert (URIRef(PSL), DCTERMS.title, None) not in header


def test_openapi_tells_of_the_ontology(whole: httpx.Client) -> None:
    paths = whole.get("/api/openapi.json").json()["paths"]
    assert "text/turtle" in paths["/ns/"]["get"]["responses"]["200"]["content"]
    assert "303" in paths["/ns/{name}"]["get"]["responses"]
    assert "301" in paths["/ns"]["get"]["responses"]
