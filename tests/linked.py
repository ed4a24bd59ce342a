"""A graph of things to open, and readers of what the service says of them."""

from html.parser import HTMLParser

import httpx
import pyoxigraph
import rdflib

from helpers import HEAD, SMALL_GRAPH

BASE = "https://w3id.org/passerelle/"
PSL = rdflib.Namespace(f"{BASE}ns/")
REGION = rdflib.URIRef(f"{BASE}id/region/84")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# What the service says of its own address, where no other is set.
PUBLIC = "http://127.0.0.1:8000"
RDF = {
    ".ttl": ("text/turtle", "turtle", pyoxigraph.RdfFormat.TURTLE),
    ".nt": ("application/n-triples", "nt", pyoxigraph.RdfFormat.N_TRIPLES),
    ".rdf": ("application/rdf+xml", "xml", pyoxigraph.RdfFormat.RDF_XML),
    ".jsonld": ("application/ld+json", "json-ld", pyoxigraph.RdfFormat.JSON_LD),
}
MANY = 120
FILES = SMALL_GRAPH | {
    "data/retired.ttl": HEAD
    + """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<id/region/82> owl:deprecated true ; dcterms:isReplacedBy <id/region/84> .
<id/region/00> owl:deprecated true .
""",
    "data/reference/extra.trig": HEAD
    + """
@prefix reference: <https://w3id.org/passerelle/graph/reference/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<graph/sources> {
  passage:context-01 rdfs:label "Local context, paragraph 1"@en, "Contexte, paragraphe 1"@fr .
  editorial:claims dcterms:source <source/editorial> .
}
reference:codes {
  <id/region/84> psl:wrong "<script>alert(1)</script>", "javascript:alert(2)"^^xsd:anyURI, <javascript:alert(3)> ;
    psl:page "https://example.org/page"^^xsd:anyURI .
  <id/place/Évian> rdfs:label "Évian" .
  <id/place/%C3%89tretat> rdfs:label "Étretat" .
  <id/place/a%2Fb> rdfs:label "Slash" .
  <id/place/hostile> rdfs:label "</script><script>alert(1)</script><!-- &amp;" .
  <id/place/page.ttl> rdfs:label "Named like a file" .
}
report:context-01 {
  <id/claim/capital> psl:about <id/region/84> ; psl:property psl:chiefTown ; psl:value "Grenoble" ;
    psl:passage passage:context-01 .
}
editorial:claims {
  <id/claim/capital> a psl:Claim ; psl:standing <id/concept/standing-superseded> ;
    psl:wording "Grenoble is the chief town."@en, "Grenoble est le chef-lieu."@fr ;
    psl:reason "It moved."@en, "Il a changé."@fr ; psl:correctedSince "2016-01-01"^^xsd:date ;
    psl:correctedBy <id/claim/other> .
  <id/claim/other> rdfs:label "Another town"@en ; psl:value "Lyon" ; psl:standing <id/concept/standing-confirmed> .
  <id/concept/standing-superseded> rdfs:label "superseded"@en, "dépassée"@fr .
}
""",
    "data/reference/many.trig": HEAD
    + "@prefix reference: <https://w3id.org/passerelle/graph/reference/> .\nreference:many {\n"
    + "".join(f"<id/commune/{n:03}> psl:within <id/region/84> .\n" for n in range(MANY))
    + "}",
}


class Page(HTMLParser):
    """The elements of a page, well nested, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        # What stands in blocks of data, which no browser runs or shows.
        self.data = ""
        self._open: list[str] = []
        self.feed(text)
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "script":
            assert dict(attrs)["type"] == "application/ld+json"
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")
        if tag not in {"meta", "link", "input"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] == ["script"]:
            self.data += data
        else:
            self.text += data


def page(client: httpx.Client, path: str, status: int = 200, language: str = "en") -> Page:
    response = client.get(path, headers={"Accept": BROWSER, "Accept-Language": language})
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-language"] == language
    assert "default-src 'none'" in response.headers["content-security-policy"]
    return Page(response.text)


def turtle(client: httpx.Client, path: str) -> rdflib.Graph:
    response = client.get(path, headers={"Accept": "text/turtle"})
    assert response.status_code == 200, response.text
    return rdflib.Graph().parse(data=response.content, format="turtle")


def links(response: httpx.Response) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for link in response.headers["link"].split(", "):
        target, _, rest = link.partition(">; ")
        relation = rest.partition(";")[0].partition('"')[2].strip('"')
        found.setdefault(relation, []).append(target.removeprefix("<").removeprefix(PUBLIC))
    return found
