"""The W3C test list of the SPARQL 1.1 Graph Store HTTP Protocol, one test a case, under the names of its manifest.

The list is that of https://github.com/w3c/rdf-tests, `sparql/sparql11/http-rdf-update/manifest.ttl`, read there and
compared case by case: 19 cases. Five more, on empty graphs, were in the list of the working group and have gone since;
they come last. Its cases write a graph and then read what was written. This store is read-only: each case that writes
must be answered 405 with the methods there are, and each that reads must find what was there before. The graph of the
suite, `person/1.ttl`, is in the data from the start; `person/2.ttl` and `person/4.ttl` are not.
"""

from collections.abc import Iterator

import httpx
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from conftest import serving
from helpers import Write
from passerelle.settings import Settings

TURTLE = {"Content-Type": "text/turtle; charset=utf-8"}
STORE = "https://w3id.org/passerelle/graph/"
EXISTING, MISSING, NEVER = (f"{STORE}person/{number}.ttl" for number in (1, 2, 4))
PERSON = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix v: <http://www.w3.org/2006/vcard/ns#> .
<http://example.org/person/1> a foaf:Person ;
  foaf:businessCard [ a v:VCard ; v:fn "Éloïse Doe" ] .
"""
OTHER = PERSON.replace("Éloïse", "Jane")


@pytest.fixture(scope="module")
def store(write: Write) -> Iterator[httpx.Client]:
    lines = PERSON.strip().split("\n")
    folder = write({"person.trig": "\n".join([*lines[:2], f"<{EXISTING}> {{", *lines[2:], "}"])})
    with serving(Settings(graph=folder, workers=1)) as client:
        client.headers["Accept"] = "text/turtle"
        yield client


def addresses(graph: str | None) -> list[dict[str, object]]:
    """A graph by indirect identification and, where it has a path of its own, by direct identification."""
    if graph is None:
        return [{"url": "/graphs?default"}]
    return [{"url": "/graphs", "params": {"graph": graph}}, {"url": f"/graph/{graph.removeprefix(STORE)}"}]


def not_written(store: httpx.Client, method: str, graph: str | None, content: str, kind: str = "text/turtle") -> None:
    for address in addresses(graph):
        headers = {"Content-Type": kind}
        response = store.request(method, **address, content=content.encode(), headers=headers)  # type: ignore[arg-type]
        assert response.status_code == 405
        assert response.headers["allow"] == "GET, HEAD, OPTIONS"
        assert response.headers["content-type"] == "application/problem+json"


def holds(store: httpx.Client, graph: str | None, expected: str = PERSON) -> None:
    for address in addresses(graph):
        response = store.get(**address)  # type: ignore[arg-type]
        assert response.status_code == 200
        assert response.headers["content-type"] == TURTLE["Content-Type"]
        assert isomorphic(Graph().parse(data=response.content), Graph().parse(data=expected))


def is_missing(store: httpx.Client, graph: str) -> None:
    for address in addresses(graph):
        assert store.get(**address).status_code == 404  # type: ignore[arg-type]


def test_put__initial_state(store: httpx.Client) -> None:
    not_written(store, "PUT", MISSING, PERSON)


def test_get_of_put__initial_state(store: httpx.Client) -> None:
    is_missing(store, MISSING)
    holds(store, EXISTING)


def test_put__graph_already_in_store(store: httpx.Client) -> None:
    not_written(store, "PUT", EXISTING, OTHER)


def test_get_of_put__graph_already_in_store(store: httpx.Client) -> None:
    holds(store, EXISTING)


def test_put__default_graph(store: httpx.Client) -> None:
    not_written(store, "PUT", None, OTHER)


def test_get_of_put__default_graph(store: httpx.Client) -> None:
    """Here the default graph is the merge of all graphs, of which there is one."""
    holds(store, None)


def test_put__mismatched_payload(store: httpx.Client) -> None:
    """The method is refused before the payload is looked at, whether it fits its type (as in the list) or not."""
    for kind in ("text/turtle", "application/rdf+xml"):
        not_written(store, "PUT", None, OTHER, kind)
        not_written(store, "PUT", EXISTING, OTHER, kind)
    holds(store, EXISTING)


def test_delete__existing_graph(store: httpx.Client) -> None:
    not_written(store, "DELETE", EXISTING, "")


def test_get_of_delete__existing_graph(store: httpx.Client) -> None:
    """Where the suite expects 404, the graph must be as it was."""
    holds(store, EXISTING)


def test_delete__nonexistent_graph(store: httpx.Client) -> None:
    """405 and not 404: the method is what is wrong, whatever graph is named."""
    not_written(store, "DELETE", MISSING, "")
    is_missing(store, MISSING)


def test_post__existing_graph(store: httpx.Client) -> None:
    not_written(store, "POST", EXISTING, OTHER)


def test_get_of_post__existing_graph(store: httpx.Client) -> None:
    holds(store, EXISTING)


def test_post__multipart_formdata(store: httpx.Client) -> None:
    head = 'Content-Disposition: form-data; name="graph"; filename="graph.ttl"\r\nContent-Type: text/turtle'
    body = f"--a\r\n{head}\r\n\r\n{OTHER}\r\n--a--"
    not_written(store, "POST", EXISTING, body, "multipart/form-data; boundary=a")


def test_get_of_post__multipart_formdata(store: httpx.Client) -> None:
    holds(store, EXISTING)


def test_post__create__new_graph(store: httpx.Client) -> None:
    """To the address of the graph store itself, which is to choose a name."""
    response = store.post("/graphs", content=PERSON.encode(), headers=TURTLE)
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"
    assert "location" not in response.headers


def test_get_of_post__create__new_graph(store: httpx.Client) -> None:
    rows = store.get(
        "/sparql",
        params={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "format": "json"},
    ).json()["results"]["bindings"]
    assert [row["g"]["value"] for row in rows] == [EXISTING]


def test_get_of_post__after_noop(store: httpx.Client) -> None:
    holds(store, EXISTING)


def test_head_on_an_existing_graph(store: httpx.Client) -> None:
    """Turtle is expected of a request that says nothing of what it accepts."""
    for address in addresses(EXISTING):
        requests = [store.build_request(method, **address) for method in ("GET", "HEAD")]  # type: ignore[arg-type]
        for request in requests:
            del request.headers["accept"]
        get, head = map(store.send, requests)
        assert head.status_code == 200
        assert head.content == b""
        assert head.headers["content-type"] == TURTLE["Content-Type"]
        for name in ("content-type", "content-length"):
            assert head.headers[name] == get.headers[name]


def test_head_on_a_nonexisting_graph(store: httpx.Client) -> None:
    for address in addresses(NEVER):
        response = store.head(**address)  # type: ignore[arg-type]
        assert response.status_code == 404
        assert response.content == b""


# Of the list of 2012, on empty graphs.


def test_put__empty_graph(store: httpx.Client) -> None:
    not_written(store, "PUT", MISSING, "")


def test_get_of_put__empty_graph(store: httpx.Client) -> None:
    """The store keeps no empty graphs: there is none of that name."""
    is_missing(store, MISSING)


def test_put__replace_empty_graph(store: httpx.Client) -> None:
    not_written(store, "PUT", MISSING, PERSON)


def test_get_of_replacement_for_empty_graph(store: httpx.Client) -> None:
    is_missing(store, MISSING)


def test_post__empty_graph_to_existing_graph(store: httpx.Client) -> None:
    not_written(store, "POST", EXISTING, "")
