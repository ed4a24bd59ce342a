"""What a result says is what the graph says, in every format, whatever characters and terms there are."""

import csv
import io
import json
import random
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal

from conftest import serving
from helpers import Write
from passerelle.settings import Settings

XSD = "http://www.w3.org/2001/XMLSchema#"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
NS = {"": "http://www.w3.org/2005/sparql-results#"}
ITS = "{http://www.w3.org/2005/11/its}"
NASTY = "aé\"',;\\\t\n\r <>&|?@^_:.#%+/{}\u00a0\u0085\u2028\u202e\ufeff\U0001f600e\u0301"
# Text, language tag, datatype.
Value = tuple[str, str, str]


def ask(client: httpx.Client, query: str, accept: str) -> httpx.Response:
    response = client.post("/sparql", data={"query": query}, headers={"Accept": accept})
    assert response.status_code == 200, response.text
    return response


def literals_of(response: httpx.Response) -> list[Value]:
    """The only column of a result, in whichever format that tells literals apart."""
    match response.headers["content-type"].partition(";")[0]:
        case "application/sparql-results+json":
            bindings = [row["o"] for row in response.json()["results"]["bindings"]]
            return [(term["value"], term.get("xml:lang", ""), term.get("datatype", "")) for term in bindings]
        case "application/sparql-results+xml":
            found = ET.fromstring(response.content).iterfind(".//literal", NS)  # noqa: S314 - our own output
            language = "{http://www.w3.org/XML/1998/namespace}lang"
            return [(term.text or "", term.get(language, ""), term.get("datatype", "")) for term in found]
        case _:
            header, *lines, end = response.content.decode().split("\n")
            assert (header, end) == ("?o", "")
            return [_from_ntriples(line) for line in lines]


def _from_ntriples(term: str) -> Value:
    (node,) = Graph().parse(data=f"<urn:a> <urn:b> {term} .\n", format="nt").objects()
    assert isinstance(node, Literal)
    return str(node), node.language or "", str(node.datatype or "")


def written(value: Value) -> str:
    """A literal in Turtle and SPARQL."""
    text, language, datatype = value
    escaped = "".join(f"\\U{ord(character):08X}" for character in text)
    return f'"{escaped}"' + (f"@{language}" if language else f"^^<{datatype}>" if datatype else "")


def sample() -> list[Value]:
    """Texts of nasty characters, the same at every run."""
    chance = random.Random(0)  # noqa: S311 - no secret
    texts = ["", " ", "  two ", "\r", "\r\n", "\n\n", '"', '""', "a,b", "\\n", "\\", *NASTY]
    texts += ["".join(chance.choices(NASTY, k=chance.randint(1, 12))) for _ in range(300)]
    kinds = [("", ""), ("fr", ""), ("en-gb", ""), ("", "http://example.org/type"), ("", f"{XSD}anyURI")]
    return sorted({(text, *kinds[index % len(kinds)]) for index, text in enumerate(texts)})


@pytest.fixture(scope="module")
def nasty(write: Write) -> Iterator[httpx.Client]:
    """A service over a graph of nasty literals, and of IRIs that must not be taken for each other."""
    statements = [f"<urn:s> <urn:p> {written(value)} ." for value in sample()]
    statements += [f"<{iri}> <urn:named> {number} ." for number, iri in enumerate(IRIS)]
    graphs = [f"<{iri}> {{ <urn:in> <urn:graph> {number} }}" for number, iri in enumerate(IRIS)]
    folder = write({"a.trig": "\n".join(["<urn:g> {", *statements, "}", *graphs])})
    with serving(Settings(graph=folder, workers=1)) as client:
        yield client


@pytest.mark.parametrize("accept", [JSON, XML, TSV])
def test_every_literal_of_a_graph_comes_back_as_it_is(nasty: httpx.Client, accept: str) -> None:
    assert sorted(literals_of(ask(nasty, "SELECT ?o { <urn:s> <urn:p> ?o }", accept))) == sample()


def test_every_text_of_a_graph_comes_back_from_csv(nasty: httpx.Client) -> None:
    content = ask(nasty, "SELECT ?o ('x' AS ?x) { <urn:s> <urn:p> ?o }", CSV).content.decode()
    rows = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    assert rows[0] == ["o", "x"]
    assert sorted(rows[1:]) == sorted([text, "x"] for text, _, _ in sample())


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(NASTY), max_size=12)
_KINDS = st.sampled_from(
    [("", ""), ("fr", ""), ("zh-hant-tw", ""), ("", "http://example.org/a,b"), ("", f"{XSD}anyURI")]
)


@settings(max_examples=60)
@given(st.tuples(_TEXTS, _KINDS).map(lambda pair: (pair[0], *pair[1])))
def test_any_literal_comes_back_as_it_is(client: httpx.Client, value: Value) -> None:
    query = f"SELECT ?o {{ VALUES ?o {{ {written(value)} }} }}"
    for accept in (JSON, TSV):
        assert literals_of(ask(client, query, accept)) == [value]
    response = client.post("/sparql", data={"query": query}, headers={"Accept": XML})
    if any((character < " " and character not in "\t\n\r") or character in "\ufffe\uffff" for character in value[0]):
        assert response.status_code == 406
    else:
        assert literals_of(response) == [value]
    (_, cells) = csv.reader(io.StringIO(ask(client, _beside(query), CSV).content.decode(), newline=""), strict=True)
    assert cells == [value[0], "x"]


def _beside(query: str) -> str:
    """With a second column: where there is but one, an empty text is an empty line."""
    return query.replace("SELECT ?o", "SELECT ?o ('x' AS ?x)")


@pytest.mark.parametrize(
    ("expression", "cell"),
    [
        ('"a,b"', '"a,b"'),
        ('"say \\"a\\""', '"say ""a"""'),
        ('"\\r"', '"\r"'),
        ('"a\\nb"', '"a\nb"'),
        ('" a "', " a "),
        ('"x"@fr', "x"),
        ('"1,5"^^<http://example.org/number>', '"1,5"'),
        ("<http://example.org/Paris,_Texas>", '"http://example.org/Paris,_Texas"'),
        ("<http://example.org/a>", "http://example.org/a"),
        ("1.5", "1.5"),
        ("true", "true"),
        ('""', ""),
        ("?unbound", ""),
        ('TRIPLE(<urn:a>, <urn:b>, "c, d"@fr)', '"<<( <urn:a> <urn:b> ""c, d""@fr )>>"'),
    ],
)
def test_csv_quotes_what_it_must_and_no_more(client: httpx.Client, expression: str, cell: str) -> None:
    content = ask(client, f"SELECT (1 AS ?a) ({expression} AS ?b) (2 AS ?c) {{}}", CSV).content.decode()
    assert content == f"a,b,c\r\n1,{cell},2\r\n"


def test_an_unbound_variable_is_no_empty_text(client: httpx.Client) -> None:
    query = 'SELECT ?a ?b { VALUES (?a ?b) { (UNDEF "") ("" UNDEF) } }'
    first, second = ask(client, query, JSON).json()["results"]["bindings"]
    assert (set(first), set(second)) == ({"b"}, {"a"})
    results = ET.fromstring(ask(client, query, XML).content).iterfind(".//result", NS)  # noqa: S314 - our own output
    assert [[binding.get("name") for binding in result] for result in results] == [["b"], ["a"]]
    assert ask(client, query, TSV).text == '?a\t?b\n\t""\n""\t\n'
    assert ask(client, query, CSV).text == "a,b\r\n,\r\n,\r\n"


@pytest.mark.parametrize(
    ("expression", "value", "datatype"),
    [
        ('"NaN"^^xsd:double', "NaN", "double"),
        ('"INF"^^xsd:double', "INF", "double"),
        ('"-INF"^^xsd:float', "-INF", "float"),
        ("123456789012345678901234567890", "123456789012345678901234567890", "integer"),
        ('"abc"^^xsd:integer', "abc", "integer"),
        ('"2025-13-45"^^xsd:date', "2025-13-45", "date"),
        ('"2025-01-01"^^xsd:date', "2025-01-01", "date"),
        ('"P1Y2M"^^xsd:duration', "P1Y2M", "duration"),
        ('"2025"^^xsd:gYear', "2025", "gYear"),
        # The engine keeps values and not how they are written; so says the table in `passerelle.sparql`.
        ("1.50", "1.5", "decimal"),
        ('"01"^^xsd:integer', "1", "integer"),
        ("1.0e0", "1", "double"),
    ],
)
def test_datatypes_stay(client: httpx.Client, expression: str, value: str, datatype: str) -> None:
    query = f"PREFIX xsd: <{XSD}> SELECT ({expression} AS ?o) {{}}"
    for accept in (JSON, XML):
        assert literals_of(ask(client, query, accept)) == [(value, "", XSD + datatype)]
    assert ask(client, query, CSV).text == f"o\r\n{value}\r\n"
    cell = ask(client, query, TSV).text.split("\n")[1]
    assert cell in {value, f'"{value}"^^<{XSD}{datatype}>'}


def test_language_tags_are_in_lower_case_and_equal_as_before(client: httpx.Client) -> None:
    """RDF allows it (https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal), and the engine does it."""
    query = 'SELECT ("x"@fr-CA AS ?o) { FILTER (LANGMATCHES(LANG("x"@fr-CA), "FR-ca")) }'
    for accept in (JSON, XML, TSV):
        assert literals_of(ask(client, query, accept)) == [("x", "fr-ca", "")]


def test_the_direction_of_a_text_is_told(client: httpx.Client) -> None:
    query = 'SELECT ("x"@ar--rtl AS ?o) {}'
    (row,) = ask(client, query, JSON).json()["results"]["bindings"]
    assert row["o"] == {"type": "literal", "value": "x", "xml:lang": "ar", "its:dir": "rtl"}
    literal = ET.fromstring(ask(client, query, XML).content).find(".//literal", NS)  # noqa: S314 - our own output
    assert literal is not None
    assert literal.get(f"{ITS}dir") == "rtl"
    assert ask(client, query, TSV).text == '?o\n"x"@ar--rtl\n'


INNER = '<<( <urn:a> <urn:b> "c"@fr )>>'
NESTED = f"<<( <urn:a> <urn:says> {INNER} )>>"


def test_triple_terms_of_rdf_1_2_in_json_and_xml(client: httpx.Client) -> None:
    query = f"SELECT ({NESTED} AS ?t) {{}}"

    def iri(value: str) -> dict[str, str]:
        return {"type": "uri", "value": value}

    literal = {"type": "literal", "value": "c", "xml:lang": "fr"}
    inner: dict[str, Any] = {"subject": iri("urn:a"), "predicate": iri("urn:b"), "object": literal}
    outer = {"subject": iri("urn:a"), "predicate": iri("urn:says"), "object": {"type": "triple", "value": inner}}
    (row,) = ask(client, query, JSON).json()["results"]["bindings"]
    assert row["t"] == {"type": "triple", "value": outer}
    binding = ET.fromstring(ask(client, query, XML).content).find(".//binding", NS)  # noqa: S314 - our own output
    assert binding is not None
    for path, text in (
        ("triple/subject/uri", "urn:a"),
        ("triple/predicate/uri", "urn:says"),
        ("triple/object/triple/subject/uri", "urn:a"),
        ("triple/object/triple/object/literal", "c"),
    ):
        assert binding.findtext(path, namespaces=NS) == text


def test_triple_terms_of_rdf_1_2_in_tsv_and_csv(client: httpx.Client) -> None:
    query = f"SELECT (1 AS ?n) ({NESTED} AS ?t) {{}}"
    assert ask(client, query, TSV).text == f"?n\t?t\n1\t{NESTED}\n"
    rows = list(csv.reader(io.StringIO(ask(client, query, CSV).text, newline=""), strict=True))
    assert rows == [["n", "t"], ["1", NESTED]]


def test_triple_terms_of_rdf_1_2_in_graphs(client: httpx.Client) -> None:
    query = f"CONSTRUCT {{ <urn:r> <urn:reifies> {INNER} }} WHERE {{}}"
    for accept in ("text/turtle", "application/n-triples"):
        assert INNER in ask(client, query, accept).text
    assert 'parseType="Triple"' in ask(client, query, "application/rdf+xml").text
    response = client.post("/sparql", data={"query": query}, headers={"Accept": "application/ld+json"})
    assert response.status_code == 406
    assert "JSON-LD" in response.json()["detail"]


IRIS = [
    "http://example.org/é",
    "http://example.org/e\u0301",
    "http://example.org/%C3%A9",
    "http://example.org/%c3%a9",
    "http://example.org/%25C3",
    "http://example.org/a+b",
    "http://example.org/a%2Bb",
    "http://example.org/a%20b",
    "http://example.org/a&b=c;d",
    "http://example.org/a,b",
    "http://example.org/#é",
    "http://example.org/?q=é&r=%26",
    "http://exämple.org/",
    "urn:étoile",
]


@pytest.mark.parametrize("number", range(len(IRIS)))
def test_an_iri_is_found_by_every_method_and_taken_for_no_other(nasty: httpx.Client, number: int) -> None:
    query = f"SELECT ?n {{ <{IRIS[number]}> <urn:named> ?n }}"
    direct = {"Content-Type": "application/sparql-query"}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    encoded = str(httpx.QueryParams({"query": query}))
    for response in (
        nasty.get("/sparql", params={"query": query}),
        nasty.post("/sparql", data={"query": query}),
        nasty.post("/sparql", content=query.encode(), headers=direct),
        nasty.request("QUERY", "/sparql", content=query.encode(), headers=direct),
        nasty.request("QUERY", "/sparql", content=encoded, headers=form),
    ):
        assert [row["n"]["value"] for row in response.json()["results"]["bindings"]] == [str(number)]


@pytest.mark.parametrize("number", range(len(IRIS)))
def test_a_graph_is_found_by_its_iri_and_taken_for_no_other(nasty: httpx.Client, number: int) -> None:
    iri = IRIS[number]
    parameters = {"query": "SELECT ?n { <urn:in> <urn:graph> ?n }", "default-graph-uri": iri}
    named = {"query": "SELECT ?n { GRAPH ?g { <urn:in> <urn:graph> ?n } }", "named-graph-uri": iri}
    direct = {"Content-Type": "application/sparql-query"}
    for asked in (parameters, named):
        rest = {name: value for name, value in asked.items() if name != "query"}
        for response in (
            nasty.get("/sparql", params=asked),
            nasty.post("/sparql", data=asked),
            nasty.post("/sparql", params=rest, content=asked["query"], headers=direct),
            nasty.request("QUERY", "/sparql", params=rest, content=asked["query"], headers=direct),
        ):
            assert [row["n"]["value"] for row in response.json()["results"]["bindings"]] == [str(number)]
    response = nasty.get("/graphs", params={"graph": iri}, headers={"Accept": "application/n-triples"})
    assert response.text == f'<urn:in> <urn:graph> "{number}"^^<{XSD}integer> .\n'


def test_the_addresses_that_the_list_of_graphs_gives_lead_to_them(nasty: httpx.Client) -> None:
    sd = "http://www.w3.org/ns/sparql-service-description#"
    listed = json.loads(nasty.get("/graphs?format=jsonld").content)
    nodes = {node["@id"]: node for node in (listed if isinstance(listed, list) else listed["@graph"])}
    found = {
        node[f"{sd}name"][0]["@id"]: node[f"{sd}graph"][0]["@id"] for node in nodes.values() if f"{sd}name" in node
    }
    assert set(IRIS) <= set(found)
    for number, iri in enumerate(IRIS):
        path = found[iri].partition("8000")[2]
        response = nasty.get(httpx.URL(path).raw_path.decode(), headers={"Accept": "application/n-triples"})
        assert f'"{number}"' in response.text
