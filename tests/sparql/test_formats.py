"""Which format a result comes in: by Accept (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1), or by `format`."""

import httpx
import pytest

from passerelle.media_types import FORMAT_NAMES, RESULT_TYPES

SELECT = "SELECT ?region WHERE { ?region a <https://w3id.org/passerelle/ns/Region> }"
ASK = "ASK { ?region a <https://w3id.org/passerelle/ns/Region> }"
CONSTRUCT = "CONSTRUCT WHERE { ?region a <https://w3id.org/passerelle/ns/Region> }"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, NTRIPLES = "text/turtle", "application/n-triples"
RDFXML, JSONLD = "application/rdf+xml", "application/ld+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def kind(response: httpx.Response) -> str:
    assert response.status_code == 200, response.text
    return response.headers["content-type"].partition(";")[0]


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (SELECT, "text/csv;q=0.5, text/tab-separated-values;q=0.6", TSV),
        (SELECT, "text/csv, application/sparql-results+json;q=0.9", CSV),
        (SELECT, "application/sparql-results+json;q=0, */*;q=0.1", XML),
        (SELECT, "text/*", CSV),
        (SELECT, "text/*, text/csv;q=0", TSV),
        (SELECT, "*/*;q=0.1, text/csv;q=0.2", CSV),
        (SELECT, "application/*;q=0.2, text/*;q=0.1", JSON),
        (SELECT, "TEXT/CSV", CSV),
        (SELECT, "text/csv;charset=utf-8", CSV),
        (SELECT, "text/turtle, text/csv;q=0.001", CSV),
        (SELECT, "", JSON),
        # The page with the query in its editor.
        (SELECT, BROWSER, "text/html"),
        (ASK, "text/csv, */*;q=0.1", JSON),
        (CONSTRUCT, "text/*;q=0.3, application/rdf+xml;q=0.4", RDFXML),
        (CONSTRUCT, "application/json", "application/json"),
        (CONSTRUCT, "application/sparql-results+json, */*;q=0.1", TURTLE),
        (CONSTRUCT, "text/plain", "text/plain"),
    ],
)
def test_the_accept_header_chooses(client: httpx.Client, query: str, accept: str, expected: str) -> None:
    assert kind(client.get("/sparql", params={"query": query}, headers={"Accept": accept})) == expected


@pytest.mark.parametrize("accept", ["text/html", "text/csv;q=0", "*/*;q=0", "image/*", "application/sparql-results"])
def test_what_cannot_be_accepted_is_406(client: httpx.Client, accept: str) -> None:
    response = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert response.status_code == 406
    assert {JSON, XML, CSV, TSV} <= set(response.json()["offered"])


@pytest.mark.parametrize(
    ("query", "wanted", "expected"),
    [
        *((SELECT, name, expected) for name, expected in (("json", JSON), ("xml", XML), ("csv", CSV), ("tsv", TSV))),
        (ASK, "json", JSON),
        (ASK, "xml", XML),
        (CONSTRUCT, "turtle", TURTLE),
        (CONSTRUCT, "ntriples", NTRIPLES),
        (CONSTRUCT, "rdfxml", RDFXML),
        (CONSTRUCT, "jsonld", JSONLD),
        (CONSTRUCT, "json", JSONLD),
        (CONSTRUCT, "xml", RDFXML),
        (SELECT, XML, XML),
        (SELECT, "application/json", "application/json"),
        (SELECT, "CSV", CSV),
        (CONSTRUCT, NTRIPLES, NTRIPLES),
        (SELECT, "", CSV),
    ],
)
def test_the_parameter_format_wins_over_accept(client: httpx.Client, query: str, wanted: str, expected: str) -> None:
    headers = {"Accept": f"{CSV}, {TURTLE}, */*;q=0.1"}
    parameters = {"query": query, "format": wanted}
    assert kind(client.get("/sparql", params=parameters, headers=headers)) == expected
    assert kind(client.post("/sparql", data=parameters, headers=headers)) == expected
    headers["Content-Type"] = "application/sparql-query"
    for method in ("POST", "QUERY"):
        response = client.request(method, "/sparql", params={"format": wanted}, content=query, headers=headers)
        assert kind(response) == expected


def test_a_plus_sign_that_was_not_escaped_is_meant(client: httpx.Client) -> None:
    target = b"/sparql?query=ASK%7B%7D&format=application/sparql-results+xml"
    request = httpx.Request("GET", client.base_url.join("/sparql"), extensions={"target": target})
    assert kind(client.send(request)) == XML


def test_a_format_that_does_not_exist_is_400_and_lists_those_that_do(client: httpx.Client) -> None:
    response = client.get("/sparql", params={"query": SELECT, "format": "parquet"})
    assert response.status_code == 400
    assert all(name in response.json()["detail"] for name in FORMAT_NAMES)
    names = {name for names in RESULT_TYPES.values() for name in names}
    assert set(response.json()["offered"]) == names | set(FORMAT_NAMES)
    for name in response.json()["offered"]:
        statuses = {
            client.get("/sparql", params={"query": query, "format": name}).status_code for query in (SELECT, CONSTRUCT)
        }
        assert 200 in statuses


@pytest.mark.parametrize(("query", "wanted"), [(SELECT, "turtle"), (CONSTRUCT, "csv"), (ASK, "tsv"), (ASK, "jsonld")])
def test_a_format_of_another_form_is_406(client: httpx.Client, query: str, wanted: str) -> None:
    response = client.get("/sparql", params={"query": query, "format": wanted})
    assert response.status_code == 406
    assert wanted not in response.json()["offered"]
    assert response.json()["offered"]


@pytest.mark.parametrize(
    ("query", "wanted", "expected"),
    [
        (SELECT, ["tsv", TSV], TSV),
        (SELECT, ["csv", ""], CSV),
        (CONSTRUCT, ["rdf+xml", RDFXML], RDFXML),
        (CONSTRUCT, ["json-ld", "application/ld+json,application/x-json+ld"], JSONLD),
        (CONSTRUCT, ["n3"], TURTLE),
    ],
)
def test_one_format_may_have_several_names(client: httpx.Client, query: str, wanted: list[str], expected: str) -> None:
    """So does SPARQLWrapper name it."""
    assert kind(client.get("/sparql", params={"query": query, "format": wanted})) == expected


@pytest.mark.parametrize(("wanted", "message"), [(["csv", "tsv"], "more than one"), (["csv,tsv"], "more than one")])
def test_two_formats_are_refused(client: httpx.Client, wanted: list[str], message: str) -> None:
    response = client.get("/sparql", params={"query": SELECT, "format": wanted})
    assert response.status_code == 400
    assert message in response.json()["detail"]
