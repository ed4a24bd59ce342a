"""The W3C test list of the SPARQL 1.1 Protocol, one test a case, under the names of its manifest.

The names and requests are those of `sparql11/protocol/manifest.ttl` of the W3C's rdf-tests, written down from memory of
it and not generated from it. The suite expects its endpoint to know the graphs `http://kasei.us/2009/09/sparql/data/
data1.rdf`, `data2.rdf` and `data3.rdf`; the service here is started on a folder that holds graphs of these names.
Cases of updates expect a store that can be written: here each must be refused, by a status of 400 and above and below
500, and the data must be what they were.
"""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

import httpx
import pytest

from conftest import serving
from helpers import Write
from passerelle.settings import Settings

DATA = "http://kasei.us/2009/09/sparql/data"
DATA1, DATA2, DATA3 = (f"{DATA}/data{number}.rdf" for number in (1, 2, 3))
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
PROLOGUE = f"PREFIX foaf: <http://xmlns.com/foaf/0.1/> BASE <{DATA}/> "
DOCUMENTS = "GRAPH ?g1 { <data1.rdf> a foaf:Document } GRAPH ?g2 { <data2.rdf> a foaf:Document }"


@pytest.fixture(scope="module")
def endpoint(write: Write) -> Iterator[httpx.Client]:
    graphs = "\n".join(
        f"<{graph}> {{ <{graph}> a <http://xmlns.com/foaf/0.1/Document> }}" for graph in (DATA1, DATA2, DATA3)
    )
    folder = write({"data.trig": graphs})
    with serving(Settings(graph=folder, workers=1)) as client:
        client.headers["Accept"] = "application/sparql-results+json"
        yield client


def truth(response: httpx.Response) -> bool:
    assert response.status_code == 200, response.text
    answer = response.json()["boolean"]
    assert isinstance(answer, bool)
    return answer


def get(endpoint: httpx.Client, query: str, **graphs: list[str]) -> httpx.Response:
    return endpoint.get("/sparql", params={"query": query, **_dashed(graphs)})


def post(endpoint: httpx.Client, query: str, **graphs: list[str]) -> httpx.Response:
    return endpoint.post("/sparql", data={"query": query, **_dashed(graphs)})


def _dashed(graphs: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name.replace("_", "-"): value for name, value in graphs.items()}


def kind(endpoint: httpx.Client, query: str, accept: str) -> str:
    response = endpoint.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.content
    return response.headers["content-type"].partition(";")[0]


def refused(endpoint: httpx.Client, response: httpx.Response) -> int:
    """The status of a refusal, after which everything is as before."""
    assert 400 <= response.status_code < 500, response.text
    assert response.headers["content-type"] == "application/problem+json"
    rows = get(endpoint, "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }").json()["results"]["bindings"]
    assert {row["g"]["value"] for row in rows} == {DATA1, DATA2, DATA3}
    assert len(rows) == 3
    return response.status_code


def test_query_get(endpoint: httpx.Client) -> None:
    assert truth(endpoint.get("/sparql?query=ASK%20%7B%7D"))


def test_query_post_form(endpoint: httpx.Client) -> None:
    assert truth(endpoint.post("/sparql", content="query=ASK%20%7B%7D", headers=FORM))


def test_query_post_direct(endpoint: httpx.Client) -> None:
    assert truth(endpoint.post("/sparql", content="ASK {}", headers=QUERY))


def test_query_dataset_default_graph(endpoint: httpx.Client) -> None:
    query = f"{PROLOGUE} ASK {{ <data1.rdf> ?p ?o FILTER NOT EXISTS {{ <data2.rdf> ?q ?r }} }}"
    graphs = [f"default-graph-uri={quote(DATA1, safe='')}"]
    assert truth(endpoint.post(f"/sparql?{graphs[0]}", content=query, headers=QUERY))


def test_query_dataset_default_graphs_get(endpoint: httpx.Client) -> None:
    query = f"{PROLOGUE} ASK {{ <data1.rdf> a ?type . <data2.rdf> a ?type }}"
    assert truth(get(endpoint, query, default_graph_uri=[DATA1, DATA2]))
    assert not truth(get(endpoint, query, default_graph_uri=[DATA1, DATA3]))


def test_query_dataset_default_graphs_post(endpoint: httpx.Client) -> None:
    query = f"{PROLOGUE} ASK {{ <data1.rdf> a ?type . <data2.rdf> a ?type }}"
    assert truth(post(endpoint, query, default_graph_uri=[DATA1, DATA2]))
    assert not truth(post(endpoint, query, default_graph_uri=[DATA1, DATA3]))


def test_query_dataset_named_graphs_get(endpoint: httpx.Client) -> None:
    query = f"{PROLOGUE} ASK {{ {DOCUMENTS} }}"
    assert truth(get(endpoint, query, named_graph_uri=[DATA1, DATA2]))
    assert not truth(get(endpoint, query, named_graph_uri=[DATA1]))


def test_query_dataset_named_graphs_post(endpoint: httpx.Client) -> None:
    query = f"{PROLOGUE} ASK {{ {DOCUMENTS} }}"
    assert truth(post(endpoint, query, named_graph_uri=[DATA1, DATA2]))
    assert not truth(post(endpoint, query, named_graph_uri=[DATA1]))


def test_query_dataset_full(endpoint: httpx.Client) -> None:
    query = f"{PROLOGUE} ASK {{ <data3.rdf> a foaf:Document . {DOCUMENTS} }}"
    for ask in (get, post):
        assert truth(ask(endpoint, query, default_graph_uri=[DATA3], named_graph_uri=[DATA1, DATA2]))
        assert not truth(ask(endpoint, query, default_graph_uri=[DATA1], named_graph_uri=[DATA1, DATA2]))


def test_query_multiple_dataset(endpoint: httpx.Client) -> None:
    """The data set of the protocol wins over the one of the query."""
    query = f"{PROLOGUE} ASK FROM <data3.rdf> {{ <data1.rdf> ?p ?o }}"
    assert truth(post(endpoint, query, default_graph_uri=[DATA1]))
    query = f"{PROLOGUE} ASK FROM <data1.rdf> FROM NAMED <data3.rdf> {{ <data3.rdf> a foaf:Document . {DOCUMENTS} }}"
    assert truth(post(endpoint, query, default_graph_uri=[DATA3], named_graph_uri=[DATA1, DATA2]))


@pytest.mark.parametrize(
    "accept",
    ["application/sparql-results+xml", "application/sparql-results+json", "text/tab-separated-values", "text/csv"],
)
def test_query_content_type_select(endpoint: httpx.Client, accept: str) -> None:
    assert kind(endpoint, "SELECT (1 AS ?value) {}", accept) == accept


@pytest.mark.parametrize("accept", ["application/sparql-results+xml", "application/sparql-results+json"])
def test_query_content_type_ask(endpoint: httpx.Client, accept: str) -> None:
    assert kind(endpoint, "ASK {}", accept) == accept


@pytest.mark.parametrize("accept", ["application/rdf+xml", "application/rdf+json;q=0.1, text/turtle"])
def test_query_content_type_describe(endpoint: httpx.Client, accept: str) -> None:
    assert kind(endpoint, f"DESCRIBE <{DATA1}>", accept) == accept.rpartition(" ")[2]


@pytest.mark.parametrize("accept", ["application/rdf+xml", "application/rdf+json;q=0.1, text/turtle"])
def test_query_content_type_construct(endpoint: httpx.Client, accept: str) -> None:
    assert (
        kind(endpoint, "CONSTRUCT { <s> <p> 1 } WHERE {}".replace("<", "<urn:x:"), accept) == accept.rpartition(" ")[2]
    )


def test_bad_query_method(endpoint: httpx.Client) -> None:
    assert refused(endpoint, endpoint.put("/sparql?query=ASK%20%7B%7D")) == 405


def test_bad_multiple_queries(endpoint: httpx.Client) -> None:
    response = endpoint.get("/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D")
    assert refused(endpoint, response) == 400


def test_bad_query_wrong_media_type(endpoint: httpx.Client) -> None:
    headers = {"Content-Type": "text/plain"}
    assert refused(endpoint, endpoint.post("/sparql", content="ASK {}", headers=headers)) == 415


def test_bad_query_missing_form_type(endpoint: httpx.Client) -> None:
    response = endpoint.post("/sparql", content="query=ASK%20%7B%7D")
    assert "content-type" not in response.request.headers
    assert refused(endpoint, response) == 415


def test_bad_query_missing_direct_type(endpoint: httpx.Client) -> None:
    response = endpoint.post("/sparql", content="ASK {}")
    assert "content-type" not in response.request.headers
    assert refused(endpoint, response) == 415


def test_bad_query_non_utf8(endpoint: httpx.Client) -> None:
    body = "ASK {}".encode("utf-16")
    headers = {"Content-Type": "application/sparql-query; charset=UTF-16"}
    assert refused(endpoint, endpoint.post("/sparql", content=body, headers=headers)) == 415
    assert refused(endpoint, endpoint.post("/sparql", content=body, headers=QUERY)) == 400


def test_bad_query_syntax(endpoint: httpx.Client) -> None:
    assert refused(endpoint, endpoint.get("/sparql?query=ASK%20%7B")) == 400


INSERT = 'INSERT DATA { GRAPH <urn:x:g> { <urn:x:s> <urn:x:p> "o" } }'
MODIFY = "INSERT { GRAPH <urn:x:g> { ?s a <urn:x:Copy> } } WHERE { ?s a ?type }"


def update(endpoint: httpx.Client, *parameters: tuple[str, str], direct: bool = False) -> None:
    """Every way to send an update is refused."""
    in_form = endpoint.post("/sparql", content=urlencode(parameters), headers=FORM)
    assert refused(endpoint, in_form) == 400
    (text,) = [value for name, value in parameters if name == "update"]
    others = urlencode([pair for pair in parameters if pair[0] != "update"])
    assert refused(endpoint, endpoint.post(f"/sparql?{others}", content=text, headers=UPDATE)) == 415
    assert refused(endpoint, endpoint.post(f"/sparql?{others}", content=text, headers=QUERY)) == 400
    if direct:
        assert refused(endpoint, endpoint.post("/sparql", data={"query": text})) == 400


def test_update_post_form(endpoint: httpx.Client) -> None:
    update(endpoint, ("update", "CLEAR ALL"), direct=True)


def test_update_post_direct(endpoint: httpx.Client) -> None:
    update(endpoint, ("update", INSERT), direct=True)


def test_update_dataset_default_graph(endpoint: httpx.Client) -> None:
    update(endpoint, ("using-graph-uri", DATA1), ("update", MODIFY))


def test_update_dataset_default_graphs(endpoint: httpx.Client) -> None:
    update(endpoint, ("using-graph-uri", DATA1), ("using-graph-uri", DATA2), ("update", MODIFY))


def test_update_dataset_named_graphs(endpoint: httpx.Client) -> None:
    update(endpoint, ("using-named-graph-uri", DATA1), ("using-named-graph-uri", DATA2), ("update", MODIFY))


def test_update_dataset_full(endpoint: httpx.Client) -> None:
    update(endpoint, ("using-graph-uri", DATA1), ("using-named-graph-uri", DATA2), ("update", MODIFY))


def test_update_base_uri(endpoint: httpx.Client) -> None:
    update(
        endpoint, ("update", "CLEAR GRAPH <urn:x:g> ; INSERT DATA { GRAPH <urn:x:g> { <urn:x:s> <urn:x:p> <test> } }")
    )


def test_bad_update_get(endpoint: httpx.Client) -> None:
    assert refused(endpoint, endpoint.get("/sparql?update=CLEAR%20ALL")) == 400


def test_bad_multiple_updates(endpoint: httpx.Client) -> None:
    body = "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"
    assert refused(endpoint, endpoint.post("/sparql", content=body, headers=FORM)) == 400


def test_bad_update_wrong_media_type(endpoint: httpx.Client) -> None:
    headers = {"Content-Type": "text/plain"}
    assert refused(endpoint, endpoint.post("/sparql", content="CLEAR NAMED", headers=headers)) == 415


def test_bad_update_missing_form_type(endpoint: httpx.Client) -> None:
    assert refused(endpoint, endpoint.post("/sparql", content="update=CLEAR%20NAMED")) == 415


def test_bad_update_missing_direct_type(endpoint: httpx.Client) -> None:
    assert refused(endpoint, endpoint.post("/sparql", content="CLEAR NAMED")) == 415


def test_bad_update_non_utf8(endpoint: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-update; charset=UTF-16"}
    response = endpoint.post("/sparql", content="CLEAR NAMED".encode("utf-16"), headers=headers)
    assert refused(endpoint, response) == 415


def test_bad_update_syntax(endpoint: httpx.Client) -> None:
    assert refused(endpoint, endpoint.post("/sparql", data={"update": "CREATE XXX"})) == 400


def test_bad_update_dataset_conflict(endpoint: httpx.Client) -> None:
    text = "DELETE { ?s ?p ?o } USING <urn:x:g> WHERE { ?s ?p ?o }"
    update(endpoint, ("using-named-graph-uri", DATA1), ("update", text))
