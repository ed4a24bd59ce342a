"""The pages of things: who says what, the standing of claims, links that stay here."""

import re

import httpx
import pytest
import rdflib

from linked import BASE, BROWSER, MANY, PSL, Page, page, turtle


def test_the_page_tells_who_says_what(things: httpx.Client) -> None:
    found = page(things, "/doc/region/84")
    # A block of data, which is looked at where it is told.
    assert found.tags.count("script") == 1
    assert "<script>alert(1)</script>" in found.text
    assert {"javascript:alert(2)", "javascript:alert(3)"} <= {*re.findall(r"javascript:alert\(\d\)", found.text)}
    assert "https://example.org/page" in found.links
    assert {link.partition(":")[0] for link in found.links if ":" in link} <= {"http", "https"}
    text = " ".join(found.text.split())
    for part in (
        "✗ superseded since 2016-01-01 (not to be relied on)",
        "Grenoble is the chief town.",
        "Another town: Lyon",
        "It moved.",
        "France said by",
        "report: Local context, paragraph 1",
        f"1 to 50 of {MANY}",
        "Page 1 of 3",
    ):
        assert part in text, text
    assert "dépassée depuis le 2016-01-01" in " ".join(page(things, "/doc/region/84", language="fr").text.split())


def test_links_of_a_page_stay_here_and_resolve(things: httpx.Client) -> None:
    retired = {"/doc/region/82"}
    for path in ("/doc/region/84", "/doc/region/84?page=2", "/doc/claim/capital"):
        found = page(things, path)
        own = [link for link in found.links if link.startswith("/")]
        assert len(own) > 5
        for link in set(own):
            assert things.get(link, headers={"Accept": "*/*"}, follow_redirects=True).status_code == (
                410 if link in retired else 200
            )
        assert not [link for link in found.links if link.startswith(BASE)]
    # A chosen language is kept.
    assert "/doc/country/FR?lang=fr" in Page(things.get("/doc/region/84.html?lang=fr").text).links
    assert things.get("/doc/region/84.html?lang=de").status_code == 400


@pytest.mark.parametrize(
    "path",
    ["ns/", "ns/Region", "ns/leadsTo", "shape/Region", "shape/Region-label", "query/no-longer-holds",
     "graph/shapes/region", "graph/ontology/places", "region/84", "dataset/figures",
     "concept/standing-disputed", "source/digint-aura"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_property_is_shown_bare(whole: httpx.Client, path: str, language: str) -> None:
    text = whole.get(f"/doc/{path}.html", params={"lang": language}).text
    # What has a label shows its prefixed name beside it, and not in its place.
    named = re.findall(r"<(?:dt|h3)><a [^>]*>([^<]*)</a>", text)
    in_table = re.findall(r"</td><td>(?:<a [^>]*>)?([^<]*)(?:</a>)?</td><td>", text)
    assert named or in_table
    bare = {name for name in (*named, *in_table) if re.fullmatch(r"&lt;.*|[a-z-]+:\w+", name)}
    assert not bare, f"add labels in ontology/reused.ttl for {bare}"


def test_of_a_claim_the_standing_comes_first(things: httpx.Client) -> None:
    text = page(things, "/doc/claim/capital").text
    assert text.index("superseded") < text.index("Grenoble") < text.index("Statements")


def test_a_work_has_a_place_for_each_of_its_parts(things: httpx.Client) -> None:
    text = things.get("/doc/source/digint-aura.html").text
    for name in ("section-context", "context-01", "context-01.s1", "context-02.s3"):
        assert f'id="{name}"' in text
    assert "/doc/graph/report/context-01" in Page(text).links
    passage = rdflib.URIRef(f"{BASE}source/digint-aura#context-01")
    assert (passage, PSL.position, rdflib.Literal(1)) in turtle(things, "/doc/source/digint-aura")


def test_a_browser_gets_a_page_of_a_graph(things: httpx.Client) -> None:
    sent = things.get("/graph/report/context-01", headers={"Accept": BROWSER})
    assert (sent.status_code, sent.headers["location"]) == (303, "/doc/graph/report/context-01")
    assert sent.headers["vary"] == "Accept"
    found = page(things, sent.headers["location"])
    assert "Grenoble" in found.text
    assert "/graph/report/context-01?format=turtle" in found.links
    for headers in ({"Accept": "text/turtle"}, {"Accept": "*/*"}):
        assert things.get("/graph/report/context-01", headers=headers).headers["content-type"].startswith("text/turtle")
    assert things.get("/graph/report/context-01?format=turtle", headers={"Accept": BROWSER}).status_code == 200
    # Of a long one, a part.
    many = page(things, "/doc/graph/reference/many?page=3")
    assert f"101 to {MANY} of {MANY}" in many.text
