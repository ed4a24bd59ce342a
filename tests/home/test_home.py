"""The first page and the page of all questions, over the graph as it is published."""

import re

import httpx
import pytest

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def targets(page: str) -> set[str]:
    return {found for found in re.findall(r'(?:href|action)="([^"#][^"]*)"', page) if found.startswith("/")}


@pytest.mark.parametrize("path", ["/", "/queries"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_link_of_a_page_leads_somewhere(whole: httpx.Client, path: str, language: str) -> None:
    answer = whole.get(path, params={"lang": language}, headers=BROWSER)
    assert answer.headers["content-language"] == language
    found = targets(answer.text)
    assert len(found) > 20
    for target in found:
        while True:
            response = whole.get(target.replace("&amp;", "&"), headers=BROWSER, follow_redirects=True)
            # Downloads are made when they are first asked for, and a page says so meanwhile.
            if response.status_code != httpx.codes.SERVICE_UNAVAILABLE or "/download" not in target:
                break
        assert response.status_code == httpx.codes.OK, target


def test_the_first_page_tells_numbers_that_the_graph_gives(whole: httpx.Client) -> None:
    query = "SELECT (COUNT(DISTINCT ?act) AS ?n) { ?act a <http://data.europa.eu/eli/ontology#LegalResource> }"
    counted = whole.get("/sparql", params={"query": query}).json()["results"]["bindings"][0]["n"]["value"]
    page = whole.get("/", params={"lang": "en"}, headers=BROWSER).text
    assert re.search(rf"<strong>{counted}</strong>\s*laws, decrees and other acts", page)


def test_what_no_longer_holds_stands_on_the_first_page_as_such(whole: httpx.Client) -> None:
    query = """
    PREFIX psl: <https://w3id.org/passerelle/ns/>
    SELECT ?wording {
      ?claim psl:standing <https://w3id.org/passerelle/id/concept/standing-superseded> ;
        psl:correctedSince ?since ; psl:wording ?wording FILTER (LANG(?wording) = "fr")
    } ORDER BY DESC(?since) LIMIT 1"""
    latest = whole.get("/sparql", params={"query": query}).json()["results"]["bindings"][0]["wording"]["value"]
    page = whole.get("/", params={"lang": "fr"}, headers=BROWSER).text
    article = next(part for part in page.split("<article")[1:] if latest in part)
    assert 'class="claim false"' in article
    assert "dépassée" in article


def test_programs_get_links_and_browsers_a_page(client: httpx.Client) -> None:
    assert client.get("/").headers["content-type"] == "application/json"
    page = client.get("/", headers=BROWSER)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert client.get("/", headers={"Accept": "image/png"}).status_code == httpx.codes.NOT_ACCEPTABLE
    assert client.head("/", headers=BROWSER).content == b""


def test_a_small_graph_has_a_first_page_without_what_it_lacks(client: httpx.Client) -> None:
    page = client.get("/", params={"lang": "en"}, headers=BROWSER).text
    assert "The report" in page
    assert "What no longer holds" not in page


def test_pages_are_tagged_by_language_and_coding_and_kept(client: httpx.Client) -> None:
    tags = set()
    for language in ("en", "fr"):
        for coding in ("identity", "gzip", "zstd"):
            headers = BROWSER | {"Accept-Language": language, "Accept-Encoding": coding}
            first, again = client.get("/", headers=headers), client.get("/", headers=headers)
            assert first.content == again.content
            assert first.headers.get("content-encoding", "identity") == coding
            tags.add(first.headers["etag"])
            known = client.get("/", headers=headers | {"If-None-Match": first.headers["etag"]})
            assert (known.status_code, known.content) == (httpx.codes.NOT_MODIFIED, b"")
    assert len(tags) == 6


@pytest.mark.parametrize("path", ["/", "/queries"])
def test_a_language_that_pages_do_not_come_in_is_400(client: httpx.Client, path: str) -> None:
    for wrong in ({"lang": "de"}, {"lang": ["fr", "en"]}):
        answer = client.get(path, params=wrong, headers=BROWSER)
        assert answer.status_code == httpx.codes.BAD_REQUEST
        assert answer.json()["detail"] == "The parameter 'lang' is en or fr."


def test_all_questions_are_listed_by_theme_and_for_programs(client: httpx.Client) -> None:
    found = client.get("/queries").json()
    assert {example["name"] for example in found} == {"regions", "below", "hostile"}
    assert found[0]["parameters"] == ["least", "text", "whole"]
    for example in found:
        assert client.get(httpx.URL(example["address"]).path).status_code == httpx.codes.OK
    page = client.get("/queries", params={"lang": "fr"}, headers=BROWSER).text
    assert re.search(r"<h2[^>]*><span lang=\"fr\">territoires</span></h2>", page)
    assert "Quelles régions ?" in page
    assert "Autres questions" in page
    assert "<img" not in page
