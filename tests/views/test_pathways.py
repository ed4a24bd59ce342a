"""Diplomas by level and the ways between them, over the graph as it is published and over small ones."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import serving
from drawn import SVG, assert_places_and_links_hold, drawings, part, targets, view
from helpers import HEAD, Write
from passerelle.settings import Settings
from passerelle.views.ways import ways

ID = "https://w3id.org/passerelle/id/"
PREFIXES = "PREFIX psl: <https://w3id.org/passerelle/ns/> PREFIX dcterms: <http://purl.org/dc/terms/> "
ANSWERS: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "competency" / "answers.toml").read_text(encoding="utf-8")
)
YOUNG, BTS, CAP = "stage/lower-secondary", "qualification-type/bts", "qualification-type/cap"


def node(name: str) -> str:
    """That a variable is something that the page tells of."""
    kinds = "psl:QualificationType psl:Stage psl:Pathway psl:Programme"
    return f"VALUES ?kind_of_{name} {{ {kinds} }} ?{name} a ?kind_of_{name} ."


def asked(client: httpx.Client, query: str) -> list[tuple[str, ...]]:
    """The rows of a query, things of ours by kind and slug."""
    found = client.get("/sparql", params={"query": PREFIXES + query}, headers={"Accept": "application/json"}).json()
    names = found["head"]["vars"]
    return [tuple(row[name]["value"].removeprefix(ID) for name in names) for row in found["results"]["bindings"]]


def stated(client: httpx.Client, property_: str) -> set[tuple[str, ...]]:
    """The pairs of nodes that a property, or one of several, links."""
    pattern = f"?one {property_} ?other . {node('one')} {node('other')}"
    return set(asked(client, f"SELECT DISTINCT ?one ?other {{ {pattern} FILTER(?one != ?other) }}"))


def routes(page: str) -> list[tuple[str, ...]]:
    """The routes that a page tells, as the things on them."""
    found = []
    for text in re.findall(r'<details[^>]* class="route">(.*?)</details>', part(page, "routes"), re.DOTALL):
        steps = re.findall(r"<li>\s*<p>.*?href=\"/doc/([^?\"]+)", text, re.DOTALL)
        found.append(tuple(steps))
    return found


def simple(steps: Mapping[str, set[str]], route: tuple[str, ...], goal: str) -> Iterator[tuple[str, ...]]:
    """All simple routes, found without any haste."""
    if route[-1] == goal:
        yield route
        return
    for there in steps.get(route[-1], set()):
        if there not in route:
            yield from simple(steps, (*route, there), goal)


def entry(page: str, name: str) -> str:
    return page.partition(f'<li id="{name}"')[2].partition("</li>")[0]


@pytest.mark.parametrize("choice", [{"lang": "fr"}, {"from": YOUNG, "to": BTS}])
def test_every_link_leads_somewhere(whole: httpx.Client, choice: dict[str, str]) -> None:
    page = view(whole, "/pathways", choice)
    assert len(targets(page)) > 200
    assert_places_and_links_hold(whole, page)


@pytest.mark.parametrize(
    ("start", "goal"), [(YOUNG, BTS), (CAP, BTS), ("stage/pre-primary", "qualification-type/doctorat")]
)
def test_routes_are_all_that_the_stated_steps_make(whole: httpx.Client, start: str, goal: str) -> None:
    steps: dict[str, set[str]] = {}
    for one, other in stated(whole, "psl:leadsTo|psl:preparesFor"):
        steps.setdefault(one, set()).add(other)
    page = view(whole, "/pathways", {"from": start, "to": goal})
    told = routes(page)
    assert set(told) == set(simple(steps, (start,), goal))
    assert len(told) == len(set(told))
    assert "There may be more" not in page
    (drawing,) = drawings(page, "flow")
    on = {box.attrib["href"][1:] for box in drawing.iter(f"{SVG}a") if "on" in box.attrib["class"].split()}
    assert on == {thing.replace("/", ".") for route in told for thing in route}


@pytest.mark.parametrize("start", [YOUNG, CAP, "qualification-type/doctorat"])
def test_what_can_be_reached_is_what_the_graph_infers(whole: httpx.Client, start: str) -> None:
    expected = {other for one, other in stated(whole, "psl:reaches") if one == start}
    links = (urlsplit(target) for target in targets(part(view(whole, "/pathways", {"from": start}), "ways_reached")))
    assert {parse_qs(link.query)["to"][0] for link in links} == expected


def test_steps_are_those_written_down_from_the_sources(whole: httpx.Client) -> None:
    page = view(whole, "/pathways")
    for name in ("routes-to-level-5", "from-the-vocational-baccalaureate", "bridges-between-pathways"):
        for row in ANSWERS[name]["rows"]:
            one, other = ("qualification-type/bac-pro", *row["is"])[-2:] if len(row["is"]) < 3 else row["is"][:3:2]
            assert f'href="#{other.replace("/", ".")}"' in entry(page, one.replace("/", "."))
    for row in ANSWERS["level-5-to-level-6"]["absent"]:
        one, _, other = row
        ways_out = entry(page, one.replace("/", ".")).partition("reached from")[0]
        assert f'href="#{other.replace("/", ".")}"' not in ways_out


def test_a_step_tells_its_duration_its_certificate_its_rules_and_who_says_so(whole: httpx.Client) -> None:
    page = view(whole, "/pathways", {"from": CAP, "to": BTS})
    first = page.partition('class="route">')[2].partition("</details>")[0]
    vocational, higher = first.split('href="/doc/qualification-type/')[2:4]
    assert "3 years" in vocational
    assert "/doc/certificate/mobilitepro?" in vocational
    assert "2 years" in higher
    assert "/doc/rule/bac-pro-to-bts-by-right?" in higher
    for step in (vocational, higher):
        assert 'class="origin"' in step
        assert "/doc/graph/" in step


def test_a_route_through_what_is_no_longer_awarded_says_so_and_comes_last(whole: httpx.Client) -> None:
    page = view(whole, "/pathways", {"from": CAP, "to": "qualification-type/mc"})
    assert "through what is no longer awarded" in part(page, "routes")
    assert "no longer awarded" in entry(page, "qualification-type.bep")
    assert "no longer awarded" not in entry(page, "qualification-type.cap")
    # Its last day is yet to come.
    assert "31 August 2028" in entry(page, "qualification-type.dma")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_drawing_and_list_tell_the_same(whole: httpx.Client, language: str) -> None:
    page = view(whole, "/pathways", {"lang": language})
    (drawing,) = drawings(page, "flow")
    boxes = {box.attrib["href"][1:]: box for box in drawing.iter(f"{SVG}a")}
    listed = set(re.findall(r'<li id="([^"]+)"', page))
    assert boxes.keys() <= listed
    # Of several levels the lowest.
    of = f"{{ ?node psl:eqfLevel ?level . {node('node')} }} GROUP BY ?node"
    levels = asked(whole, f"SELECT ?node (MIN(STR(?level)) AS ?lowest) {of}")
    assert "/eqf/7" in entry(page, "programme.academic-higher-education")
    heights: dict[str, set[float]] = {}
    for name, level in levels:
        box = boxes[name.replace("/", ".")].find(f"{SVG}rect")
        assert box is not None
        heights.setdefault(level, set()).add(float(box.attrib["y"]))
    assert all(len(found) == 1 for found in heights.values())
    order = [found.pop() for _, found in sorted(heights.items())]
    assert order == sorted(order, reverse=True)
    lines = [line for line in drawing.iter(f"{SVG}path") if line.attrib.get("class", "").split()[:1] != []]
    kinds = [line.attrib["class"].split()[0] for line in lines]
    assert kinds.count("step") == len(stated(whole, "psl:leadsTo|psl:preparesFor"))
    bridges = stated(whole, "psl:bridgesTo")
    assert kinds.count("bridge") == len({frozenset(pair) for pair in bridges})
    assert kinds.count("within") == len(stated(whole, "psl:awardedWithin"))


def test_no_box_lies_over_another(whole: httpx.Client) -> None:
    (drawing,) = drawings(view(whole, "/pathways"), "flow")
    found = [box.find(f"{SVG}rect") for box in drawing.iter(f"{SVG}a")]
    places = [(float(box.attrib["x"]), float(box.attrib["y"])) for box in found if box is not None]
    assert len(places) > 30
    width, height = map(float, drawing.attrib["viewBox"].split()[2:])
    for x, y in places:
        assert 0 <= x <= width - 132
        assert 0 <= y <= height - 54
    for (x, y), (other_x, other_y) in combinations(places, 2):
        assert abs(x - other_x) > 132 or abs(y - other_y) > 54


def test_what_has_no_level_is_listed_apart(whole: httpx.Client) -> None:
    by_level, _, apart = view(whole, "/pathways").partition('id="apart"')
    for row in ANSWERS["qualifications-without-level"]["rows"]:
        name = row["is"][0].replace("/", ".")
        assert f'<li id="{name}"' in apart
        assert f'<li id="{name}"' not in by_level
    for row in ANSWERS["qualifications-at-a-level"]["rows"]:
        assert f'<li id="{row["is"][0].replace("/", ".")}"' in by_level


def test_where_no_route_is_known_others_are_offered(whole: httpx.Client) -> None:
    page = view(whole, "/pathways", {"from": "qualification-type/doctorat", "to": CAP})
    assert "No route is known" in page
    assert "No step is known." in part(page, "ways_reached")
    assert "from=stage/lower-secondary" in part(page, "ways_sources")
    assert "You are there already." in view(whole, "/pathways", {"from": CAP, "to": CAP})


def test_a_place_that_is_none_is_told(whole: httpx.Client) -> None:
    page = view(whole, "/pathways", {"from": "qualification-type/none", "to": BTS}, 400)
    assert "Nothing here is called “qualification-type/none”." in page
    assert page.count('aria-invalid="true"') == 1
    assert_places_and_links_hold(whole, page)


def test_the_other_language_keeps_the_choice(whole: httpx.Client) -> None:
    page = view(whole, "/pathways", {"from": CAP, "to": BTS})
    assert 'href="/pathways?from=qualification-type/cap&amp;to=qualification-type/bts&amp;lang=fr" lang="fr"' in page


def test_a_graph_without_diplomas_gets_help(client: httpx.Client) -> None:
    page = view(client, "/pathways")
    assert "This graph holds no diplomas or pathways." in page
    assert_places_and_links_hold(client, page)


MANY = 30
TANGLED = {
    "data/reference/tangled.trig": HEAD
    + "@prefix reference: <https://w3id.org/passerelle/graph/reference/> .\nreference:tangled {\n"
    + "".join(
        f'<id/programme/p{one}> a psl:Programme ; rdfs:label "P{one} <&>" ; psl:leadsTo <id/programme/p{other}> .\n'
        for one in range(MANY)
        for other in range(MANY)
    )
    + """<id/qualification-type/far> a psl:QualificationType ; psl:eqfLevel <http://data.europa.eu/snb/eqf/5> ;
    psl:leadsTo "text" ; psl:validUntil "soon" .
<id/pathway/x> a psl:Pathway ; psl:bridgesTo <id/pathway/y> . <id/pathway/y> a psl:Pathway . }""",
}


def test_a_tangle_is_told_in_part_and_says_so(write: Write) -> None:
    with serving(Settings(graph=write(TANGLED))) as tangled:
        page = view(tangled, "/pathways", {"from": "programme/p0", "to": "programme/p1"})
        told = routes(page)
        assert len(told) == 40
        assert [len(route) for route in told] == sorted(len(route) for route in told)
        assert told[0] == ("programme/p0", "programme/p1")
        assert "There may be more" in page
        (drawing,) = drawings(page, "flow")
        assert len(list(drawing.iter(f"{SVG}a"))) == MANY + 3
        assert_places_and_links_hold(tangled, page)
        none = view(tangled, "/pathways", {"from": "programme/p0", "to": "qualification-type/far"})
        assert "No route is known" in none


@given(st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"))))
def test_routes_are_all_simple_ones(pairs: set[tuple[str, str]]) -> None:
    steps: dict[str, set[str]] = {}
    for one, other in pairs:
        steps.setdefault(one, set()).add(other)
    expected = set(simple(steps, ("a",), "f"))
    found = ways({one: sorted(others) for one, others in steps.items()}, "a", "f")
    assert set(found.routes) <= expected
    assert found.more == (len(found.routes) < len(expected))
    assert [len(route) for route in found.routes] == sorted(len(route) for route in expected)[: len(found.routes)]
    assert all(pair in pairs for route in found.routes for pair in pairwise(route))
