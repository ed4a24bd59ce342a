"""The files of pages: kept for ever at the addresses that pages name, tagged, compressed; nothing else is given."""

import re

import httpx
import pytest

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def addresses(client: httpx.Client) -> dict[str, str]:
    """The static files that a page names, by their names."""
    page = client.get("/sparql", headers=BROWSER).text
    return {found[1]: found[0] for found in re.finditer(r"/static/([\w./-]+)\?v=\w+", page)}


def test_what_a_page_names_is_there_and_kept_for_ever(client: httpx.Client, addresses: dict[str, str]) -> None:
    types = {
        "page.css": "text/css; charset=utf-8",
        "editor.css": "text/css; charset=utf-8",
        "favicon.svg": "image/svg+xml",
        "built/editor.js": "text/javascript; charset=utf-8",
        "built/licences.txt": "text/plain; charset=utf-8",
    }
    assert set(addresses) == set(types), "the scripts are missing where they were not built: service/web/build.py"
    for name, address in addresses.items():
        response = client.get(address)
        assert response.headers["content-type"] == types[name]
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_file_asked_for_by_its_name_or_by_an_old_version_is_asked_for_again(client: httpx.Client) -> None:
    for address in ("/static/page.css", "/static/page.css?v=0000000000000000"):
        response = client.get(address)
        assert response.status_code == 200
        assert response.headers["cache-control"] == "public, max-age=60"


def test_each_coding_has_a_tag_of_its_own_and_the_same_content(client: httpx.Client, addresses: dict[str, str]) -> None:
    tags, contents = set(), set()
    for coding in ("identity", "gzip", "zstd"):
        response = client.get(addresses["built/editor.js"], headers={"Accept-Encoding": coding})
        assert response.headers.get("content-encoding", "identity") == coding
        tags.add(response.headers["etag"])
        contents.add(response.content)
        again = client.get(addresses["built/editor.js"], headers={"If-None-Match": response.headers["etag"]})
        assert again.status_code == (304 if coding == "zstd" else 200)
    assert (len(tags), len(contents)) == (3, 1)


@pytest.mark.parametrize(
    "name",
    [
        "none.css",
        "built",
        "",
        "../pages.py",
        "%2e%2e/pages.py",
        "..%2ftemplates%2fbase.html",
        "built/fingerprint",
        "%00",
    ],
)
def test_nothing_else_is_given(client: httpx.Client, name: str) -> None:
    response = client.get(f"/static/{name}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_the_page_of_the_endpoint_is_light(client: httpx.Client, addresses: dict[str, str]) -> None:
    names = ["/sparql", *(address for name, address in addresses.items() if name != "built/licences.txt")]
    transferred = 0
    for address in names:
        with client.stream("GET", address, headers=BROWSER | {"Accept-Encoding": "gzip"}) as response:
            transferred += sum(map(len, response.iter_raw()))
    assert transferred < 170_000


def test_no_licence_of_a_script_binds_ours(client: httpx.Client, addresses: dict[str, str]) -> None:
    text = client.get(addresses["built/licences.txt"]).text
    told = re.findall(r"^(\S+) [\d.]+ \((\S+)\)$", text, re.MULTILINE)
    assert {name for name, _ in told} >= {"@codemirror/view", "@lezer/lr", "codemirror-lang-sparql"}
    assert {licence for _, licence in told} <= {"MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"}
    assert "Marijn Haverbeke" in text
