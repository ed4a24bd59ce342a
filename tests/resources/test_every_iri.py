"""Every IRI of ours that the graph names opens over HTTP."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import quote

import httpx
import pyoxigraph
import pytest

from json_ld import inlined

BASE = "https://w3id.org/passerelle/"
OURS = f"""
SELECT DISTINCT ?iri {{
  {{ GRAPH ?g {{ ?iri ?p ?o }} }} UNION {{ GRAPH ?g {{ ?s ?iri ?o }} }} UNION {{ GRAPH ?g {{ ?s ?p ?iri }} }}
  UNION {{ GRAPH ?iri {{ ?s ?p ?o }} }}
  FILTER(ISIRI(?iri) && STRSTARTS(STR(?iri), "{BASE}"))
}} ORDER BY ?iri"""
TYPES = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
}

SUFFIXES = {".ttl": "text/turtle", ".nt": "application/n-triples", ".rdf": "application/rdf+xml", ".jsonld": ""}


def opened(client: httpx.Client, iri: str, media_type: str) -> bytes:
    """What is said at an IRI in a format, by any form of its address."""
    path = quote(iri.removeprefix(BASE).partition("#")[0], safe="/%")
    response = client.get(f"/{path}", headers={"Accept": media_type}, follow_redirects=True)
    assert response.status_code == 200, f"{iri} does not open as {media_type}: {response.text[:300]}"
    assert response.headers["content-type"].partition(";")[0] == media_type
    return response.content


def read(content: bytes, media_type: str) -> set[pyoxigraph.Triple]:
    """The statements of a description."""
    return {quad.triple for quad in pyoxigraph.parse(inlined(content), TYPES[media_type])}


def counted(document: dict[str, Any]) -> int:
    """The number of statements of a description in JSON-LD, which parsers would have to read the context for."""
    number = 0
    for node in document["@graph"]:
        for key, value in node.items():
            is_map = isinstance(value, dict) and not {"id", "@value"} & set(value)
            members = list(value.values()) if is_map else [value]
            number += sum(len(member) if isinstance(member, list) else 1 for member in members) if key != "id" else 0
    return number


@pytest.mark.long
def test_every_iri_opens_in_every_format(whole: httpx.Client) -> None:
    """The same number of statements in each, and a page that names what it is about."""
    found = whole.get("/sparql", params={"query": OURS, "format": "json"}).json()["results"]["bindings"]
    iris = [row["iri"]["value"] for row in found]
    groups = {iri.removeprefix(BASE).partition("/")[0] for iri in iris}
    assert {"id", "ns", "graph", "shape", "source", "query"} <= groups
    # Thousands of times six: the service makes one while another is read here.
    with ThreadPoolExecutor(4) as threads:
        for _ in threads.map(partial(opens, whole), dict.fromkeys(iri.partition("#")[0] for iri in iris)):
            pass


def opens(client: httpx.Client, iri: str) -> None:
    path = quote(iri.removeprefix(BASE), safe="/%")
    if re.fullmatch(r"ns/[0-9.]*", path):
        # The ontology and its releases have documents of their own.
        assert len({len(read(opened(client, iri, kind), kind)) for kind in TYPES}) == 1
        assert opened(client, iri, "text/html")
        return
    if path.startswith(("query/", "graph/")):
        # Their own addresses are not those of a description.
        assert read(opened(client, iri, "text/turtle"), "text/turtle") or path.startswith("query/")
        assert iri in opened(client, iri, "text/html").decode() or path.startswith("query/")
    else:
        sent = client.get(f"/{path}", headers={"Accept": "text/turtle"})
        assert (sent.status_code, sent.headers["location"]) == (303, f"/doc/{path.removeprefix('id/')}"), iri
    sizes = {}
    for suffix, kind in (*SUFFIXES.items(), (".html", "")):
        response = client.get(f"/doc/{path.removeprefix('id/')}{suffix}")
        assert response.status_code == 200, f"{iri} does not open as {suffix}: {response.text[:300]}"
        if suffix == ".jsonld":
            sizes[suffix] = counted(response.json())
        elif kind:
            sizes[suffix] = len(read(response.content, kind))
        else:
            assert iri in response.text
    assert len(set(sizes.values())) == 1, f"{iri}: {sizes}"
    assert sizes[".ttl"]


@pytest.mark.parametrize(
    "iri",
    [
        "id/region/84",
        "id/claim/euromobipro-candidates-2018",
        "id/concept/standing-disputed",
        "ns/leadsTo",
        "shape/Region",
        "source/digint-aura",
    ],
)
def test_what_is_said_is_the_same_in_every_format(whole: httpx.Client, iri: str) -> None:
    graphs = [read(opened(whole, BASE + iri, kind), kind) for kind in TYPES]
    named = [{triple for triple in graph if "_:" not in str(triple)} for graph in graphs]
    assert named[0]
    assert all(graph == named[0] for graph in named)
    assert len({len(graph) for graph in graphs}) == 1


def test_a_disputed_figure_is_told_with_the_other_value(whole: httpx.Client) -> None:
    text = whole.get("/doc/claim/euromobipro-candidates-2018.html?lang=en").text
    assert text.index("disputed") < text.index("7000") < text.index("<strong><span>8000</span></strong>")
