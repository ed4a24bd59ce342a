"""`/map`: what it draws is what the graph says, and the list says the same."""

import re
from html import unescape
from xml.etree import ElementTree

import httpx
import pytest

PREFIXES = "PREFIX psl: <https://w3id.org/passerelle/ns/> PREFIX locn: <http://www.w3.org/ns/locn#> "
SVG = "{http://www.w3.org/2000/svg}"


def ask(client: httpx.Client, query: str) -> list[dict[str, str]]:
    rows = client.get("/sparql", params={"query": PREFIXES + query}).json()["results"]["bindings"]
    return [{name: value["value"] for name, value in row.items()} for row in rows]


def page(client: httpx.Client, **parameters: str) -> str:
    answer = client.get("/map", params={"lang": "en", **parameters})
    assert answer.status_code == httpx.codes.OK
    return answer.text


def maps(text: str) -> list[ElementTree.Element]:
    drawn = re.findall(r'<svg class="map".*?</svg>', text, re.DOTALL)
    # Our own page; a drawing that is ill-formed would not get past this.
    whole = ElementTree.fromstring(f'<g xmlns="http://www.w3.org/2000/svg">{"".join(drawn)}</g>')  # noqa: S314
    return list(whole)


def test_every_seat_with_a_point_is_drawn_and_listed(whole: httpx.Client) -> None:
    rows = ask(whole, "SELECT DISTINCT ?thing ?c { ?thing psl:seatedIn|psl:locatedIn ?c . ?c locn:geometry ?p }")
    text = page(whole)
    region = maps(text)[0]
    listed = set(re.findall(r'href="(/doc/[^"?]*)', text.partition('id="list"')[2].partition("<h2")[0]))
    assert len(rows) > 60
    for row in rows:
        assert row["thing"].replace("https://w3id.org/passerelle/id/", "/doc/") in listed
    # Some seats are elsewhere in France, beyond the edge.
    dots = region.findall(f".//{SVG}circle")
    assert 50 < len(dots) <= len({row["c"] for row in rows})
    width, height = (float(number) for number in region.attrib["viewBox"].split()[2:])
    assert all(0 <= float(dot.attrib["cx"]) <= width and 0 <= float(dot.attrib["cy"]) <= height for dot in dots)


def test_a_place_is_drawn_where_it_is(whole: httpx.Client) -> None:
    """North is up, and east to the right."""
    region = maps(page(whole, kind="mission-locale"))[0]
    at = {
        (link.findtext(f"{SVG}title") or "").partition(":")[0]: circle.attrib
        for link in region.iter(f"{SVG}a")
        if (circle := link.find(f"{SVG}circle")) is not None
    }
    lyon, annecy, aurillac = at["Lyon"], at["Annecy"], at["Aurillac"]
    assert float(aurillac["cx"]) < float(lyon["cx"]) < float(annecy["cx"])
    assert float(annecy["cy"]) < float(lyon["cy"]) < float(aurillac["cy"])


def test_departments_are_coloured_by_their_academie(whole: httpx.Client) -> None:
    expected = ask(whole, "SELECT ?d ?a { ?d a psl:Department ; psl:containedIn ?a . ?a a psl:Academy }")
    region = maps(page(whole))[0]
    styles: dict[str, set[str]] = {}
    for link in region.iter(f"{SVG}a"):
        if (path := link.find(f"{SVG}path")) is not None:
            styles.setdefault(link.attrib["href"].partition("?")[0], set()).add(path.attrib["class"])
    by_academy: dict[str, set[str]] = {}
    for row in expected:
        (style,) = styles[row["d"].replace("https://w3id.org/passerelle/id/", "/doc/")]
        by_academy.setdefault(row["a"], set()).add(style)
    assert len(by_academy) == 3
    assert sorted(map(len, by_academy.values())) == [1, 1, 1]
    assert len(set.union(*by_academy.values())) == 3


def test_one_kind_alone_can_be_shown(whole: httpx.Client) -> None:
    text = page(whole, kind="company")
    assert "Michelin" in text
    assert "Mission locale de Lyon" not in text
    number = re.search(r"company \((\d+)\)", text)
    assert number
    (row,) = ask(
        whole,
        "PREFIX org: <http://www.w3.org/ns/org#> SELECT (COUNT(DISTINCT ?o) AS ?n) { "
        "?o psl:seatedIn/locn:geometry ?p ; "
        "org:classification <https://w3id.org/passerelle/id/organisation-kind/company> }",
    )
    assert row["n"] == number[1]
    missing = whole.get("/map", params={"kind": "<script>"})
    assert missing.status_code == httpx.codes.NOT_FOUND
    assert "company" in missing.json()["kinds"]


def test_partner_regions_are_drawn_with_a_line_to_each(whole: httpx.Client) -> None:
    partners = ask(whole, "SELECT DISTINCT ?p { <https://w3id.org/passerelle/id/region/84> psl:cooperatesWith ?p }")
    drawing = maps(page(whole))[1]
    assert len(drawing.findall(f".//{SVG}line")) == len(partners) == 3
    assert len([path for path in drawing.iter(f"{SVG}path") if path.attrib["class"] == "partner"]) == 3


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_link_leads_to_what_it_names(whole: httpx.Client, language: str) -> None:
    text = page(whole, lang=language)
    identifiers = re.findall(r'\sid="([^"]*)"', text)
    assert len(identifiers) == len(set(identifiers))
    found = {unescape(to) for to in re.findall(r'href="(/doc/[^"]*)"', text)}
    assert len(found) > 100
    for to in sorted(found)[::5]:
        answer = whole.get(to, headers={"Accept": "text/html"})
        assert answer.status_code == httpx.codes.OK, to
        assert answer.headers["content-language"] == language


def test_a_graph_without_places_says_so(client: httpx.Client) -> None:
    text = page(client)
    assert "does not say where anything is" in text
    assert maps(text) == []
