"""Descriptions in other terms, asked for by profile."""

import json
from itertools import combinations
from typing import Any

import httpx
import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic
from rdflib.namespace import FOAF, RDF, RDFS, SKOS

from helpers import lasting_headers
from json_ld import n_quads
from linked import BASE, BROWSER, REGION, links, page

SCHEMA = rdflib.Namespace("https://schema.org/")
IRIS = {
    "passerelle": f"{BASE}ns/",
    "schema": "https://schema.org/",
    "labels": "http://www.w3.org/2004/02/skos/core",
    "elm": "http://data.europa.eu/snb/model/ap/loq-constraints",
}
OTHERS = sorted(set(IRIS) - {"passerelle"})
PATH = "/doc/region/84"


@pytest.mark.parametrize("profile", IRIS)
def test_a_profile_is_asked_for_by_token_by_iri_or_by_header(things: httpx.Client, profile: str) -> None:
    accept = {"Accept": "text/turtle"}
    asked = [
        things.get(PATH, params={"profile": profile}, headers=accept),
        things.get(PATH, params={"profile": IRIS[profile]}, headers=accept),
        things.get(PATH, headers=accept | {"Accept-Profile": f"<{IRIS[profile]}>"}),
        things.get("/id/region/84", params={"profile": profile}, headers=accept, follow_redirects=True),
        things.get(f"{PATH}.ttl", headers={"Accept-Profile": f"<urn:x:other>, <{IRIS[profile]}>;q=0.3"}),
    ]
    for response in asked:
        assert response.status_code == 200
        assert response.content == asked[0].content
        assert response.headers["content-profile"] == f"<{IRIS[profile]}>"
        assert links(response)["profile"] == [IRIS[profile]]
        assert "Accept-Profile" in response.headers["vary"]


def test_each_profile_is_another_graph_with_a_tag_of_its_own(things: httpx.Client) -> None:
    found = {name: things.get(f"{PATH}.ttl?profile={name}") for name in IRIS}
    graphs = {name: rdflib.Graph().parse(data=response.content) for name, response in found.items()}
    assert not [pair for pair in combinations(graphs.values(), 2) if isomorphic(*pair)]
    assert len({response.headers["etag"] for response in found.values()}) == len(IRIS)
    for name, response in found.items():
        tag = {"If-None-Match": response.headers["etag"]}
        assert things.get(f"{PATH}.ttl?profile={name}", headers=tag).status_code == 304
        head = things.head(f"{PATH}.ttl?profile={name}")
        assert (head.content, lasting_headers(head)) == (b"", lasting_headers(response))


@pytest.mark.parametrize("profile", OTHERS)
@pytest.mark.parametrize("path", [PATH, "/doc/claim/capital", "/doc/country/FR", "/doc/source/digint-aura"])
def test_a_profile_says_the_same_in_every_format(things: httpx.Client, profile: str, path: str) -> None:
    graphs = []
    for suffix, kind in ((".ttl", "turtle"), (".nt", "nt"), (".rdf", "xml"), (".jsonld", "nquads")):
        content = things.get(f"{path}{suffix}", params={"profile": profile}).content
        graphs.append(rdflib.Graph().parse(data=n_quads(content) if kind == "nquads" else content, format=kind))
    assert graphs[0]
    assert all(isomorphic(graph, graphs[0]) for graph in graphs)


def test_the_header_likes_profiles_more_and_less(things: httpx.Client) -> None:
    def chosen(header: str) -> str:
        response = things.get(PATH, headers={"Accept": "text/turtle", "Accept-Profile": header})
        return str(response.headers["content-profile"]).strip("<>")

    liked = f"<{IRIS['schema']}>;q=0.2 , <{IRIS['labels']}> ; q=0.9,<{IRIS['elm']}>;q=0"
    assert chosen(liked) == IRIS["labels"]
    assert chosen(f"<{IRIS['elm']}>, <{IRIS['schema']}>") == IRIS["schema"]
    assert chosen("") == IRIS["passerelle"]


def test_an_unknown_profile_is_told_with_those_there_are(things: httpx.Client) -> None:
    for params, status in (({"profile": "dcat"}, 400), ({"profile": ["elm", "labels"]}, 400)):
        response = things.get(PATH, params=params)
        assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert things.get(PATH, params={"profile": "dcat"}).json()["profiles"] == IRIS
    refused = things.get(PATH, headers={"Accept-Profile": "<urn:x:other>"})
    assert (refused.status_code, refused.json()["profiles"]) == (406, IRIS)
    assert all(iri in refused.json()["detail"] for iri in IRIS.values())


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=60).map(str.strip))
def test_no_header_is_our_fault(things: httpx.Client, header: str) -> None:
    headers = {b"Accept": b"text/turtle", b"Accept-Profile": header.encode("latin-1")}
    assert things.get("/doc/country/FR", headers=headers).status_code in {200, 406}


def test_pages_are_of_the_default_profile(things: httpx.Client) -> None:
    assert things.get(f"{PATH}.html?profile=elm").status_code == 406
    response = things.get(f"{PATH}?profile=schema", headers={"Accept": BROWSER})
    assert response.headers["content-type"] == "application/ld+json"
    assert "text/html" not in response.headers["link"]


def test_links_tell_of_profiles_and_what_their_tokens_stand_for(things: httpx.Client) -> None:
    response = things.get(f"{PATH}.ttl")
    for name, iri in IRIS.items():
        token = f'<http://www.w3.org/ns/dx/prof/Profile>; rel="type"; token="{name}"; anchor="{iri}"'
        assert token in response.headers["link"]
        if name != "passerelle":
            address = f"{PATH}?profile={name}"
            assert f'{address}>; rel="alternate"; profile="{iri}"' in response.headers["link"]
            assert things.get(address).headers["content-profile"] == f"<{iri}>"
    narrow = things.get(f"{PATH}.ttl?profile=labels")
    assert f"{PATH}.jsonld?profile=labels" in links(narrow)["alternate"]


def test_labels_are_names_and_nothing_else(things: httpx.Client) -> None:
    graph = rdflib.Graph().parse(data=things.get("/doc/country/FR.ttl?profile=labels").content)
    france = rdflib.URIRef(f"{BASE}id/country/FR")
    assert set(graph.predicates(france)) <= {RDFS.label, SKOS.prefLabel, SKOS.altLabel}
    assert set(graph.objects(france, RDFS.label)) == {rdflib.Literal("France", lang=tag) for tag in ("en", "fr")}
    assert set(graph.objects(None, FOAF.primaryTopic)) == {france}


def test_schema_org_stands_by_itself_and_on_the_page(things: httpx.Client) -> None:
    document = things.get(f"{PATH}.jsonld?profile=schema").json()
    assert document["@context"] == {"@vocab": str(SCHEMA)}
    assert document["@id"] == str(REGION)
    assert document["name"] == "Auvergne-Rhône-Alpes"
    assert json.loads(page(things, PATH).data) == document
    claim = things.get("/doc/claim/capital.jsonld?profile=schema").json()
    assert {text["@value"] for text in claim["text"]} == {"Grenoble est le chef-lieu.", "Grenoble is the chief town."}
    assert {name["@value"] for name in claim["creativeWorkStatus"]["name"]} == {"superseded", "dépassée"}
    assert "Grenoble" not in json.dumps({**claim, "text": []})


def test_data_cannot_leave_their_block(things: httpx.Client) -> None:
    text = things.get("/doc/place/hostile.html").text
    block = text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert not {"<", ">", "&"} & set(block)
    assert json.loads(block)["name"] == "</script><script>alert(1)</script><!-- &amp;"


def test_real_things_have_their_classes(whole: httpx.Client) -> None:
    def schema(path: str) -> Any:
        return whole.get(f"/doc/{path}.jsonld?profile=schema").json()

    assert schema("qualification-type/cap")["@type"] == "EducationalOccupationalCredential"
    assert {"City", "AdministrativeArea"} <= set(schema("commune/69091")["@type"])
    milo = schema("organisation/69091S00")
    assert milo["@type"] == "Organization"
    assert milo["identifier"]["value"] == "69091S00"
    graph = rdflib.Graph().parse(data=whole.get("/doc/organisation/69091S00.ttl?profile=schema").content)
    assert {str(p) for p in graph.predicates()} - {str(RDF.type)} == {
        str(p) for p in graph.predicates() if str(p).startswith(str(SCHEMA))
    }


def test_openapi_names_the_profiles(things: httpx.Client) -> None:
    parameters = things.get("/api/openapi.json").json()["paths"]["/doc/{name}"]["get"]["parameters"]
    (profile,) = [parameter for parameter in parameters if parameter["name"] == "profile"]
    assert profile["schema"]["examples"] == list(IRIS)
    assert all(iri in profile["description"] for iri in IRIS.values())


def test_every_parser_reads_the_turtle(things: httpx.Client) -> None:
    for name in OTHERS:
        content = things.get(f"{PATH}.ttl?profile={name}").content
        assert list(pyoxigraph.parse(content, pyoxigraph.RdfFormat.TURTLE))
