"""The endpoint over HTTP, by the paragraphs of the SPARQL 1.1 Protocol."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import lasting_headers

SELECT = "SELECT ?region WHERE { ?region a <https://w3id.org/passerelle/ns/Region> }"
ASK = "ASK { ?region a <https://w3id.org/passerelle/ns/Region> }"
CONSTRUCT = "CONSTRUCT WHERE { ?region a <https://w3id.org/passerelle/ns/Region> }"
REGION = "https://w3id.org/passerelle/id/region/84"
GRAPH = "https://w3id.org/passerelle/graph/"
METHODS = "GET, HEAD, OPTIONS, POST, QUERY"


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    """The problem document of a response that must have that status."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["status"] == status
    assert document["detail"]
    return document


def regions(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return [row["region"]["value"] for row in response.json()["results"]["bindings"]]


def test_a_query_by_get(client: httpx.Client) -> None:
    assert regions(client.get("/sparql", params={"query": SELECT})) == [REGION]


def test_a_query_by_form(client: httpx.Client) -> None:
    assert regions(client.post("/sparql", data={"query": SELECT})) == [REGION]


def test_a_query_by_direct_post(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-query; charset=UTF-8"}
    assert regions(client.post("/sparql", content=SELECT, headers=headers)) == [REGION]


@pytest.mark.parametrize(
    ("parameters", "accept", "status"),
    [
        ({"query": SELECT}, "*/*", 200),
        ({"query": ASK}, "application/sparql-results+xml", 200),
        ({"query": CONSTRUCT}, "application/ld+json", 200),
        ({"query": f"DESCRIBE <{REGION}>"}, "*/*", 200),
        ({"query": SELECT}, "text/turtle", 406),
        ({"query": "SELECT"}, "*/*", 400),
    ],
)
def test_head_is_get_without_the_body(
    client: httpx.Client, parameters: dict[str, str], accept: str, status: int
) -> None:
    get, head = (
        client.request(method, "/sparql", params=parameters, headers={"Accept": accept, "X-Request-ID": "one"})
        for method in ("GET", "HEAD")
    )
    assert (get.status_code, head.status_code) == (status, status)
    assert head.content == b""
    assert lasting_headers(head) == lasting_headers(get)


@pytest.mark.parametrize(
    ("query", "accept", "content_type", "part"),
    [
        (SELECT, "*/*", "application/sparql-results+json", '"head"'),
        (SELECT, "application/json", "application/json", '"head"'),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml", "<uri>"),
        (SELECT, "text/csv", "text/csv; charset=utf-8", "region\r\n"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8", "?region\n<"),
        (ASK, "*/*", "application/sparql-results+json", "true"),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml", "<boolean>true"),
        (CONSTRUCT, "*/*", "text/turtle; charset=utf-8", f"<{REGION}>"),
        (CONSTRUCT, "application/n-triples", "application/n-triples", f"<{REGION}> <"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml", "<rdf:RDF"),
        (CONSTRUCT, "application/ld+json", "application/ld+json", '"@id"'),
        (f"DESCRIBE <{REGION}>", "text/turtle", "text/turtle; charset=utf-8", "Auvergne-Rhône-Alpes"),
    ],
)
def test_the_result_comes_in_the_format_asked_for(
    client: httpx.Client, query: str, accept: str, content_type: str, part: str
) -> None:
    response = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"] == content_type
    assert "Accept" in response.headers["vary"]
    assert part in response.content.decode()


@pytest.mark.parametrize(
    ("query", "accept"), [(SELECT, "text/html"), (SELECT, "text/turtle"), (ASK, "text/csv"), (CONSTRUCT, "text/csv")]
)
def test_a_format_not_on_offer_is_406_and_names_those_that_are(client: httpx.Client, query: str, accept: str) -> None:
    document = problem(client.get("/sparql", params={"query": query}, headers={"Accept": accept}), 406)
    for offered in document["offered"]:
        again = client.get("/sparql", params={"query": query}, headers={"Accept": offered})
        assert again.status_code == 200


@pytest.mark.parametrize(
    "parameters",
    [
        {"timeout": "1"},
        {"default-graph-uri": f"{GRAPH}sources"},
        {"query": ""},
        {"query": " \n"},
        {"query": [SELECT, SELECT]},
        {"query": SELECT, "using-graph-uri": f"{GRAPH}report/context-01"},
        {"query": SELECT, "timeout": "soon"},
        {"query": SELECT, "format": "parquet"},
        {"query": SELECT, "format": ["csv", "tsv"]},
        {"query": SELECT, "default-graph-uri": ""},
        {"query": SELECT, "default-graph-uri": "not an iri"},
        {"update": "CLEAR ALL"},
        {"query": "CLEAR ALL"},
        {"query": "LOAD <http://127.0.0.1/>"},
        {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"},
        {"query": "SELECT * " + "{" * 300 + "}" * 300},
    ],
)
def test_a_request_of_no_use_is_400(client: httpx.Client, parameters: dict[str, str | list[str]]) -> None:
    problem(client.get("/sparql", params=parameters), 400)
    problem(client.post("/sparql", data=parameters), 400)


def test_an_empty_body_is_400(client: httpx.Client) -> None:
    for kind in ("application/sparql-query", "application/x-www-form-urlencoded"):
        problem(client.post("/sparql", headers={"Content-Type": kind}), 400)


def test_a_syntax_error_is_400_and_says_where(client: httpx.Client) -> None:
    document = problem(client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"}), 400)
    assert document["line"] == 2
    assert document["column"] >= 14


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/sparql-update", "multipart/form-data; boundary=x", "", "a"]
)
def test_a_body_of_another_type_is_415(client: httpx.Client, kind: str) -> None:
    problem(client.post("/sparql", content=SELECT, headers={"Content-Type": kind}), 415)


def test_a_body_in_another_charset_is_415(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-query; charset=latin1"}
    problem(client.post("/sparql", content=SELECT, headers=headers), 415)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_another_method_is_405_and_names_those_allowed(client: httpx.Client, method: str) -> None:
    response = client.request(method, "/sparql")
    problem(response, 405)
    assert response.headers["allow"] == METHODS


def test_options_names_the_methods_and_what_they_take(client: httpx.Client) -> None:
    response = client.options("/sparql")
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["allow"] == METHODS
    for name in ("accept-post", "accept-query"):
        assert response.headers[name] == "application/sparql-query, application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("kind", "content"),
    [("application/sparql-query", SELECT), ("application/x-www-form-urlencoded", urlencode({"query": SELECT}))],
)
def test_a_query_by_the_query_method(client: httpx.Client, kind: str, content: str) -> None:
    """https://datatracker.ietf.org/doc/draft-ietf-httpbis-safe-method-w-body/."""
    response = client.request("QUERY", "/sparql", content=content, headers={"Content-Type": kind})
    assert regions(response) == [REGION]
    assert "application/sparql-query" in response.headers["accept-query"]
    graphs = {"default-graph-uri": f"{GRAPH}none"}
    headers = {"Content-Type": "application/sparql-query"}
    assert regions(client.request("QUERY", "/sparql", params=graphs, content=SELECT, headers=headers)) == []


def test_the_query_method_without_a_type_is_415_and_says_what_it_takes(client: httpx.Client) -> None:
    response = client.request("QUERY", "/sparql", content=SELECT)
    problem(response, 415)
    assert "application/sparql-query" in response.headers["accept-query"]


def test_parameters_that_the_protocol_does_not_know_are_ignored(client: httpx.Client) -> None:
    others = {"output": "xml", "debug": ["on", "off"], "QUERY": "x", "": "", "é": "à"}
    assert regions(client.get("/sparql", params={"query": SELECT, **others})) == [REGION]
    assert regions(client.post("/sparql", data={"query": SELECT, **others})) == [REGION]
    assert regions(client.post("/sparql", params=others, data={"query": SELECT})) == [REGION]
    headers = {"Content-Type": "application/sparql-query"}
    assert regions(client.post("/sparql", params=others, content=SELECT, headers=headers)) == [REGION]


def test_a_form_holds_the_query_itself_and_its_address_may_name_graphs(client: httpx.Client) -> None:
    for misplaced in ({"query": SELECT}, {"using-graph-uri": f"{GRAPH}none"}, {"update": "CLEAR ALL"}):
        document = problem(client.post("/sparql", params=misplaced, data={"query": SELECT}), 400)
        assert next(iter(misplaced)) in document["detail"]
    graphs = {"default-graph-uri": f"{GRAPH}none"}
    assert regions(client.post("/sparql", params=graphs, data={"query": SELECT})) == []
    both = {"query": SELECT, "default-graph-uri": f"{GRAPH}report/context-01"}
    assert regions(client.post("/sparql", params=graphs, data=both)) == [REGION]
    response = client.post("/sparql", params={"format": "csv"}, data={"query": SELECT})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"


def test_a_query_of_10_megabytes_is_413(client: httpx.Client) -> None:
    body = b"#" * 10_000_000
    problem(client.post("/sparql", content=body, headers={"Content-Type": "application/sparql-query"}), 413)
    chunks = (body[:1_000_000] for _ in range(10))
    problem(client.post("/sparql", content=chunks, headers={"Content-Type": "application/sparql-query"}), 413)


def test_a_long_address_is_414(client: httpx.Client) -> None:
    problem(client.send(raw_get(client, "query=" + "x" * 20_000)), 414)


def raw_get(client: httpx.Client, query_string: str) -> httpx.Request:
    """A GET whose query string goes over the wire as it is written."""
    target = f"/sparql?{query_string}".encode()
    return httpx.Request("GET", client.base_url.join("/sparql"), extensions={"target": target})


@pytest.mark.parametrize("written", ["query=%FF", "query=ASK%7B%7D&%C3=x", "query=%ED%A0%80"])
def test_ill_formed_utf_8_is_400(client: httpx.Client, written: str) -> None:
    problem(client.send(raw_get(client, written)), 400)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    problem(client.post("/sparql", content=written, headers=headers), 400)


def test_ill_formed_utf_8_in_a_direct_post_is_400(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    problem(client.post("/sparql", content=b"ASK { ?s ?p '\xff' }", headers=headers), 400)


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='"\\'), max_size=20),
    st.sampled_from(["", "%C3%A9", "%25", "+", "&"]),
)
def test_a_query_is_decoded_once(client: httpx.Client, text: str, escape: str) -> None:
    iri = f"http://example.org/{escape.replace('&', '%26')}"
    query = f'SELECT ("{text}" AS ?text) (<{iri}> AS ?iri) {{}}'
    for response in (
        client.get("/sparql", params={"query": query}),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", content=query.encode(), headers={"Content-Type": "application/sparql-query"}),
    ):
        assert response.status_code == 200, response.text
        (row,) = response.json()["results"]["bindings"]
        assert (row["text"]["value"], row["iri"]["value"]) == (text, iri)


def test_several_default_graphs_are_a_true_merge(client: httpx.Client) -> None:
    """`region/84 psl:within country/FR` stands in both graphs and counts once."""
    query = "SELECT (COUNT(*) AS ?n) %s { ?s <https://w3id.org/passerelle/ns/within> ?o }"
    both = [f"{GRAPH}report/context-01", f"{GRAPH}report/context-02"]
    clauses = " ".join(f"FROM <{graph}>" for graph in both)
    for parameters in ({"query": query % "", "default-graph-uri": both}, {"query": query % clauses}):
        response = client.get("/sparql", params=parameters)
        assert response.json()["results"]["bindings"][0]["n"]["value"] == "1"


def test_the_protocol_s_graphs_win_over_from(client: httpx.Client) -> None:
    query = f"SELECT ?region FROM <{GRAPH}none> {{ ?region a <https://w3id.org/passerelle/ns/Region> }}"
    assert regions(client.get("/sparql", params={"query": query})) == []
    parameters = {"query": query, "default-graph-uri": f"{GRAPH}report/context-01"}
    assert regions(client.get("/sparql", params=parameters)) == [REGION]


def test_named_graphs_alone_leave_the_default_graph_empty(client: httpx.Client) -> None:
    parameters = {"query": SELECT, "named-graph-uri": f"{GRAPH}report/context-01"}
    assert regions(client.get("/sparql", params=parameters)) == []
    parameters["query"] = "SELECT DISTINCT ?region { GRAPH ?region { ?s ?p ?o } }"
    assert regions(client.get("/sparql", params=parameters)) == [f"{GRAPH}report/context-01"]


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        ('SELECT ("a\\u0001" AS ?x) {}', "application/sparql-results+xml"),
        ('CONSTRUCT { <a:a> <a:b> "\\u0001" } WHERE {}', "application/rdf+xml"),
        ("CONSTRUCT { <a:a> <http://example.org/1> 1 } WHERE {}", "application/rdf+xml"),
        ("CONSTRUCT { <a:a> <http://example.org/> 1 } WHERE {}", "application/rdf+xml"),
    ],
)
def test_xml_that_would_be_ill_formed_is_refused(client: httpx.Client, query: str, accept: str) -> None:
    document = problem(client.get("/sparql", params={"query": query}, headers={"Accept": accept}), 406)
    assert "XML" in document["detail"]
    assert client.get("/sparql", params={"query": query}).status_code == 200


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), st.from_regex(r"\A[a-zA-Z0-9:/._-]{1,8}#?\Z"))
def test_xml_is_well_formed_or_refused(client: httpx.Client, text: str, tail: str) -> None:
    written = json.dumps(text, ensure_ascii=False)
    for query, accept in (
        (f"SELECT ({written} AS ?x) {{}}", "application/sparql-results+xml"),
        (f"CONSTRUCT {{ <a:a> <http://example.org/{tail}> {written} }} WHERE {{}}", "application/rdf+xml"),
    ):
        response = client.post("/sparql", data={"query": query}, headers={"Accept": accept})
        if response.status_code == 200:
            ET.fromstring(response.content)  # noqa: S314 - our own output
        else:
            problem(response, 406)


def test_every_response_may_be_read_by_pages_elsewhere(client: httpx.Client) -> None:
    for response in (
        client.get("/sparql", params={"query": ASK}),
        client.get("/sparql?query="),
        client.get("/nowhere"),
    ):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "QUERY"])
def test_a_page_elsewhere_may_ask_first(client: httpx.Client, method: str) -> None:
    headers = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "content-type",
    }
    response = client.options("/sparql", headers=headers)
    assert response.status_code == 200
    assert method in response.headers["access-control-allow-methods"]
    assert response.headers["access-control-allow-headers"] == "content-type"
    assert client.options("/sparql", headers=headers | {"Access-Control-Request-Method": "PUT"}).status_code == 400


def test_several_accept_headers_are_one(client: httpx.Client) -> None:
    headers = [("Accept", "text/html"), ("Accept", "text/csv")]
    request = httpx.Request("GET", client.base_url.join("/sparql"), params={"query": SELECT}, headers=headers)
    assert client.send(request).headers["content-type"].startswith("text/csv")


def test_a_long_accept_header_is_431(client: httpx.Client) -> None:
    headers = {"Accept": "a/b, " * 20_000 + "*/*"}
    problem(client.get("/sparql", params={"query": SELECT}, headers=headers), 431)


def test_a_body_in_a_content_coding_is_415(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}
    problem(client.post("/sparql", content=SELECT, headers=headers), 415)
    headers["Content-Encoding"] = "identity"
    assert regions(client.post("/sparql", content=SELECT, headers=headers)) == [REGION]


def test_an_extended_charset_is_read(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-query; charset*=utf-8''latin1"}
    document = problem(client.post("/sparql", content=SELECT, headers=headers), 415)
    assert document["detail"] == "Send the body in UTF-8, not in latin1."


def test_an_undeclared_prefix_is_named(client: httpx.Client) -> None:
    """The prefixes that the command line knows must be declared here."""
    document = problem(client.get("/sparql", params={"query": "SELECT * { ?s a psl:Region }"}), 400)
    assert "psl: is not declared" in document["detail"]
    assert (document["line"], document["column"]) == (1, 17)


def test_a_slash_at_the_end_is_another_path(client: httpx.Client) -> None:
    """No redirect, which would send the visitor to whatever the Host header says."""
    headers = {"Host": "example.org"}
    problem(client.get("/sparql/", headers=headers), 404)


def test_results_keep_languages_datatypes_and_signs(client: httpx.Client) -> None:
    query = 'SELECT ("é\\u0001\\t\\n\\"," AS ?a) ("x"@fr AS ?b) ("z"^^<a:dt> AS ?c) {}'
    (row,) = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert row["a"] == {"type": "literal", "value": 'é\x01\t\n",'}
    assert row["b"]["xml:lang"] == "fr"
    assert row["c"]["datatype"] == "a:dt"
    written = {
        kind: client.get("/sparql", params={"query": query}, headers={"Accept": kind}).content.decode()
        for kind in ("text/csv", "text/tab-separated-values")
    }
    assert written["text/csv"] == 'a,b,c\r\n"é\x01\t\n"",",x,z\r\n'
    assert written["text/tab-separated-values"] == '?a\t?b\t?c\n"é\x01\\t\\n\\","\t"x"@fr\t"z"^^<a:dt>\n'


def test_a_hundred_at_once_get_the_same_answer(client: httpx.Client) -> None:
    def ask(number: int) -> tuple[int, bytes]:
        accept = ("text/csv", "text/html")[number % 2]
        response = httpx.get(
            client.base_url.join("/sparql"), params={"query": SELECT}, headers={"Accept": accept}, timeout=60
        )
        return response.status_code, response.content

    with ThreadPoolExecutor(100) as threads:
        answers = set(threads.map(ask, range(200)))
    assert {status for status, _ in answers} == {200, 406}
    assert len(answers) == 2


def test_a_query_of_no_form_is_400_whatever_is_accepted(client: httpx.Client) -> None:
    for accept in ("text/turtle", "text/html", "*/*"):
        problem(client.get("/sparql", params={"query": "HELLO"}, headers={"Accept": accept}), 400)
