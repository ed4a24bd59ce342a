"""`/sitemap.xml` and `/robots.txt`: every address opens, and says where it comes in the other language."""

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import httpx
import pytest

from conftest import serving
from helpers import Write
from linked import BROWSER, FILES, PUBLIC
from passerelle.publishing import sitemap
from passerelle.settings import Settings

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
# The most that the protocol allows.
LONGEST, LARGEST = 50_000, 50 * 1024 * 1024


def document(client: httpx.Client, path: str) -> ElementTree.Element:
    response = client.get(path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/xml"
    assert len(response.content) <= LARGEST
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own


def listed(client: httpx.Client) -> list[str]:
    """The sitemaps, by their paths."""
    found = document(client, "/sitemap.xml")
    return [(loc.text or "").removeprefix(PUBLIC) for loc in found.findall("s:sitemap/s:loc", NAMES)]


def pages(client: httpx.Client) -> dict[str, dict[str, str]]:
    """All pages with the addresses of the same in other languages."""
    found: dict[str, dict[str, str]] = {}
    for path in listed(client):
        urls = document(client, path).findall("s:url", NAMES)
        assert len(urls) <= LONGEST
        for url in urls:
            address = url.findtext("s:loc", "", NAMES)
            assert address not in found
            assert url.find("s:lastmod", NAMES) is None
            found[address] = {link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", NAMES)}
    return found


def test_every_page_of_the_curated_graph_is_there(whole: httpx.Client) -> None:
    found = pages(whole)
    things = int(whole.get("/health").json()["things"])
    assert len(found) > 2 * things
    for path in (
        "/",
        "/download",
        "/queries",
        "/sparql",
        "/doc/region/84",
        "/doc/ns/Region",
        "/doc/source/digint-aura",
    ):
        assert {f"{PUBLIC}{path}?lang=fr", f"{PUBLIC}{path}?lang=en"} <= set(found)
    for address, others in found.items():
        assert set(others) == {"en", "fr", "x-default"}
        assert address in others.values()
        assert others["x-default"] == address.partition("?")[0]
        assert all(found[others[language]] == others for language in ("en", "fr"))
    assert not [address for address in found if "#" in address]


def test_every_address_opens_in_its_language(write: Write) -> None:
    """Of a graph whose names are hard to write, all of them."""
    with serving(Settings(graph=write(FILES))) as client:
        found = pages(client)
        assert len(found) > 250
        for address in found:
            response = client.get(address.removeprefix(PUBLIC), headers={"Accept": BROWSER})
            assert response.status_code == 200, f"{address}: {response.status_code}"
            assert response.headers["content-language"] == address[-2:]


def test_addresses_of_the_curated_graph_open(whole: httpx.Client) -> None:
    """Of things every thirtieth, for all of them take minutes; that each IRI opens is tested elsewhere."""
    found = list(pages(whole))
    # These are made when they are first asked for.
    assert whole.get("/download/SHA256SUMS").status_code == 200
    for address in [*found[:200], *found[200::61]]:
        response = whole.get(address.removeprefix(PUBLIC), headers={"Accept": BROWSER})
        assert response.status_code == 200, f"{address}: {response.status_code}"


def test_many_openedtake_several_files(client: httpx.Client, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pages(client)
    monkeypatch.setattr(sitemap, "PART", 3)
    with serving(Settings(graph=write(FILES))) as many:
        assert len(listed(many)) > 40
        assert set(whole) <= set(pages(many))


@pytest.mark.parametrize("name", ["0", "00", "01", "999999", "x", "1e3", "²", "9" * 5000])
def test_a_part_that_is_not_there_is_404(client: httpx.Client, name: str) -> None:
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_robots_are_told_where_they_are(client: httpx.Client) -> None:
    response = client.get("/robots.txt")
    assert (response.status_code, response.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    rules = RobotFileParser()
    rules.parse(response.text.splitlines())
    assert rules.site_maps() == [f"{PUBLIC}/sitemap.xml"]
    allowed = [
        rules.can_fetch("anybody", path) for path in ("/", "/doc/region/84", "/download", "/sparql", "/query/below")
    ]
    assert all(allowed)
    assert not any(rules.can_fetch("anybody", path) for path in ("/sparql?query=ASK{}", "/graphs?default", "/metrics"))


def test_they_have_tags(client: httpx.Client) -> None:
    first = client.get("/sitemap-1.xml")
    again = client.get("/sitemap-1.xml", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
