"""The page of a search: results with why they were found, ways to narrow them, help where there are none."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import httpx

from linked import BROWSER, Page, page

from .conftest import MANY

SCRIPT = "<script>alert('dangereux')</script>"


class Structure(HTMLParser):
    """Headings by their order, landmarks, and which of them and of the fields have a name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.landmarks: list[str] = []
        self.marked: list[str] = []
        self.labelled: set[str] = set()
        self.fields: set[str] = set()
        self.ids: list[str] = []
        self.named_by: set[str] = set()
        self._in_mark = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in {"header", "main", "nav", "aside"} or given.get("role") == "search":
            self.landmarks.append(given.get("role") or tag)
        if tag == "label":
            self.labelled.add(given.get("for") or "")
        if tag == "input" and given.get("type") != "hidden":
            self.fields.add(given.get("id") or "without id")
        self.ids += [given["id"] or ""] if "id" in given else []
        for name in ("aria-labelledby", "aria-describedby"):
            self.named_by.update((given.get(name) or "").split())
        self._in_mark = tag == "mark"

    def handle_data(self, data: str) -> None:
        if self._in_mark:
            self.marked.append(data)
            self._in_mark = False


def structure(client: httpx.Client, path: str) -> Structure:
    return Structure(client.get(path, headers={"Accept": BROWSER}).text)


def text_of(found: Page) -> str:
    return " ".join(found.text.split())


def test_results_say_what_each_thing_is_and_why_it_was_found(small: httpx.Client) -> None:
    found = page(small, "/search?q=cap", language="fr")
    text = text_of(found)
    for part in ("1 résultat", "certificat d’aptitude (CAP)", "type de diplôme", "niveau 3", "Diplôme qui ouvre"):
        assert part in text, f"{part} is missing in {text}"
    assert "/doc/qualification-type/cap" in found.links
    assert structure(small, "/search?q=cap").marked == ["CAP"]
    # Accents and case do not count, nor does the language; the words that were found are marked as they are written.
    assert structure(small, "/search?q=METIER&lang=fr").marked == ["métier"]
    other = page(small, "/search?q=trade&lang=fr", language="fr")
    assert "certificat d’aptitude" in other.text
    assert "opens a trade" in text_of(other)
    # What things are only searched by, and identifiers without the letters before them.
    assert "Also called: petit diplôme" in text_of(page(small, "/search?q=petit+diplome"))
    assert "RNCP38565" in page(small, "/search?q=38565").text


def test_a_false_claim_is_told_as_one(small: httpx.Client) -> None:
    text = text_of(page(small, "/search?q=old+certificate"))
    assert "superseded (not to be relied on)" in text
    assert (
        "<s><span>The certificate is of 1910.</span></s>"
        in small.get("/search?q=old", headers={"Accept": BROWSER}).text
    )


def test_what_data_and_readers_write_is_no_markup(small: httpx.Client) -> None:
    for asked in ("dangereux", SCRIPT, '"><script>', "{{ 7 * 7 }}"):
        found = small.get("/search", params={"q": asked}, headers={"Accept": BROWSER})
        assert found.status_code == 200
        tags = Page(found.text).tags
        assert "script" not in tags, asked
        assert "49" not in found.text or "49" in asked
    assert "alert('dangereux')" in page(small, "/search?q=dangereux").text


def test_everything_has_a_name_and_headings_leave_out_no_level(small: httpx.Client) -> None:
    for path in ("/search", "/search?q=village", "/search?q=village&page=2&place=region:84", "/search?q=nothingness"):
        found = structure(small, path)
        assert found.headings[0] == 1
        assert found.headings.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(found.headings)), path
        assert found.landmarks.count("main") == 1
        assert found.landmarks.count("search") == 1, "one search a page is enough"
        assert found.fields == found.labelled
        assert len(set(found.ids)) == len(found.ids)
        assert found.named_by <= set(found.ids), path


def test_there_is_a_search_on_every_page(small: httpx.Client) -> None:
    for path in ("/doc/region/84", "/query/regions", "/sparql", "/doc/region/nowhere"):
        response = small.get(path, headers={"Accept": BROWSER, "Accept-Language": "fr"})
        found = Structure(response.text)
        assert found.landmarks.count("search") == 1, path
        assert "search" in found.labelled
        assert 'action="/search"' in response.text
        assert "form-action 'self'" in response.headers["content-security-policy"]
        assert 'name="lang" value="fr"' in response.text


def test_long_results_come_in_pages(small: httpx.Client) -> None:
    seen: list[str] = []
    path: str | None = "/search?q=village&lang=en"
    pages = 0
    while path:
        found = page(small, path)
        pages += 1
        assert f"{MANY} results (Page {pages} of 3)" in text_of(found)
        seen += [link for link in found.links if link.startswith("/doc/commune")]
        following = re.search(r'<link rel="next" href="([^"]+)">', small.get(path, headers={"Accept": BROWSER}).text)
        path = following[1].replace("&amp;", "&") if following else None
    assert pages == 3
    assert len(seen) == len(set(seen)) == MANY
    beyond = small.get("/search?q=village&page=4")
    assert beyond.status_code == 404
    assert beyond.json()["pages"] == 3


def test_filters_are_links_that_combine_and_can_be_given_up(small: httpx.Client) -> None:
    all_of_them = page(small, "/search?q=village")
    (decade,) = [link for link in all_of_them.links if "period=2000-2009" in link]
    narrowed = page(small, decade)
    assert "10 results" in text_of(narrowed)
    more = [link for link in narrowed.links if "period=2000-2009&period=2010-2019" in link]
    assert "20 results" in text_of(page(small, more[0]))
    assert "/search?q=village" in narrowed.links, "the filter can be given up"
    both = page(small, "/search?q=village&period=2000-2009&place=country:FR")
    assert {"/search?q=village&place=country%3AFR", "/search?q=village&period=2000-2009"} <= set(both.links)
    assert "/search?q=village" in both.links
    # The form keeps what is chosen.
    html = small.get("/search?q=village&period=2000-2009", headers={"Accept": BROWSER}).text
    assert '<input type="hidden" name="period" value="2000-2009">' in html


def test_a_slip_is_told_and_what_was_meant_is_found(small: httpx.Client) -> None:
    text = text_of(page(small, "/search?q=certifikat"))
    assert "Nothing holds “certifikat”; these are the results for: certificat" in text
    assert "skills certificate (CAP)" in text
    some = text_of(page(small, "/search?q=certificat+of+nothingness"))
    assert "these results hold some of them" in some


def test_where_nothing_is_found_there_are_ways_on(small: httpx.Client) -> None:
    nothing = page(small, "/search?q=zzzzz")
    assert "Nothing was found for “zzzzz”." in text_of(nothing)
    assert "/search?kind=qualifications" in nothing.links
    assert any("q=CAP" in link for link in nothing.links)
    narrowed = page(small, "/search?q=cap&kind=places")
    assert "Nothing fits with these filters." in text_of(narrowed)
    assert "/search?q=cap" in narrowed.links
    for found in (nothing, narrowed, page(small, "/search")):
        ways = [link for link in found.links if link.startswith("/search?")]
        assert ways
        for way in ways:
            assert small.get(way, headers={"Accept": BROWSER}).status_code == 200


def test_all_links_of_the_page_lead_somewhere(whole: httpx.Client) -> None:
    found = page(whole, "/search?q=apprentissage&lang=fr", language="fr")
    own = {link.partition("#")[0] for link in found.links if link.startswith("/")} - {
        "",
        "/api/openapi.json",
        "/health",
    }
    assert len(own) > 30
    for link in own:
        answer = whole.get(link, headers={"Accept": BROWSER})
        assert answer.status_code == 200, link
        if link.startswith(("/doc", "/search")):
            assert "lang=" in link, f"{link} forgets the language that was chosen"


def test_the_language_of_a_text_is_told_where_it_is_another(whole: httpx.Client) -> None:
    html = whole.get("/search?q=apprentissage&lang=en", headers={"Accept": BROWSER}).text
    assert '<html lang="en">' in html
    assert '<span lang="fr"><mark>Apprentissage</mark></span>' in html
