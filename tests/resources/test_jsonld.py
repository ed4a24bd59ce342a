"""Descriptions in JSON-LD: compact under the published context, as a processor of JSON-LD that is not ours has it."""

import json
from string import ascii_letters

import httpx
import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from helpers import lasting_headers
from json_ld import CONTEXT, CONTEXT_FILE, compacted, expanded, in_any_order, inlined, n_quads
from passerelle.namespaces import PREFIXES, RDF, XSD, expand
from passerelle.resources.writing import write_description
from passerelle.store.request import ResultFormat
from passerelle.store.rows import Term
from passerelle.store.statements import Statement, write_statements

PATHS = ["region/84", "region/84?page=2", "claim/capital", "shape/Region", "graph/report/context-01", "ns/within"]
TERMS = json.loads(CONTEXT_FILE.read_bytes())["@context"]


def canonical(content: bytes, kind: pyoxigraph.RdfFormat) -> pyoxigraph.Dataset:
    found = pyoxigraph.Dataset(pyoxigraph.parse(content, kind))
    found.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return found


@pytest.mark.parametrize("path", PATHS)
def test_a_description_is_compact_under_the_published_context(things: httpx.Client, path: str) -> None:
    content = things.get(f"/doc/{path}", headers={"Accept": "application/ld+json"}).content
    document = json.loads(content)
    assert document["@context"] == CONTEXT
    assert in_any_order(compacted(expanded(content))) == in_any_order(document)


@pytest.mark.parametrize("path", PATHS)
def test_it_says_what_the_turtle_says(things: httpx.Client, path: str) -> None:
    turtle = things.get(f"/doc/{path}", headers={"Accept": "text/turtle"}).content
    content = things.get(f"/doc/{path}", headers={"Accept": "application/ld+json"}).content
    assert canonical(n_quads(content), pyoxigraph.RdfFormat.N_QUADS) == canonical(turtle, pyoxigraph.RdfFormat.TURTLE)
    assert isomorphic(rdflib.Graph().parse(data=inlined(content), format="json-ld"), rdflib.Graph().parse(data=turtle))


def test_it_reads_like_json(things: httpx.Client) -> None:
    document = things.get("/doc/region/84.jsonld").json()
    nodes = {node["id"]: node for node in document["@graph"]}
    assert nodes["region:84"]["within"] == "country:FR"
    assert nodes["region:84"]["type"] == "Region"
    assert nodes["country:FR"]["rdfs:label"] == {"fr": "France", "en": "France"}
    assert nodes["region:84"]["rdfs:label"] == {"@none": "Auvergne-Rhône-Alpes"}
    assert nodes["claim:capital"]["correctedSince"] == "2016-01-01"
    pieces = {node["id"]: node for node in things.get("/doc/source/digint-aura.jsonld").json()["@graph"]}
    assert pieces["source:digint-aura#context-01"]["position"] == 1


def test_the_context_is_served(things: httpx.Client) -> None:
    response = things.get("/ns/context.jsonld", headers={"Accept": "text/html"})
    assert (response.status_code, response.content) == (200, CONTEXT_FILE.read_bytes())
    assert response.headers["content-type"] == "application/ld+json"
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cache-control"] == "public, max-age=86400"
    head = things.head("/ns/context.jsonld")
    assert (head.content, lasting_headers(head)) == (b"", lasting_headers(response))
    tag = response.headers["etag"]
    assert things.get("/ns/context.jsonld", headers={"If-None-Match": tag}).status_code == 304
    assert "/ns/context.jsonld" in things.get("/api/openapi.json").json()["paths"]


LOCAL = st.text(ascii_letters + "0123456789-_.~/:#%é", max_size=6)
NAMESPACES = st.sampled_from([*PREFIXES.values(), "https://example.org/", "urn:x:", "mailto:"])
# No two slashes come after a prefix: PyLD makes `x://` of them, and then takes that for an IRI by itself.
IRIS = st.builds(lambda namespace, local: namespace + local.lstrip("/").replace("%", "%25"), NAMESPACES, LOCAL)
PROPERTIES = st.sampled_from([what["@id"] for what in TERMS.values() if isinstance(what, dict)]).map(
    lambda name: name if "//" in name else expand(name)
)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
DATATYPES = ("integer", "boolean", "date", "gYear", "decimal", "duration", "anyURI", "string")
LITERALS = st.one_of(
    TEXTS.map(lambda text: Term("literal", text)),
    st.builds(lambda text, tag: Term("literal", text, language=tag), TEXTS, st.sampled_from(["en", "fr", "de-ch"])),
    st.builds(
        lambda text, name: Term("literal", text, "" if name == "string" else XSD + name),
        st.one_of(TEXTS, st.sampled_from(["true", "1", "7", "-7", "007", "12345678901234567890", "2016-01-01", "1.5"])),
        st.sampled_from(DATATYPES),
    ),
)
NODES = st.one_of(IRIS.map(lambda iri: Term("uri", iri)), st.sampled_from("abc").map(lambda name: Term("bnode", name)))


def is_writable(statement: Statement) -> bool:
    """Whether the engine takes the IRIs as such."""
    try:
        write_statements([statement], ResultFormat.NTRIPLES)
    except ValueError:
        return False
    return True


STATEMENTS = st.lists(
    st.tuples(NODES, st.one_of(PROPERTIES, IRIS, st.just(f"{RDF}type")), st.one_of(NODES, LITERALS)).filter(
        is_writable
    ),
    min_size=1,
    max_size=6,
    unique=True,
)


@given(STATEMENTS)
def test_any_statements_are_written_as_a_processor_would(statements: list[Statement]) -> None:
    content = write_description(statements, ResultFormat.JSONLD)
    lines = write_statements(statements, ResultFormat.NTRIPLES)
    assert canonical(n_quads(content), pyoxigraph.RdfFormat.N_QUADS) == canonical(lines, pyoxigraph.RdfFormat.N_TRIPLES)
    document = json.loads(content)
    if isinstance(document, dict) and document.get("@context") == CONTEXT:
        assert in_any_order(compacted(expanded(content))) == in_any_order(document)


def test_an_iri_whose_scheme_is_a_prefix_is_not_misread() -> None:
    place = Term("uri", "geo:45.76,4.84")
    statement = (place, "http://www.w3.org/2000/01/rdf-schema#label", Term("literal", "Lyon"))
    content = write_description([statement], ResultFormat.JSONLD)
    assert b"<geo:45.76,4.84>" in n_quads(content)
