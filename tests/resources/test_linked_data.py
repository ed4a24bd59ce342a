"""Every thing of the graph opens at its own address: the way to its description, its formats, what is not there."""

import json
import os
import re
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, FOAF, RDFS, SH

from conftest import serving
from helpers import Write, lasting_headers
from json_ld import inlined
from linked import BASE, BROWSER, FILES, MANY, PSL, RDF, REGION, links, page, turtle
from passerelle.program import program_files
from passerelle.settings import Settings


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_thing_sends_to_its_description(things: httpx.Client, method: str) -> None:
    response = things.request(method, "/id/region/84?lang=fr")
    assert (response.status_code, response.content) == (303, b"")
    assert response.headers["location"] == "/doc/region/84?lang=fr"
    assert links(response) == {"describedby": ["/doc/region/84"]}
    # Whatever is asked for goes along.
    sent = things.request(method, "/id/region/84?format=turtle&x=%C3%A9%0D%0ASet-Cookie:a", follow_redirects=True)
    assert (sent.status_code, sent.headers["content-type"]) == (200, "text/turtle; charset=utf-8")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", "text/turtle; charset=utf-8"),
        (BROWSER, "text/html; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml;q=0.5, application/n-triples;q=0.9", "application/n-triples"),
        ("text/html;q=0.1, text/turtle;q=0.2", "text/turtle; charset=utf-8"),
    ],
)
def test_the_format_is_negotiated(things: httpx.Client, accept: str, expected: str) -> None:
    response = things.get("/id/region/84", headers={"Accept": accept}, follow_redirects=True)
    assert response.headers["content-type"] == expected
    assert response.headers["vary"] == "Accept, Accept-Encoding, Accept-Language, Accept-Profile"


def test_a_suffix_or_the_parameter_wins_over_accept(things: httpx.Client) -> None:
    names = ("turtle", "ntriples", "rdfxml", "jsonld")
    for (suffix, (media_type, _, _)), name in zip(RDF.items(), names, strict=True):
        for path in (f"/doc/region/84{suffix}", f"/doc/region/84?format={name}"):
            response = things.get(path, headers={"Accept": "text/html"})
            assert response.headers["content-type"].partition(";")[0] == media_type, path
    assert things.get("/doc/region/84.html").headers["content-type"].startswith("text/html")
    assert things.get("/doc/region/84?format=docx").status_code == 400


def test_every_format_says_the_same_to_two_parsers(things: httpx.Client) -> None:
    graphs, sets = [], []
    for suffix, (_, name, parser) in RDF.items():
        content = inlined(things.get(f"/doc/region/84{suffix}").content)
        graphs.append(rdflib.Graph().parse(data=content, format=name))
        found = pyoxigraph.Dataset(pyoxigraph.parse(content, parser))
        found.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
        sets.append(found)
    assert all(isomorphic(graph, graphs[0]) for graph in graphs)
    assert all(found == sets[0] for found in sets)
    assert len(graphs[0]) == len(sets[0]) > 50


def test_the_rdf_has_statements_claims_links_labels_and_sources(things: httpx.Client) -> None:
    graph = turtle(things, "/doc/region/84")
    claim, france = rdflib.URIRef(f"{BASE}id/claim/capital"), rdflib.URIRef(f"{BASE}id/country/FR")
    assert (REGION, PSL.within, france) in graph
    assert set(graph.objects(france, RDFS.label)) == {rdflib.Literal("France", lang=tag) for tag in ("en", "fr")}
    assert (claim, PSL.value, rdflib.Literal("Grenoble")) in graph
    assert (rdflib.URIRef(f"{BASE}id/commune/000"), PSL.within, REGION) in graph
    # No claim's value is a plain statement.
    assert not list(graph.objects(REGION, PSL.chiefTown))
    document = rdflib.URIRef(f"{BASE}doc/region/84")
    assert graph.value(document, FOAF.primaryTopic) == REGION
    named = rdflib.URIRef(f"{BASE}graph/report/context-01")
    assert named in set(graph.objects(document, DCTERMS.source))
    assert graph.value(named, DCTERMS.source) == rdflib.URIRef(f"{BASE}source/digint-aura#context-01")


def test_many_links_come_by_pages(things: httpx.Client) -> None:
    seen: set[rdflib.term.Node] = set()
    path, pages = "/doc/region/84", 0
    while path:
        response = things.get(path, headers={"Accept": "text/turtle"})
        found = set(rdflib.Graph().parse(data=response.content).subjects(PSL.within, REGION))
        assert found
        assert not found & seen
        seen |= found
        pages += 1
        path = next(iter(links(response).get("next", [])), "")
    assert (len(seen), pages) == (MANY, 3)
    wrong = things.get("/doc/region/84?page=4", headers={"Accept": "text/turtle"})
    assert (wrong.status_code, wrong.json()["pages"]) == (404, 3)
    for value in ("0", "-1", "x", "9" * 30, "²", "1&page=2"):
        assert things.get(f"/doc/region/84?page={value}").status_code == 400


def test_links_name_formats_licence_and_lasting_names(things: httpx.Client) -> None:
    response = things.get("/doc/region/84", headers={"Accept": "text/turtle"})
    found = links(response)
    assert found["alternate"] == [
        *(f"/doc/region/84{suffix}" for suffix in (".ttl", ".html", ".nt", ".rdf", ".jsonld")),
        *(f"/doc/region/84?profile={profile}" for profile in ("schema", "labels", "elm")),
    ]
    assert found["canonical"] == [f"{BASE}doc/region/84"]
    assert found["describes"] == [str(REGION)]
    assert found["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    for address in (*found["alternate"], *found["collection"]):
        assert things.get(address).status_code == 200


def test_a_tag_belongs_to_one_representation(things: httpx.Client) -> None:
    tags: dict[str, dict[str, str]] = {}
    for headers in (
        {"Accept": "text/turtle", "Accept-Encoding": "identity"},
        {"Accept": "text/turtle", "Accept-Encoding": "gzip"},
        {"Accept": "application/ld+json", "Accept-Encoding": "identity"},
        {"Accept": "text/html", "Accept-Language": "fr", "Accept-Encoding": "identity"},
        {"Accept": "text/html", "Accept-Language": "en", "Accept-Encoding": "identity"},
    ):
        first = things.get("/doc/region/84", headers=headers)
        again = things.get("/doc/region/84", headers=headers)
        assert (again.content, lasting_headers(again)) == (first.content, lasting_headers(first))
        head = things.head("/doc/region/84", headers=headers)
        assert (head.content, lasting_headers(head)) == (b"", lasting_headers(first))
        tag = first.headers["etag"]
        assert tag.startswith('"')
        assert tags.setdefault(tag, headers) is headers
        for condition in (tag, f'"other", {tag}', "*"):
            unchanged = things.get("/doc/region/84", headers=headers | {"If-None-Match": condition})
            assert (unchanged.status_code, unchanged.content) == (304, b"")
            assert unchanged.headers["etag"] == tag
            assert unchanged.headers["cache-control"] == first.headers["cache-control"] == "public, max-age=60"
    assert things.get("/doc/region/99", headers={"If-None-Match": "*"}).status_code == 404


def asked_of_the_engine(client: httpx.Client) -> float:
    """How many queries have waited for a worker so far."""
    found = re.search(r"^passerelle_queue_seconds_count (\S+)$", client.get("/metrics").text, re.MULTILINE)
    assert found
    return float(found[1])


@pytest.mark.parametrize("accept", ["text/turtle", "text/html", "application/ld+json"])
def test_who_has_it_already_costs_no_query(things: httpx.Client, accept: str) -> None:
    path, headers = "/doc/country/FR", {"Accept": accept, "Accept-Language": "fr"}
    before = asked_of_the_engine(things)
    tag = things.get(path, headers=headers).headers["etag"]
    between = asked_of_the_engine(things)
    assert between > before
    assert things.get(path, headers=headers | {"If-None-Match": tag}).status_code == 304
    assert things.get(path, headers=headers).status_code == 200
    assert asked_of_the_engine(things) == between


def test_a_format_that_is_not_offered_is_told(things: httpx.Client) -> None:
    response = things.get("/doc/region/84", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert {"text/turtle", "text/html", "application/ld+json"} <= set(response.json()["offered"])


@pytest.mark.parametrize("path", ["/id/regoin/84", "/doc/regoin/84", "/doc/region/48.ttl"])
def test_a_missing_thing_names_those_that_may_be_meant(things: httpx.Client, path: str) -> None:
    response = things.get(path, headers={"Accept": "text/turtle"})
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")
    assert str(REGION) in response.json()["near"]
    if not path.endswith(".ttl"):
        assert "/doc/region/84" in page(things, path, 404).links


@pytest.mark.parametrize("path", ["/id/region/82", "/doc/region/82", "/doc/region/82.ttl"])
def test_a_retired_thing_names_its_successor(things: httpx.Client, path: str) -> None:
    response = things.get(path, headers={"Accept": "text/turtle"})
    assert (response.status_code, response.json()["successors"]) == (410, [str(REGION)])
    assert links(response) == {"successor-version": [str(REGION)]}
    if not path.endswith(".ttl"):
        assert "/doc/region/84" in page(things, path, 410, "fr").links
    assert things.get("/doc/region/00").status_code == 410


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("place/Évian", "Évian"),
        ("place/%C3%89vian", "Évian"),
        ("place/%c3%89vian", "Évian"),
        ("place/%C3%89tretat", "Étretat"),
        ("place/Étretat", "Étretat"),
        ("place/a%2Fb", "Slash"),
        ("%70lace/page.ttl", "Named like a file"),
    ],
)
def test_accents_and_escapes_lead_to_the_thing(things: httpx.Client, path: str, label: str) -> None:
    response = things.get(f"/id/{path}", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert response.status_code == 200, response.text
    graph = rdflib.Graph().parse(data=response.content)
    (topic,) = graph.objects(None, FOAF.primaryTopic)
    assert str(graph.value(topic, RDFS.label)) == label
    for address in links(response)["alternate"]:
        assert things.get(address).status_code == 200
    assert things.get("/doc/place/a/b").status_code == 404


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/ns/Region", "region"),
        ("/shape/Region", ""),
        ("/source/digint-aura", "The report"),
        ("/source/digint-aura#context-01", "The report"),
    ],
)
def test_terms_shapes_and_sources_open_as_well(things: httpx.Client, path: str, label: str) -> None:
    sent = things.get(path, headers={"Accept": "text/turtle"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"/doc{path.partition('#')[0]}")
    topic = rdflib.URIRef(BASE + path.partition("#")[0].removeprefix("/"))
    graph = turtle(things, sent.headers["location"])
    assert list(graph.objects(None, FOAF.primaryTopic)) == [topic]
    assert label in {*map(str, graph.objects(topic, RDFS.label)), ""}
    for suffix in RDF:
        assert things.get(f"/doc{path.partition('#')[0]}{suffix}").status_code == 200
    assert page(things, sent.headers["location"]).links


def test_blank_nodes_are_told_with_the_shape_that_has_them(things: httpx.Client) -> None:
    graphs = [
        rdflib.Graph().parse(data=inlined(things.get(f"/doc/shape/Region{suffix}").content), format=name)
        for suffix, (_, name, _) in RDF.items()
    ]
    assert all(isomorphic(graph, graphs[0]) for graph in graphs)
    (node,) = graphs[0].objects(rdflib.URIRef(f"{BASE}shape/Region"), SH.property)
    assert graphs[0].value(node, SH.path) == RDFS.label


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.booleans(),
    st.sampled_from(["id", "doc", "ns", "shape", "source", "doc/source"]),
)
def test_no_path_is_our_fault(things: httpx.Client, name: str, escaped: bool, group: str) -> None:
    path = quote(name, safe="" if escaped else "/%?&=")
    response = things.get(f"/{group}/{path}", headers={"Accept": "text/turtle"})
    assert response.status_code in {200, 303, 400, 404, 410}, response.text
    if response.status_code == 404:
        assert json.loads(response.content)["detail"]


@pytest.mark.parametrize("path", ["region/84> ?p ?o } #", "region/84'\"}}", "a b", "%00", "%FF%FE", "..%2f..", ""])
def test_a_path_commands_nothing(things: httpx.Client, path: str) -> None:
    response = things.get(f"/doc/{path}")
    assert response.status_code == 404
    assert "says nothing of" in response.json()["detail"]


def test_things_open_from_a_build_on_disk(small_store: Path) -> None:
    with serving(Settings(store=small_store, workers=1)) as client:
        graph = turtle(client, "/doc/region/84")
        assert graph.value(REGION, RDFS.label) == rdflib.Literal("Auvergne-Rhône-Alpes")
        assert "Auvergne-Rhône-Alpes" in page(client, "/doc/region/84").text


def test_things_open_from_a_store_that_has_them_in_its_default_graph(tmp_path: Path) -> None:
    store = pyoxigraph.Store(str(tmp_path / "store"))
    store.load(
        f"""<{REGION}> <{RDFS.label}> "Auvergne-Rhône-Alpes"@fr ; <{PSL.within}> <{BASE}id/country/FR> .
        <{BASE}id/country/FR> <{RDFS.label}> "France"@fr .""",
        pyoxigraph.RdfFormat.TURTLE,
    )
    named = f'<{BASE}id/country/IT> <{RDFS.label}> "Italie"@fr <{BASE}graph/other> .'
    store.load(named, pyoxigraph.RdfFormat.N_QUADS)
    store.flush()
    del store
    with serving(Settings(store=tmp_path / "store", workers=1)) as client:
        graph = turtle(client, "/doc/region/84")
        assert (REGION, PSL.within, rdflib.URIRef(f"{BASE}id/country/FR")) in graph
        assert graph.value(rdflib.URIRef(f"{BASE}id/country/FR"), RDFS.label) == rdflib.Literal("France", lang="fr")
        assert (REGION, PSL.within, None) in turtle(client, "/doc/country/FR")
        found = page(client, "/doc/region/84")
        assert "France said by default graph" in " ".join(found.text.split())
        assert "/graphs?default" in found.links
        assert json.loads(found.data)["name"]["@value"] == "Auvergne-Rhône-Alpes"
        assert "/doc/region/84" in page(client, "/doc/country/FR").links
        assert "Italie" in page(client, "/doc/country/IT").text
        assert client.get("/doc/region/99").status_code == 404


def test_openapi_tells_of_things(things: httpx.Client) -> None:
    paths = things.get("/api/openapi.json").json()["paths"]
    assert "303" in paths["/id/{name}"]["get"]["responses"]
    described = paths["/doc/{name}"]["get"]
    assert set(described["responses"]["200"]["content"]) == {
        "text/html",
        *(media_type for media_type, _, _ in RDF.values()),
    }
    assert {"200", "400", "404", "406", "410", "414", "431"} <= set(described["responses"])
    assert {parameter["name"] for parameter in described["parameters"]} == {"name", "format", "lang", "profile", "page"}


def test_the_date_is_that_of_the_newest_file(write: Write) -> None:
    folder, path = write(FILES), "/doc/region/84.ttl"
    newest = max(file.stat().st_mtime for file in program_files())
    # Of data that are older than the program the date is the program's, as pages and mappings are of it.
    for times in ((1_000_000_000.0, None), (newest + 1, newest + 1)):
        for file in folder.rglob("*.*"):
            os.utime(file, (times[0], times[0]))
        seen = set()
        for _ in range(2):
            with serving(Settings(graph=folder, workers=1)) as client:
                response = client.get(path)
                date = response.headers["last-modified"]
                seen.add(date)
                assert (parsedate_to_datetime(date).timestamp() == int(newest + 1)) is bool(times[1])
                for headers, status in (
                    ({"If-Modified-Since": date}, 304),
                    ({"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 304),
                    ({"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"}, 200),
                    ({"If-Modified-Since": "yesterday"}, 200),
                    # Tags are more exact.
                    ({"If-Modified-Since": date, "If-None-Match": '"other"'}, 200),
                    ({"If-Modified-Since": "yesterday", "If-None-Match": response.headers["etag"]}, 304),
                ):
                    again = client.get(path, headers=headers)
                    assert again.status_code == status, headers
                    assert again.headers["last-modified"] == date
                assert client.get("/doc/region/99", headers={"If-Modified-Since": date}).status_code == 404
        assert len(seen) == 1


def test_a_build_has_the_date_of_what_it_was_made_from(small_graph: Path, small_store: Path) -> None:
    dates = set()
    for settings in (Settings(graph=small_graph, workers=1), Settings(store=small_store, workers=1)):
        with serving(settings) as client:
            dates.add(client.get("/doc/region/84.ttl").headers["last-modified"])
    assert len(dates) == 1
