"""The W3C test lists of the SPARQL Protocol, one test a case, under the names of their manifests.

The lists are those of https://github.com/w3c/rdf-tests, read there and compared case by case. First come the 34 cases
of `sparql/sparql11/protocol/manifest.ttl`, in its order and with its requests; then what its revision of 2026 adds (two
cases known only by `sparql12-protocol-test.md` beside it), with the six of `sparql/sparql12/protocol/manifest.ttl`.

The suite expects its endpoint to hold `http://kasei.us/2009/09/sparql/data/data1.rdf`, `data2.rdf` and `data3.rdf`,
each with the statement that it is a `foaf:Document`; the service here is started on a folder that holds them, and not
`data0.rdf`, which some requests name. Cases of updates expect a store that can be written: here each must be refused,
by a status of 400 and above and below 500, and the data must be what they were.
"""

from collections.abc import Iterator

import httpx
import pytest
from rdflib import Graph

from conftest import serving
from helpers import Write
from passerelle.settings import Settings

DATA = "http://kasei.us/2009/09/sparql/data"
DATA0, DATA1, DATA2, DATA3 = (f"{DATA}/data{number}.rdf" for number in range(4))
FOAF = "http://xmlns.com/foaf/0.1/"
FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
UPDATE = "application/sparql-update"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
TABLES = {JSON, XML, "text/csv", "text/tab-separated-values"}
GRAPHS = {"application/rdf+xml", "text/turtle", "application/n-triples", "application/ld+json"}
Address = dict[str, str | list[str]]


@pytest.fixture(scope="module")
def endpoint(write: Write) -> Iterator[httpx.Client]:
    graphs = "\n".join(f"<{graph}> {{ <{graph}> a <{FOAF}Document> }}" for graph in (DATA1, DATA2, DATA3))
    with serving(Settings(graph=write({"data.trig": graphs}), workers=1)) as client:
        yield client


def get(endpoint: httpx.Client, address: Address) -> httpx.Response:
    return endpoint.get("/sparql", params=address)


def post(
    endpoint: httpx.Client, address: Address, body: str | bytes, kind: str | None, accept: str = "*/*"
) -> httpx.Response:
    headers = {"Accept": accept} | ({"Content-Type": kind} if kind else {})
    response = endpoint.post("/sparql", params=address, content=body, headers=headers)
    assert response.request.headers.get("content-type") == kind
    return response


def media_type(response: httpx.Response) -> str:
    assert response.status_code == 200, response.text
    return response.headers["content-type"].partition(";")[0]


def truth(response: httpx.Response) -> bool:
    assert media_type(response) == JSON
    answer = response.json()["boolean"]
    assert isinstance(answer, bool)
    return answer


def refused(endpoint: httpx.Client, response: httpx.Response) -> int:
    """The status of a refusal, after which everything is as before."""
    assert 400 <= response.status_code < 500, response.text
    assert response.headers["content-type"] == "application/problem+json"
    rows = get(endpoint, {"query": "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"}).json()["results"]["bindings"]
    assert {row["g"]["value"] for row in rows} == {DATA1, DATA2, DATA3}
    assert len(rows) == 3
    return response.status_code


BOTH = f"<{DATA1}> a ?type . <{DATA2}> a ?type ."
EACH = f"GRAPH ?g1 {{ <{DATA1}> a ?type }} GRAPH ?g2 {{ <{DATA2}> a ?type }}"


def test_query_post_form(endpoint: httpx.Client) -> None:
    """The graph is named in the address, beside a form that holds the query."""
    assert truth(post(endpoint, {"default-graph-uri": DATA0}, "query=ASK%20%7B%7D", FORM))
    anything = "query=ASK%20%7B%3Fs%20a%20%3Ftype%7D"
    assert truth(post(endpoint, {"default-graph-uri": DATA1}, anything, FORM))
    assert not truth(post(endpoint, {"default-graph-uri": DATA0}, anything, FORM))


def test_query_dataset_default_graphs_get(endpoint: httpx.Client) -> None:
    query = f"ASK {{ {BOTH} }}"
    assert truth(get(endpoint, {"query": query, "default-graph-uri": [DATA1, DATA2]}))
    assert not truth(get(endpoint, {"query": query, "default-graph-uri": [DATA1, DATA3]}))


def test_query_dataset_default_graphs_post(endpoint: httpx.Client) -> None:
    query = f"ASK {{ {BOTH} }}"
    assert truth(post(endpoint, {"default-graph-uri": [DATA1, DATA2]}, query, QUERY))
    assert not truth(post(endpoint, {"default-graph-uri": [DATA1, DATA3]}, query, QUERY))


def test_query_dataset_named_graphs_post(endpoint: httpx.Client) -> None:
    query = f"ASK {{ {EACH} }}"
    assert truth(post(endpoint, {"named-graph-uri": [DATA1, DATA2]}, query, QUERY))
    assert not truth(post(endpoint, {"named-graph-uri": [DATA1]}, query, QUERY))


def test_query_dataset_named_graphs_get(endpoint: httpx.Client) -> None:
    query = f"ASK {{ {EACH} }}"
    assert truth(get(endpoint, {"query": query, "named-graph-uri": [DATA1, DATA2]}))
    assert not truth(get(endpoint, {"query": query, "named-graph-uri": [DATA1]}))


def test_query_dataset_full(endpoint: httpx.Client) -> None:
    query = f"ASK {{\n  <{DATA3}> a ?type\n  {EACH}\n}}"
    named = [DATA1, DATA2]
    assert truth(post(endpoint, {"default-graph-uri": DATA3, "named-graph-uri": named}, query, QUERY))
    assert not truth(post(endpoint, {"default-graph-uri": DATA1, "named-graph-uri": named}, query, QUERY))


def test_query_multiple_dataset(endpoint: httpx.Client) -> None:
    """The data set of the protocol wins over the one of the query.

    In the first form of the list the second name is part of the first, by an ampersand that is escaped; there is no
    such graph. Its revision has mended that.
    """
    query = f"ASK FROM <{DATA3}> {{ {EACH} }}"
    assert truth(post(endpoint, {"named-graph-uri": [DATA1, DATA2]}, query, QUERY))
    assert not truth(post(endpoint, {"named-graph-uri": f"{DATA1}&named-graph-uri={DATA2}"}, query, QUERY))


def test_query_get(endpoint: httpx.Client) -> None:
    assert truth(endpoint.get(f"/sparql?query=ASK%20%7B%7D&default-graph-uri={DATA0}"))


def test_query_content_type_select(endpoint: httpx.Client) -> None:
    assert media_type(post(endpoint, {"default-graph-uri": DATA0}, "SELECT (1 AS ?value) {}", QUERY)) in TABLES


def test_query_content_type_ask(endpoint: httpx.Client) -> None:
    assert media_type(post(endpoint, {"default-graph-uri": DATA0}, "ASK {}", QUERY)) in {JSON, XML}


def test_query_content_type_describe(endpoint: httpx.Client) -> None:
    response = post(endpoint, {"default-graph-uri": DATA0}, "DESCRIBE <http://example.org/>", QUERY)
    assert media_type(response) in GRAPHS


def test_query_content_type_construct(endpoint: httpx.Client) -> None:
    """The IRIs of the template are relative: a service has a base IRI of its own."""
    response = post(endpoint, {"default-graph-uri": DATA0}, "CONSTRUCT { <s> <p> 1 } WHERE {}", QUERY)
    assert media_type(response) in GRAPHS
    assert len(Graph().parse(data=response.content)) == 1


# The updates that the suite sends, shortened where what they do makes no difference to their refusal.
PREFIXES = f"PREFIX dc: <http://purl.org/dc/terms/>\nPREFIX foaf: <{FOAF}>\n"
DATA_IN = " ".join(f"GRAPH <{graph}> {{ <{graph}> a foaf:Document }}" for graph in (DATA1, DATA2, DATA3))
INTO = "INSERT { GRAPH <http://example.org/protocol-update-dataset-test/> { ?s a dc:BibliographicResource } }"
REFILL = f"{PREFIXES}DROP ALL ;\nINSERT DATA {{ {DATA_IN} }} ;\n{INTO}\nWHERE"


def not_updated(endpoint: httpx.Client, address: Address, text: str) -> None:
    """An update is refused as such, in a form as well, and taken for a query."""
    assert refused(endpoint, post(endpoint, address, text, UPDATE)) == 415
    form = httpx.Request("POST", "http://x", data={"update": text, **address}).read()
    assert refused(endpoint, post(endpoint, {}, form, FORM)) == 400
    assert refused(endpoint, post(endpoint, address, text, QUERY)) == 400
    assert refused(endpoint, get(endpoint, {"query": text})) == 400


def test_update_dataset_default_graph(endpoint: httpx.Client) -> None:
    not_updated(endpoint, {"using-graph-uri": DATA1}, f"{REFILL} {{ ?s a foaf:Document }}")


def test_update_dataset_default_graphs(endpoint: httpx.Client) -> None:
    not_updated(endpoint, {"using-graph-uri": [DATA1, DATA2]}, f"{REFILL} {{ ?s a foaf:Document }}")


def test_update_dataset_named_graphs(endpoint: httpx.Client) -> None:
    text = f"{REFILL} {{ GRAPH ?g {{ ?s a foaf:Document }} }}"
    not_updated(endpoint, {"using-named-graph-uri": [DATA1, DATA2]}, text)


def test_update_dataset_full(endpoint: httpx.Client) -> None:
    text = f"{REFILL} {{ {{ GRAPH ?g {{ ?s a foaf:Document }} BIND(?g AS ?in) }} UNION {{ ?s a foaf:Document }} }}"
    not_updated(endpoint, {"using-graph-uri": DATA1, "using-named-graph-uri": DATA2}, text)


def test_update_post_form(endpoint: httpx.Client) -> None:
    assert refused(endpoint, post(endpoint, {}, "update=CLEAR+ALL", FORM)) == 400


def test_update_post_direct(endpoint: httpx.Client) -> None:
    assert refused(endpoint, post(endpoint, {}, "CLEAR ALL", UPDATE)) == 415


def test_update_base_uri(endpoint: httpx.Client) -> None:
    """The update is refused; that there is a base IRI is seen by a query."""
    graph = "<http://example.org/protocol-base-test/>"
    triple = "<http://example.org/s> <http://example.org/p> <test>"
    not_updated(endpoint, {}, f"CLEAR GRAPH {graph} ;\nINSERT DATA {{ GRAPH {graph} {{ {triple} }} }}")
    response = post(endpoint, {}, "SELECT (<test> AS ?o) WHERE {}", QUERY)
    (row,) = response.json()["results"]["bindings"]
    assert row["o"] == {"type": "uri", "value": "https://w3id.org/passerelle/test"}


def test_query_post_direct(endpoint: httpx.Client) -> None:
    assert truth(post(endpoint, {}, "ASK {}", QUERY))


def test_bad_query_method(endpoint: httpx.Client) -> None:
    address = {"query": "ASK {}", "default-graph-uri": DATA0}
    response = endpoint.put("/sparql", params=address, headers={"Content-Type": FORM})
    assert refused(endpoint, response) == 405


def test_bad_multiple_queries(endpoint: httpx.Client) -> None:
    assert refused(endpoint, endpoint.get("/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D")) == 400


def test_bad_query_wrong_media_type(endpoint: httpx.Client) -> None:
    assert refused(endpoint, post(endpoint, {}, "ASK {}", "text/plain")) == 415


def test_bad_query_missing_form_type(endpoint: httpx.Client) -> None:
    assert refused(endpoint, post(endpoint, {}, "query=ASK%20%7B%7D", None)) == 415


def test_bad_query_missing_direct_type(endpoint: httpx.Client) -> None:
    assert refused(endpoint, post(endpoint, {}, "ASK {}", None)) == 415


def test_bad_query_non_utf8(endpoint: httpx.Client) -> None:
    """In UTF-16 that is declared; then in UTF-16 that is not."""
    body = "ASK {}".encode("utf-16")
    assert len(body) == 14
    assert refused(endpoint, post(endpoint, {}, body, f"{QUERY}; charset=UTF-16")) == 415
    assert refused(endpoint, post(endpoint, {}, body, QUERY)) == 400


def test_bad_query_syntax(endpoint: httpx.Client) -> None:
    assert refused(endpoint, endpoint.get("/sparql?query=ASK%20%7B")) == 400


def test_bad_update_get(endpoint: httpx.Client) -> None:
    assert refused(endpoint, endpoint.get("/sparql?update=CLEAR%20ALL")) == 400


def test_bad_multiple_updates(endpoint: httpx.Client) -> None:
    body = "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"
    assert refused(endpoint, post(endpoint, {}, body, FORM)) == 400


def test_bad_update_wrong_media_type(endpoint: httpx.Client) -> None:
    assert refused(endpoint, post(endpoint, {}, "CLEAR NAMED", "text/plain")) == 415


def test_bad_update_missing_form_type(endpoint: httpx.Client) -> None:
    assert refused(endpoint, post(endpoint, {}, "update=CLEAR%20NAMED", None)) == 415


def test_bad_update_missing_direct_type(endpoint: httpx.Client) -> None:
    """Not in the list, but next to its kin in the program that first generated it."""
    assert refused(endpoint, post(endpoint, {}, "CLEAR NAMED", None)) == 415


def test_bad_update_non_utf8(endpoint: httpx.Client) -> None:
    body = "CLEAR NAMED".encode("utf-16")
    assert len(body) == 24
    assert refused(endpoint, post(endpoint, {}, body, f"{UPDATE}; charset=UTF-16")) == 415


def test_bad_update_syntax(endpoint: httpx.Client) -> None:
    assert refused(endpoint, post(endpoint, {}, "update=CLEAR%20XYZ", FORM)) == 400


def test_bad_update_dataset_conflict(endpoint: httpx.Client) -> None:
    modify = "DELETE { ?person foaf:givenName 'Bill' }\nINSERT { ?person foaf:givenName 'William' }\n"
    text = f"{PREFIXES}WITH <http://example/addresses>\n{modify}WHERE {{ ?person foaf:givenName 'Bill' }}"
    not_updated(endpoint, {"using-named-graph-uri": "http://example/people"}, text)


# What the revision adds; it has the graphs of a form in the form.


def test_query_dataset_default_graph(endpoint: httpx.Client) -> None:
    form = f"query=ASK%20%7B%20%3C{DATA1}%3E%20%3Fp%20%3Fo%20%7D&default-graph-uri="
    assert truth(post(endpoint, {}, form + DATA1, FORM))
    assert not truth(post(endpoint, {}, form + DATA2, FORM))


def test_query_post_form_dataset(endpoint: httpx.Client) -> None:
    assert truth(post(endpoint, {}, f"query=ASK%20%7B%7D&default-graph-uri={DATA1}", FORM))


def test_query_content_negotiation_json(endpoint: httpx.Client) -> None:
    form = f"query=ASK%20%7B%7D&default-graph-uri={DATA1}"
    assert media_type(post(endpoint, {}, form, FORM, accept=JSON)) == JSON


def test_query_content_negotiation_xml(endpoint: httpx.Client) -> None:
    form = f"query=ASK%20%7B%7D&default-graph-uri={DATA1}"
    assert media_type(post(endpoint, {}, form, FORM, accept=XML)) == XML


def test_query_base_uri(endpoint: httpx.Client) -> None:
    """BASE wins over the base IRI of the service; the update that prepares the case is left out."""
    query = "ASK { GRAPH <data1.rdf> { <data1.rdf> a ?type } }"
    assert truth(post(endpoint, {}, f"BASE <{DATA}/>\n{query}", QUERY))
    assert not truth(post(endpoint, {}, query, QUERY))


def test_query_get_with_version(endpoint: httpx.Client) -> None:
    assert truth(get(endpoint, {"query": "ASK {}", "version": "1.2", "default-graph-uri": DATA1}))


def test_query_post_direct_with_version_param(endpoint: httpx.Client) -> None:
    assert truth(post(endpoint, {"default-graph-uri": DATA1}, "ASK {}", f"{QUERY}; version=1.2"))


def test_update_post_form_with_version(endpoint: httpx.Client) -> None:
    assert refused(endpoint, post(endpoint, {}, "update=CLEAR%20ALL&version=1.2", FORM)) == 400


def test_update_post_direct_with_version_param(endpoint: httpx.Client) -> None:
    assert refused(endpoint, post(endpoint, {}, "CLEAR ALL", f"{UPDATE}; version=1.2")) == 415


def test_bad_query_multiple_versions(endpoint: httpx.Client) -> None:
    address: Address = {"query": "ASK {}", "version": ["1.1", "1.2"], "default-graph-uri": DATA1}
    assert refused(endpoint, get(endpoint, address)) == 400
    assert refused(endpoint, post(endpoint, {"version": "1.1"}, "query=ASK%20%7B%7D&version=1.2", FORM)) == 400
    assert refused(endpoint, post(endpoint, {"version": ["1.1", "1.2"]}, "ASK {}", QUERY)) == 400


def test_bad_update_multiple_versions(endpoint: httpx.Client) -> None:
    assert refused(endpoint, post(endpoint, {}, "update=CLEAR%20ALL&version=1.1&version=1.2", FORM)) == 400


def test_bad_query_get_with_body(endpoint: httpx.Client) -> None:
    for body in ("unexpected body content", (part for part in [b"in ", b"chunks"])):
        response = endpoint.request("GET", "/sparql", params={"query": "ASK {}"}, content=body)
        assert refused(endpoint, response) == 400
    assert truth(endpoint.request("GET", "/sparql", params={"query": "ASK {}"}, headers={"Content-Length": "0"}))


def test_bad_multiple_queries_form(endpoint: httpx.Client) -> None:
    assert refused(endpoint, post(endpoint, {}, "query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", FORM)) == 400


def test_bad_update_form_body_missing(endpoint: httpx.Client) -> None:
    assert refused(endpoint, post(endpoint, {"update": "CLEAR ALL"}, "", FORM)) == 400
