"""The page that a browser gets from the endpoint: in two languages, usable without script, and its form works."""

from html.parser import HTMLParser
from pathlib import Path

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
    assert page.all("script", "style", "iframe") == []
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert page.values("style") == []
    policy = client.get("/sparql", headers=BROWSER).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_links_lead_to_what_they_say(client: httpx.Client, page: Page) -> None:
    links = [link for link in page.all("a", "link") if (link["href"] or "").startswith("/")]
    assert len(links) > 8
    for link in links:
        response = client.get(link["href"] or "", headers=BROWSER)
        assert response.status_code == 200, link
        if link.get("type"):
            assert response.headers["content-type"].partition(";")[0] == link["type"]


def test_the_form_asks_a_query_that_is_answered_in_each_format(client: httpx.Client, page: Page) -> None:
    (form,) = [form for form in page.all("form") if form.get("role") != "search"]
    assert form == {"method": "get", "action": "/sparql"}
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


def test_the_style_sheet_is_there(client: httpx.Client, page: Page) -> None:
    (sheet,) = [link["href"] for link in page.all("link") if link["rel"] == "stylesheet"]
    assert client.get(sheet or "").headers["content-type"] == "text/css; charset=utf-8"


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    get, head = (client.request(method, "/sparql", headers=BROWSER) for method in ("GET", "HEAD"))
    assert head.content == b""
    assert lasting_headers(head) == lasting_headers(get)
