"""The answers to example questions at addresses of their own, for R, Excel and whatever reads an address."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

import httpx
import openpyxl
import pytest

from conftest import serving
from helpers import HEAD, SMALL_GRAPH, Write
from linked import Page
from passerelle.settings import Settings

NAMES = {
    ".csv": "text/csv; charset=utf-8",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".srj": "application/sparql-results+json",
    ".srx": "application/sparql-results+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
REGION, FRANCE = (f"https://w3id.org/passerelle/id/{name}" for name in ("region/84", "country/FR"))

QUERIES = {
    "kinds": """SELECT ?text ?formula ?code ?iri ?whole ?price ?long ?day ?early ?truth ?none ?infinite {
  VALUES (?text ?formula ?code ?iri ?whole ?price) {
    ("Évian ’ 🎓"@fr "=1+1" "007" <http://example.org/é> 3 1.25)
  }
  VALUES (?long ?day ?early ?truth ?infinite) {
    (12345678901234567890.0 "2020-02-03"^^xsd:date "1789-07-14"^^xsd:date true "INF"^^xsd:double)
  }
}""",
    "long": 'SELECT ?x { VALUES ?x { "' + "x" * 32_768 + '" } }',
    "graph": "CONSTRUCT WHERE { ?s ?p ?o }",
}


@pytest.fixture(scope="module")
def client(write: Write) -> Iterator[httpx.Client]:
    head = HEAD + "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    declared = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
    files = {
        f"data/queries/{name}.ttl": f"{head}<query/{name}> a sh:SPARQLExecutable ; rdfs:label 'q'@en ; "
        f"sh:{'construct' if name == 'graph' else 'select'} '''{declared}{text}''' ."
        for name, text in QUERIES.items()
    }
    with serving(Settings(graph=write(SMALL_GRAPH | files))) as serving_client:
        yield serving_client


@pytest.mark.parametrize("suffix", NAMES)
def test_an_answer_has_an_address(client: httpx.Client, suffix: str) -> None:
    for accept in ("*/*", "text/html", "image/png"):
        response = client.get(f"/query/below{suffix}", headers={"Accept": accept})
        assert (response.status_code, response.headers["content-type"]) == (200, NAMES[suffix])
        assert REGION.encode() in response.content or suffix == ".xlsx"
    head = client.head(f"/query/below{suffix}")
    assert (head.content, head.headers["etag"]) == (b"", response.headers["etag"])


def test_csv_is_that_of_the_standard(client: httpx.Client) -> None:
    response = client.get("/query/below.csv?least=28&text=%C3%A9t%C3%A9%2C%20%22fin%22&whole=")
    assert response.content.decode() == f'part,whole,least,text\r\n{REGION},{FRANCE},28,"été, ""fin"""\r\n'
    asked = client.get("/query/below.rq", params={"least": "28", "text": 'été, "fin"'}).text
    assert client.get("/sparql", params={"query": asked, "format": "csv"}).content == response.content


@pytest.mark.parametrize("suffix", NAMES)
def test_what_is_known_is_not_sent_twice(client: httpx.Client, suffix: str) -> None:
    first = client.get(f"/query/below{suffix}?least=2")
    again = client.get(f"/query/below{suffix}?least=2", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"] != client.get(f"/query/below{suffix}").headers["etag"]
    assert first.headers["cache-control"] == "public, max-age=60"
    assert client.get(f"/query/below{suffix}?least=2").content == first.content


def test_a_workbook_has_cells_of_their_kind(client: httpx.Client) -> None:
    response = client.get("/query/kinds.xlsx")
    assert response.headers["content-disposition"] == 'attachment; filename="kinds.xlsx"'
    sheet = openpyxl.load_workbook(BytesIO(response.content)).worksheets[0]
    head, row = sheet.iter_rows(values_only=True)
    assert dict(zip(head, row, strict=True)) == {
        "text": "Évian ’ 🎓",
        "formula": "=1+1",
        "code": "007",
        "iri": "http://example.org/é",
        "whole": 3,
        "price": 1.25,
        "long": "12345678901234567890",
        "day": datetime(2020, 2, 3),
        "early": "1789-07-14",
        "truth": True,
        "none": None,
        "infinite": "INF",
    }


@pytest.mark.parametrize(
    ("path", "status", "part"),
    [
        ("/query/below.csv?least=x", 400, "least takes a whole number such as 1"),
        ("/query/below.xlsx?age=1", 400, "has no parameter 'age'"),
        ("/query/below.csv?least=1&least=2", 400, "more than once"),
        ("/query/belo.csv", 404, "Did you mean below?"),
        ("/query/belo.xlsx", 404, "Did you mean below?"),
        ("/query/graph.xlsx", 406, "gives no table"),
        ("/query/graph.csv", 406, "On offer: text/turtle"),
        ("/query/long.xlsx", 406, "longer than a cell"),
    ],
)
def test_an_answer_that_cannot_be_had_is_told_why(client: httpx.Client, path: str, status: int, part: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert part in response.json()["detail"]


def test_the_page_links_to_the_answers_with_its_values(client: httpx.Client) -> None:
    response = client.get("/query/below?lang=fr&least=5&text=%26%20%C3%A9&whole=", headers={"Accept": "text/html"})
    answers = [client.get(link) for link in Page(response.text).links if "least=5" in link]
    assert [answer.headers["content-type"] for answer in answers] == list(NAMES.values())
    assert answers[0].text.splitlines()[1].endswith(",5,& é")
