"""Citations of things, of the ontology and of the data set, as other programs read them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from conftest import serving
from helpers import HEAD, SMALL_GRAPH, Write
from linked import Page
from passerelle.namespaces import SOURCE
from passerelle.publishing.bibliography import Author, Item, as_bibtex, as_csl, as_text
from passerelle.publishing.citations import Release, citations
from passerelle.settings import Settings
from passerelle.store.engine import Engine
from passerelle.store.rows import values

ODD = r"100 % of “A_B” & {C}: \o/ $5 #1 ~x^2, é 漢"
FILES = SMALL_GRAPH | {
    "data/retired.ttl": HEAD
    + "<id/region/82> <http://www.w3.org/2002/07/owl#deprecated> true ; dcterms:isReplacedBy <id/region/84> .",
    "data/reference/works.trig": HEAD
    + f"""
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix reference: <https://w3id.org/passerelle/graph/reference/> .
<graph/sources> {{
  reference:works dcterms:source <source/study> .
  editorial:names dcterms:source <source/editorial> .
  <source/editorial> a psl:Work ; rdfs:label "Ours"@en ; dcterms:publisher <id/organisation/passerelle-contributors> .
  <source/study> a psl:Work ; rdfs:label "A study"@en, "Une étude"@fr ; dcterms:title {json.dumps(ODD)} ;
    dcterms:issued "2021-03"^^xsd:gYearMonth ; dcterms:publisher <id/organisation/press> ; dcterms:language "en" ;
    dcterms:creator <id/person/doe>, <id/organisation/office> ;
    foaf:page "https://example.org/a_b?x=1&y={{2}}"^^xsd:anyURI ;
    adms:identifier <id/identifier/doi> , <id/identifier/isbn> .
}}
reference:works {{
  <id/region/84> psl:population 8 .
  <id/publication/one> a psl:Publication ; rdfs:label "One"@en ; dcterms:issued "2020"^^xsd:gYear .
  <id/identifier/doi> dcterms:type <id/concept/scheme-doi> ; skos:notation "10.1234/a_b(c)" .
  <id/identifier/isbn> dcterms:type <id/concept/scheme-isbn> ; skos:notation "978-92-896-3307-9" .
}}
editorial:names {{
  <id/person/doe> rdfs:label "Jane Doe" . <id/organisation/office> rdfs:label "Office of Studies and Plans"@en .
  <id/organisation/press> rdfs:label "Press & Sons"@en .
  <id/organisation/passerelle-contributors> rdfs:label "Passerelle contributors"@en, "Contributeurs de Passerelle"@fr .
}}
""",
    "ontology/passerelle.ttl": HEAD
    + """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<ns/> a owl:Ontology ; dcterms:title "The ontology"@en ; owl:versionInfo "1.2.3" ; owl:versionIRI <ns/1.2.3> ;
  dcterms:creator <id/organisation/passerelle-contributors> ;
  dcterms:modified "2026-01-31"^^<http://www.w3.org/2001/XMLSchema#date> .
""",
}
TYPES = {
    ".txt": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".bib": "application/x-bibtex",
    ".csl.json": "application/vnd.citationstyles.csl+json",
}
# https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types
CSL_TYPES = {"dataset", "document", "entry", "legislation", "webpage"}
CSL_TEXTS = {"id", "type", "title", "container-title", "publisher", "version", "DOI", "ISBN", "URL", "language"}


@pytest.fixture(scope="module")
def client(write: Write) -> Iterator[httpx.Client]:
    with serving(Settings(graph=write(FILES))) as found:
        yield found


def read_bibtex(content: bytes) -> list[dict[str, str]]:
    """The entries as TeX shows them; addresses are read letter by letter."""
    raw, shown = (parse_string(content.decode(), append_middleware=more) for more in ([], [LatexDecodingMiddleware()]))
    assert not raw.failed_blocks
    assert not shown.failed_blocks
    return [
        {"key": entry.key}
        | {field.key: str(field.value).replace("\N{MODIFIER LETTER CIRCUMFLEX ACCENT}", "^") for field in entry.fields}
        | {field.key: str(field.value) for field in same.fields if field.key in {"url", "doi"}}
        for entry, same in zip(shown.entries, raw.entries, strict=True)
    ]


def check_csl(content: bytes) -> list[dict[str, Any]]:
    """What https://github.com/citation-style-language/schema asks of input data."""
    items: list[dict[str, Any]] = json.loads(content)
    for item in items:
        assert item["id"]
        assert item["type"] in CSL_TYPES
        assert set(item) <= {*CSL_TEXTS, "author", "issued"}
        assert all(isinstance(item[name], str) and item[name] for name in CSL_TEXTS & set(item))
        assert all(set(author) == {"literal"} for author in item.get("author", []))
        for (parts,) in [item["issued"]["date-parts"]] if "issued" in item else []:
            assert 1 <= len(parts) <= 3
            assert all(isinstance(part, int) for part in parts)
    return items


def test_a_work_is_cited_with_all_that_is_known_of_it(client: httpx.Client) -> None:
    assert client.get("/cite/source/study.txt").text == (
        f"Jane Doe, Office of Studies and Plans (2021). {ODD}. Press & Sons. https://doi.org/10.1234/a_b(c)\n"
    ).replace("Jane Doe, Office of Studies and Plans", "Office of Studies and Plans, Jane Doe")
    (entry,) = read_bibtex(client.get("/cite/source/study.bib").content)
    assert entry == {
        "key": "source-study",
        "author": "Office of Studies and Plans and Jane Doe",
        "title": ODD,
        "year": "2021",
        "month": "3",
        "publisher": "Press & Sons",
        "doi": "10.1234/a_b(c)",
        "isbn": "978-92-896-3307-9",
        "url": "https://example.org/a_b?x=1&y=%7B2%7D",
        "language": "en",
    }
    (item,) = check_csl(client.get("/cite/source/study.csl.json").content)
    assert (item["type"], item["title"], item["DOI"]) == ("webpage", ODD, "10.1234/a_b(c)")
    assert item["issued"] == {"date-parts": [[2021, 3]]}
    # So that "and" in the name of a body parts nobody.
    assert b"author = {{Office of Studies and Plans} and Jane Doe}" in client.get("/cite/source/study.bib").content


def test_a_thing_is_cited_with_the_works_it_is_from(client: httpx.Client) -> None:
    version = client.get("/health").json()["dataset"]
    first, *works = client.get("/cite/region/84.txt").text.splitlines()
    assert first == (
        "Passerelle contributors (2026). Auvergne-Rhône-Alpes. Passerelle: the knowledge graph of French vocational "
        f"education and training, version {version}. https://w3id.org/passerelle/id/region/84"
    )
    assert [work.partition(" (")[0] for work in works] == ["The report", "Office of Studies and Plans, Jane Doe"]
    items = check_csl(client.get("/cite/region/84.csl.json").content)
    assert [item["type"] for item in items] == ["entry", "document", "webpage"]
    assert [entry["key"] for entry in read_bibtex(client.get("/cite/region/84.bib").content)] == [
        "passerelle-region-84",
        "source-digint-aura",
        "source-study",
    ]


def test_a_publication_is_cited_itself_first(client: httpx.Client) -> None:
    keys = [entry["key"] for entry in read_bibtex(client.get("/cite/publication/one.bib").content)]
    assert keys == ["publication-one", "passerelle-publication-one", "source-study"]


def test_the_data_set_and_the_ontology_have_citations(client: httpx.Client) -> None:
    version = client.get("/health").json()["dataset"]
    for name in ("dataset/passerelle", ""):
        (item,) = check_csl(client.get(f"/cite/{name}.csl.json").content)
        assert (item["type"], item["version"], item["author"]) == (
            "dataset",
            version,
            [{"literal": "Passerelle contributors"}],
        )
    for name in ("ns", "ns/"):
        told = client.get(f"/cite/{name}", headers={"Accept": "text/plain"}).text
        assert told == (
            "Passerelle contributors (2026). The ontology, version 1.2.3. https://w3id.org/passerelle/ns/1.2.3\n"
        )


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("*/*", ".txt"),
        ("text/html,*/*;q=0.8", ".html"),
        ("application/x-bibtex", ".bib"),
        ("text/x-bibtex", ".bib"),
        ("application/vnd.citationstyles.csl+json", ".csl.json"),
    ],
)
def test_the_format_is_negotiated(client: httpx.Client, accept: str, suffix: str) -> None:
    response = client.get("/cite/region/84", headers={"Accept": accept})
    assert response.headers["content-type"].partition(";")[0] in {accept, TYPES[suffix].partition(";")[0]}
    assert response.content == client.get(f"/cite/region/84{suffix}").content
    assert client.get(f"/cite/region/84{suffix}").headers["content-type"] == TYPES[suffix]


@pytest.mark.parametrize("suffix", TYPES)
def test_what_is_known_is_not_sent_twice(client: httpx.Client, suffix: str) -> None:
    first = client.get(f"/cite/region/84{suffix}")
    again = client.get(f"/cite/region/84{suffix}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    french = client.get(f"/cite/region/84{suffix}?lang=fr")
    assert french.headers["etag"] != first.headers["etag"]
    assert "Contributeurs de Passerelle" in french.text
    head = client.head(f"/cite/region/84{suffix}")
    assert (head.content, head.headers["etag"]) == (b"", first.headers["etag"])


@pytest.mark.parametrize(
    ("path", "status", "part"),
    [
        ("/cite/region/none.bib", 404, "says nothing of 'region/none'"),
        ("/cite/%FF.bib", 404, "says nothing of"),
        ("/cite/region/82.bib", 410, "was retired"),
        ("/cite/region/84.bib?lang=xx", 400, "en or fr"),
    ],
)
def test_what_cannot_be_cited_is_told(client: httpx.Client, path: str, status: int, part: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert part in response.json()["detail"]


@pytest.mark.parametrize("path", ["/doc/region/84", "/doc/source/study", "/doc/ns/Region", "/doc/publication/one"])
def test_pages_lead_to_the_citation_and_its_files(client: httpx.Client, path: str) -> None:
    found = Page(client.get(path, headers={"Accept": "text/html", "Accept-Language": "fr"}).text)
    links = [link for link in found.links if link.startswith("/cite/")]
    types = [client.get(link, headers={"Accept": "text/html"}).headers["content-type"] for link in links]
    assert types == [TYPES[".html"], TYPES[".bib"], TYPES[".csl.json"]]
    page = Page(client.get(links[0], headers={"Accept": "text/html"}).text)
    assert "Citer ceci" in page.text
    assert path in page.links
    assert "@misc{" in page.text
    for link in page.links:
        assert client.get(link, headers={"Accept": "text/html"}).status_code == 200, link


def test_every_work_of_the_graph_can_be_cited(repository: Path) -> None:
    engine = Engine(repository)
    query = "SELECT DISTINCT ?work { GRAPH ?g { ?work a <https://w3id.org/passerelle/ns/Work> } } ORDER BY ?work"
    works = [row["work"] for row in values(engine, query)]
    assert len(works) > 100
    items = [item for work in works for item in citations(engine, work, Release("1"), "fr")[:1]]
    assert all(item.title and not item.title.startswith(SOURCE) for item in items)
    entries = read_bibtex(as_bibtex(items))
    assert [entry["title"] for entry in entries] == [item.title for item in items]
    assert len({entry["key"] for entry in entries}) == len(works)
    assert len(check_csl(as_csl(items))) == len(works)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1)


@given(TEXTS, TEXTS, st.booleans())
def test_any_text_comes_back_from_bibtex(title: str, author: str, person: bool) -> None:
    written = as_bibtex([Item("key", "document", title, (Author(author, person),))])
    library = parse_string(written.decode())
    assert not library.failed_blocks
    (entry,) = library.entries
    assert plain(str(entry["title"])) == title
    assert plain(str(entry["author"])) == author
    check_csl(as_csl([Item("key", "document", title, (Author(author, person),))]))
    assert as_text(Item("key", "document", title), "en")


def plain(text: str) -> str:
    """What TeX shows: each escape as its sign."""
    for sign in "{}&%$#_":
        text = text.replace(f"\\{sign}", f"\0{ord(sign)}\0")
    for name, sign in (("textbackslash", "\\"), ("textasciitilde", "~"), ("textasciicircum", "^")):
        text = text.replace(f"\\{name}{{}}", f"\0{ord(sign)}\0")
    text = text.replace("{", "").replace("}", "")
    parts = text.split("\0")
    return "".join(chr(int(part)) if number % 2 else part for number, part in enumerate(parts))
