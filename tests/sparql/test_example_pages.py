"""The example queries over HTTP: described in every format and language, and never in command of the page."""

import json
from html.parser import HTMLParser

import httpx
import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import SH

BASE = "https://w3id.org/passerelle/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RDF = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}
OFFERED = [*RDF, "text/html", "application/sparql-query", "application/json"]


class Page(HTMLParser):
    """The elements of a page with their attributes, and the text of some."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "input"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag] = self.texts.get(tag, "") + data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(client: httpx.Client, path: str, status: int = 200, language: str = "en") -> Page:
    response = client.get(path, headers={"Accept": BROWSER, "Accept-Language": language})
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Page(response.text)


def test_every_rdf_format_says_the_same(client: httpx.Client) -> None:
    graphs = []
    for media_type, name in RDF.items():
        response = client.get("/query/below", headers={"Accept": media_type})
        assert response.headers["content-type"].partition(";")[0] == media_type
        graphs.append(rdflib.Graph().parse(data=response.content, format=name))
    assert all(isomorphic(graph, graphs[0]) for graph in graphs)
    query = rdflib.URIRef(f"{BASE}query/below")
    assert len(set(graphs[0].objects(query, SH.parameter))) == 3
    assert set(graphs[0].subjects()) == {query, *graphs[0].objects(query, SH.parameter)}


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", "text/turtle; charset=utf-8"),
        (BROWSER, "text/html; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
        ("application/json", "application/json"),
        ("application/sparql-query", "application/sparql-query"),
        ("application/xml", "application/xml"),
    ],
)
def test_the_format_is_negotiated(client: httpx.Client, accept: str, expected: str) -> None:
    response = client.get("/query/below", headers={"Accept": accept})
    assert response.headers["content-type"] == expected
    assert {"Accept", "Accept-Language"} <= {name.strip() for name in response.headers["vary"].split(",")}


@pytest.mark.parametrize("media_type", OFFERED)
def test_head_is_get_without_the_body(client: httpx.Client, media_type: str) -> None:
    get = client.get("/query/below", headers={"Accept": media_type})
    head = client.head("/query/below", headers={"Accept": media_type})
    assert head.content == b""
    same = ("content-type", "content-length", "vary", "link")
    assert {name: head.headers[name] for name in same} == {name: get.headers[name] for name in same}


def test_every_link_header_leads_to_what_it_says(client: httpx.Client) -> None:
    response = client.get("/query/below")
    found = {}
    for link in response.headers["link"].split(", "):
        target, _, media_type, *_ = link.split("; ")
        path = httpx.URL(target.strip("<>"))
        answer = client.get(path.raw_path.decode())
        found[media_type.removeprefix('type="').strip('"')] = answer.headers["content-type"].partition(";")[0]
    assert set(found) == set(OFFERED)
    assert all(said == got for said, got in found.items())


def test_the_text_alone_has_its_parameters_set(client: httpx.Client) -> None:
    headers = {"Accept": "application/sparql-query"}
    text = client.get("/query/below", params={"least": "28", "whole": "region:84"}, headers=headers).text
    assert "VALUES ?least { 28 }\n" in text
    assert f"VALUES ?whole {{ <{BASE}id/region/84> }}" in text
    answer = client.get("/sparql", params={"query": client.get("/query/below.rq").text})
    assert answer.json()["results"]["bindings"][0]["part"]["value"] == f"{BASE}id/region/84"


def test_json_is_a_document_for_programs(client: httpx.Client) -> None:
    document = json.loads(client.get("/query/below.json", params={"least": "2"}).content)
    assert document["name"] == "below"
    assert document["titles"] == {"en": "How many units?", "fr": "Combien d’unités ?"}
    assert document["theme"]["labels"]["fr"] == "territoires"
    assert [(p["name"], p["default"]) for p in document["parameters"]] == [
        ("least", "1"),
        ("text", "a"),
        ("whole", "country:FR"),
    ]
    assert "VALUES ?least { 2 }" in document["query"]


@pytest.mark.parametrize(
    ("path", "header", "language", "title"),
    [
        ("/query/below", "fr-CA, en;q=0.5", "fr", "Combien d’unités ?"),
        ("/query/below", "en-GB", "en", "How many units?"),
        ("/query/below", "ja", "en", "How many units?"),
        ("/query/below", "", "en", "How many units?"),
        ("/query/below?lang=fr", "en", "fr", "Combien d’unités ?"),
    ],
)
def test_the_page_is_in_the_reader_s_language(
    client: httpx.Client, path: str, header: str, language: str, title: str
) -> None:
    found = page(client, path, language=header)
    assert found.all("html") == [{"lang": language}]
    assert found.texts["h1"] == title
    assert found.texts["title"].startswith(title)


def test_a_page_can_be_used_by_everyone(client: httpx.Client) -> None:
    found = page(client, "/query/below?lang=en")
    names = {label["for"] for label in found.all("label")}
    inputs = [field for field in found.all("input") if field["type"] != "hidden"]
    assert {field["id"] for field in inputs} == names
    assert len(names - {"search"}) == 3
    ids = {attributes["id"] for _, attributes in found.elements if "id" in attributes}
    for _, attributes in found.elements:
        for name in ("aria-labelledby", "aria-describedby", "list"):
            assert attributes.get(name, next(iter(ids))) in ids
    assert len(found.all("h1")) == 1
    assert not found.all("script")
    assert not any(name == "style" or name.startswith("on") for _, attributes in found.elements for name in attributes)
    assert [option["value"] for option in found.all("option")] == []
    (style,) = [link["href"] for link in found.all("link") if link["rel"] == "stylesheet"]
    assert client.get(str(style)).headers["content-type"].startswith("text/css")


def test_the_forms_lead_on(client: httpx.Client) -> None:
    found = page(client, "/query/below", language="fr")
    setting, asking = [form for form in found.all("form") if form.get("role") != "search"]
    assert all(form["method"] == "get" for form in (setting, asking))
    again = page(client, f"{setting['action']}?lang=fr&least=5&text=&whole=")
    assert "VALUES ?least { 5 }" in again.texts["textarea"]
    assert 'VALUES ?text { "" }' in again.texts["textarea"]
    assert f"VALUES ?whole {{ <{BASE}id/country/FR> }}" in again.texts["textarea"]
    assert "--set least=5" in again.texts["pre"]
    answer = client.get(str(asking["action"]), params={"query": again.texts["textarea"]})
    assert answer.status_code == 200


def test_a_value_that_does_not_fit_is_told_beside_its_field(client: httpx.Client) -> None:
    found = page(client, "/query/below?lang=fr&least=<b>", 400)
    assert "« <b> » ne convient pas : il faut un nombre entier, par exemple 1." in found.texts["strong"]
    assert [field["name"] for field in found.all("input") if "aria-invalid" in field] == ["least"]
    assert "VALUES ?least { 1 }" in found.texts["textarea"]


def test_hostile_data_stay_text(client: httpx.Client) -> None:
    response = client.get("/query/hostile.html")
    found = Page(response.text)
    assert found.texts["textarea"].strip() == "SELECT ('</script><b></textarea>' AS ?x) WHERE { }"
    assert found.texts["h1"].startswith("<img src=x onerror=1> \" '&amp;")
    assert not found.all("img")
    assert not found.all("b")
    assert "script-src" not in response.headers["content-security-policy"]
    assert "default-src 'none'" in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "status", "part"),
    [
        ("/query/Belo", 404, "Did you mean below?"),
        ("/query/belo.ttl", 404, "Did you mean below?"),
        ("/query/below.exe", 404, "There is no example query"),
        ("/query/%FF%00", 404, "There is no example query"),
        ("/query/" + "b" * 10_000, 404, "There is no example query"),
        ("/query/below?age=3", 400, "has no parameter 'age'; it has least, text, whole"),
        ("/query/below?least=x", 400, "least takes a whole number such as 1"),
        ("/query/below?least=1&least=2", 400, "more than once"),
        ("/query/below?lang=xx", 400, "lang is en or fr"),
        ("/query/below?least=%FF", 400, "UTF-8"),
        ("/query/below?text=" + "x" * 20_000, 414, "longer than"),
    ],
)
def test_a_request_of_no_use_is_told_why(client: httpx.Client, path: str, status: int, part: str) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert part in response.json()["detail"]


def test_near_names_are_for_programs_too(client: httpx.Client) -> None:
    assert client.get("/query/region").json()["near"] == ["regions"]


def test_a_format_not_on_offer_is_406_and_names_those_that_are(client: httpx.Client) -> None:
    response = client.get("/query/below", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert set(OFFERED) <= set(response.json()["offered"])
    for offered in response.json()["offered"]:
        assert client.get("/query/below", headers={"Accept": offered}).status_code == 200


def test_other_methods_are_refused(client: httpx.Client) -> None:
    response = client.post("/query/below")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD"


def test_the_interface_is_described(client: httpx.Client) -> None:
    described = client.get("/api/openapi.json").json()["paths"]["/query/{name}"]["get"]
    assert set(OFFERED) <= set(described["responses"]["200"]["content"])
