"""Graphs over HTTP, by the paragraphs of the Graph Store HTTP Protocol: what reads."""

from typing import Any

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from helpers import lasting_headers

PSL = "https://w3id.org/passerelle/ns/"
REGION = URIRef("https://w3id.org/passerelle/id/region/84")
WITHIN = URIRef(f"{PSL}within")
GRAPH = "https://w3id.org/passerelle/graph/"
CONTEXT = f"{GRAPH}report/context-01"
TURTLE = "text/turtle"
FORMATS = {
    TURTLE: "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}


def read(response: httpx.Response) -> Graph:
    assert response.status_code == 200, response.text
    kind = response.headers["content-type"].partition(";")[0]
    return Graph().parse(data=response.content, format=FORMATS[kind])


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    return document


@pytest.mark.parametrize("accept", FORMATS)
def test_a_graph_comes_in_each_format_the_same(client: httpx.Client, accept: str) -> None:
    response = client.get("/graphs", params={"graph": CONTEXT}, headers={"Accept": accept})
    assert response.headers["content-type"].partition(";")[0] == accept
    assert "Accept" in response.headers["vary"]
    graph = read(response)
    assert len(graph) == 3
    assert (REGION, WITHIN, None) in graph
    assert isomorphic(graph, read(client.get("/graphs", params={"graph": CONTEXT})))


def test_the_default_graph_is_the_merge(client: httpx.Client) -> None:
    graph = read(client.get("/graphs?default"))
    assert isomorphic(graph, read(client.get("/graphs?default=")))
    construct = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    assert isomorphic(graph, read(client.get("/sparql", params={"query": construct})))
    assert (REGION, WITHIN, None) in graph
    assert (None, URIRef(f"{PSL}reaches"), None) in graph


@pytest.mark.parametrize("name", ["report/context-01", "sources", "queries/regions", "inferred/reaches"])
def test_a_graph_of_ours_is_also_found_by_its_path(client: httpx.Client, name: str) -> None:
    direct = read(client.get(f"/graph/{name}"))
    assert len(direct) > 0
    assert isomorphic(direct, read(client.get("/graphs", params={"graph": GRAPH + name})))


@pytest.mark.parametrize("path", ["/graphs?graph=http://example.org/none", "/graphs?graph=urn:x", "/graph/none"])
def test_a_graph_that_does_not_exist_is_404(client: httpx.Client, path: str) -> None:
    assert "There is no graph" in problem(client.get(path), 404)["detail"]
    assert client.head(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/graphs?graph=",
        "/graphs?graph=context-01",
        "/graphs?graph=/graph/report/context-01",
        "/graphs?graph=http://example.org/a%20b",
        f"/graphs?graph={CONTEXT}&default",
        f"/graphs?graph={CONTEXT}&graph={CONTEXT}",
        "/graphs?default&default",
        f"/graphs?default={CONTEXT}",
        f"/graphs?graph={CONTEXT}&format=parquet",
        "/graphs?graph=%FF",
        "/graphs?graph=http://example.org/%3E%7D%20UNION%20%7B%3Cx:",
    ],
)
def test_a_graph_that_is_not_named_well_is_400(client: httpx.Client, path: str) -> None:
    assert problem(client.get(path), 400)["detail"]


def test_a_path_that_is_no_iri_is_400(client: httpx.Client) -> None:
    problem(client.get("/graph/a%20b%3E"), 400)


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    for path in (f"/graphs?graph={CONTEXT}", "/graphs?default", "/graph/sources"):
        get, head = (client.request(method, path, headers={"Accept": TURTLE}) for method in ("GET", "HEAD"))
        assert head.status_code == 200
        assert head.content == b""
        assert lasting_headers(head) == lasting_headers(get)


@pytest.mark.parametrize("path", ["/graphs", f"/graphs?graph={CONTEXT}", "/graphs?default", "/graph/sources"])
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_nothing_is_written(client: httpx.Client, path: str, method: str) -> None:
    before = client.get("/graphs?default").content
    headers = {"Content-Type": TURTLE}
    response = client.request(method, path, content="<a:a> <a:b> <a:c> .", headers=headers)
    problem(response, 405)
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"
    assert client.get("/graphs?default").content == before


def test_options_names_the_methods(client: httpx.Client) -> None:
    for path in ("/graphs", f"/graphs?graph={CONTEXT}", "/graph/sources", "/graph/none"):
        response = client.options(path)
        assert (response.status_code, response.headers["allow"]) == (204, "GET, HEAD, OPTIONS")


def test_the_format_is_chosen_as_for_queries(client: httpx.Client) -> None:
    response = client.get("/graphs", params={"graph": CONTEXT, "format": "rdfxml"}, headers={"Accept": TURTLE})
    assert response.headers["content-type"] == "application/rdf+xml"
    assert TURTLE in problem(client.get("/graphs?default", headers={"Accept": "text/csv"}), 406)["offered"]
    assert TURTLE in problem(client.get("/graphs?default&format=csv"), 406)["offered"]


def test_other_parameters_are_ignored(client: httpx.Client) -> None:
    assert len(read(client.get("/graphs", params={"graph": CONTEXT, "query": "x"}))) == 3


def test_the_graph_store_itself_lists_its_graphs(client: httpx.Client) -> None:
    sd = "http://www.w3.org/ns/sparql-service-description#"
    listed = read(client.get("/graphs"))
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert {str(name) for name in listed.objects(None, URIRef(f"{sd}name"))} == {row["g"]["value"] for row in rows}
    for accept in FORMATS:
        assert isomorphic(listed, read(client.get("/graphs", headers={"Accept": accept})))
    assert isomorphic(listed, read(client.get("/graphs?format=ntriples&other=x")))
    assert client.head("/graphs").headers["content-length"] == client.get("/graphs").headers["content-length"]
    problem(client.get("/graphs", headers={"Accept": "text/html"}), 406)


def test_the_interface_is_described(client: httpx.Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    for path, names in (("/graphs", {"graph", "default", "format"}), ("/graph/{name}", {"name", "format"})):
        assert set(paths[path]) == {"get"}
        assert {parameter["name"] for parameter in paths[path]["get"]["parameters"]} == names
        assert "text/turtle" in paths[path]["get"]["responses"]["200"]["content"]
