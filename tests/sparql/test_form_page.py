"""The page that a browser gets from the endpoint: in two languages, usable without script, and its form works."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from conftest import serving
from helpers import lasting_headers
from passerelle.media_types import RESULT_TYPES
from passerelle.settings import Settings

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


class Page(HTMLParser):
    """The elements of a page, in order, with their attributes, and the text inside each textarea."""

    def __init__(self, response: httpx.Response) -> None:
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.typed = ""
        self.feed(response.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] == "textarea" and not self.typed:
            self.typed = data

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    def values(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(attribute)) is not None]


@pytest.fixture(scope="module")
def page(client: httpx.Client) -> Page:
    return Page(client.get("/sparql", headers=BROWSER))


@pytest.mark.parametrize(
    ("wanted", "address", "language", "heading"),
    [
        (None, "/sparql", "en", "SPARQL endpoint"),
        ("fr-CA, en;q=0.5", "/sparql", "fr", "Point d’accès SPARQL"),
        ("en, fr;q=0.5", "/sparql", "en", "SPARQL endpoint"),
        ("ja", "/sparql", "en", "SPARQL endpoint"),
        ("en", "/sparql?lang=fr", "fr", "Point d’accès SPARQL"),
        ("fr", "/sparql?lang=en", "en", "SPARQL endpoint"),
    ],
)
def test_the_page_comes_in_the_reader_s_language(
    client: httpx.Client, wanted: str | None, address: str, language: str, heading: str
) -> None:
    response = client.get(address, headers=BROWSER | ({"Accept-Language": wanted} if wanted else {}))
    assert f"<h1>{heading}</h1>" in response.text
    assert response.headers["content-language"] == language
    assert Page(response).all("html") == [{"lang": language}]
    assert {"Accept", "Accept-Language"} <= set(response.headers["vary"].split(", "))
    others = [link["lang"] for link in Page(response).all("a") if link.get("hreflang")]
    assert others == [{"en": "fr", "fr": "en"}[language]]


@pytest.mark.parametrize("address", ["/sparql?lang=de", "/sparql?lang=fr&lang=en"])
def test_a_language_that_the_page_does_not_come_in_is_400(client: httpx.Client, address: str) -> None:
    response = client.get(address, headers=BROWSER)
    assert response.status_code == 400
    assert "en or fr" in response.json()["detail"]


def test_a_page_of_a_browser_is_no_answer_for_programs(client: httpx.Client) -> None:
    for accept in ("*/*", "text/turtle, */*;q=0.1", "text/html;q=0.5, text/turtle", "application/json"):
        response = client.get("/sparql", headers={"Accept": accept})
        assert not response.headers["content-type"].startswith("text/html")


def test_every_field_has_a_label_and_every_reference_its_target(page: Page) -> None:
    fields = [field for field in page.all("textarea", "select", "input") if field.get("type") != "hidden"]
    assert {field["name"] for field in fields} == {"q", "query", "format"}
    assert {field["id"] for field in fields} == {label["for"] for label in page.all("label")}
    identifiers = page.values("id")
    assert len(identifiers) == len(set(identifiers))
    assert set(page.values("aria-describedby")) <= set(identifiers)
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1


def test_no_script_and_no_style_stands_in_the_page(client: httpx.Client, page: Page) -> None:
    assert page.all("style", "iframe") == []
    assert all(script["src"] and script["type"] == "module" for script in page.all("script"))
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert page.values("style") == []
    policy = client.get("/sparql", headers=BROWSER).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy.replace("style-src-attr 'unsafe-inline'", "")


def test_links_lead_to_what_they_say(client: httpx.Client, page: Page) -> None:
    links = [link for link in page.all("a", "link") if (link["href"] or "").startswith("/")]
    assert len(links) > 8
    for link in links:
        response = client.get(link["href"] or "", headers=BROWSER)
        assert response.status_code == 200, link
        if link.get("type"):
            assert response.headers["content-type"].partition(";")[0] == link["type"]


def test_the_form_asks_a_query_that_is_answered_in_each_format(client: httpx.Client, page: Page) -> None:
    (form,) = [form for form in page.all("form") if form["action"] == "/sparql"]
    assert form == {"id": "ask", "method": "get", "action": "/sparql"}
    offered = [option["value"] or "" for option in page.all("option")]
    assert sorted(offered) == sorted(["", *(names[0] for names in RESULT_TYPES.values())])
    construct = "CONSTRUCT WHERE { ?s ?p ?o }"
    for chosen in offered:
        for query in (page.typed.strip(), construct):
            response = client.get("/sparql", params={"query": query, "format": chosen}, headers=BROWSER)
            if response.status_code == 200:
                break
        assert response.status_code == 200, chosen
        if chosen:
            assert response.headers["content-type"].partition(";")[0] == chosen
    typed = client.get("/sparql", params={"query": page.typed, "format": "text/csv"}, headers=BROWSER)
    assert "Auvergne-Rhône-Alpes" in typed.text


def test_the_page_lies_under_the_public_address(small_graph: Path) -> None:
    settings = Settings(graph=small_graph, workers=1, public_url="https://graph.example/base/")
    with serving(settings) as client:
        page = Page(client.get("/sparql", headers=BROWSER))
    # But for the licence, which is elsewhere, and the way to the content, which is here.
    local = [to for to in [*page.values("href"), *page.values("action")] if not to.startswith(("https:", "#"))]
    assert local
    assert all(address.startswith("/base/") for address in local)


def test_a_query_in_the_address_stands_in_the_form_with_its_answer_a_link_away(client: httpx.Client) -> None:
    query = 'SELECT ("</textarea><script>&" AS ?x) { }'
    response = client.get("/sparql", params={"query": query, "lang": "fr"}, headers=BROWSER)
    typed = Page(response)
    assert typed.typed.strip() == query
    assert typed.all("html") == [{"lang": "fr"}]
    assert "<script>" not in response.text
    answers = [link["href"] or "" for link in typed.all("a") if "query=" in (link["href"] or "")]
    assert len(answers) == len(RESULT_TYPES) + 1, "each format, and the other language"
    (as_csv,) = [address for address in answers if "text/csv" in unquote(address)]
    answer = client.get(as_csv, headers=BROWSER)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "</textarea>" in answer.text


@pytest.mark.parametrize(
    ("accept", "more"),
    [
        ("*/*", {}),
        # What Java's own client sends.
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", {}),
        (BROWSER["Accept"], {"format": "json"}),
        (BROWSER["Accept"], {"default-graph-uri": "https://w3id.org/passerelle/graph/sources"}),
        (BROWSER["Accept"], {"timeout": "5"}),
    ],
)
def test_programs_and_those_who_say_what_they_want_get_the_answer(
    client: httpx.Client, accept: str, more: dict[str, str]
) -> None:
    response = client.get("/sparql", params={"query": "ASK { }"} | more, headers={"Accept": accept})
    assert "html" not in response.headers["content-type"]
    assert "true" in response.text


def test_example_questions_are_listed_by_theme(client: httpx.Client) -> None:
    page = Page(client.get("/sparql?lang=fr", headers=BROWSER))
    examples = {link["href"]: link["data-text"] or "" for link in page.all("a") if "data-text" in link}
    assert set(examples) == {f"/query/{name}?lang=fr" for name in ("below", "hostile", "regions")}
    assert client.get(examples["/query/regions?lang=fr"]).text.startswith("SELECT ?region")


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    # Compressed, a page is as long as its nonce makes it.
    plain = BROWSER | {"Accept-Encoding": "identity"}
    get, head = (client.request(method, "/sparql", headers=plain) for method in ("GET", "HEAD"))
    assert head.content == b""
    policies = [response.headers.pop("content-security-policy") for response in (get, head)]
    assert len({re.sub(r"'nonce-[\w-]+'", "", policy) for policy in policies}) == 1
    assert lasting_headers(head) == lasting_headers(get)


def test_each_page_has_a_nonce_of_its_own(client: httpx.Client) -> None:
    policies = {client.get("/sparql", headers=BROWSER).headers["content-security-policy"] for _ in range(3)}
    assert len(policies) == 3
