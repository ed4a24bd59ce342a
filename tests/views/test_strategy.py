"""The strategy board, over the graph as it is published and over small ones."""

import re
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest

from conftest import serving
from drawn import assert_places_and_links_hold, part, targets, view
from helpers import HEAD, Write
from passerelle.settings import Settings

ANSWERS: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "competency" / "answers.toml").read_text(encoding="utf-8")
)


def card(page: str, name: str) -> str:
    """What the board tells of a thing: from its place up to the next one."""
    return re.split(r'<li id="|</section>', page.partition(f'<li id="{name}"')[2])[0]


def cards(page: str, heading: str) -> list[str]:
    return re.findall(r'<li id="([^"]+)"', part(page, heading))


@pytest.mark.parametrize("asked", [{"lang": "fr"}, {"lang": "en", "focus": "lever/international-branding"}])
def test_every_link_leads_somewhere(whole: httpx.Client, asked: dict[str, str]) -> None:
    page = view(whole, "/strategy", asked)
    assert len(targets(page)) > 200
    assert_places_and_links_hold(whole, page)


def test_quadrants_hold_as_many_factors_as_the_sources_say(whole: httpx.Client) -> None:
    page = view(whole, "/strategy")
    for row in ANSWERS["factors-per-quadrant"]["rows"]:
        quadrant, number = row["is"]
        assert len(cards(page, quadrant.replace("/", "."))) == int(number)


def test_levers_answer_what_was_written_down(whole: httpx.Client) -> None:
    page = view(whole, "/strategy")
    expected: dict[str, set[str]] = {}
    for row in ANSWERS["levers-and-factors"]["rows"]:
        factor, lever = row["is"]
        expected.setdefault(factor, set()).update({lever} - {""})
    for factor, levers in expected.items():
        told = card(page, factor.replace("/", "."))
        assert {name[1:].replace(".", "/") for name in targets(told) if name.startswith("#")} == levers
        assert ("No lever answers it yet." in told) == (not levers)
        for lever in levers:
            assert f'href="#{factor.replace("/", ".")}"' in card(page, lever.replace("/", "."))


def test_what_has_no_answer_is_told_first(whole: httpx.Client) -> None:
    told = {name[1:].replace(".", "/") for name in targets(part(view(whole, "/strategy"), "open"))}
    threats = {row["is"][0] for row in ANSWERS["threats-without-answer"]["rows"]}
    assert {name for name in told if name.startswith("factor/")} == threats
    assert {name for name in told if name.startswith("lever/")} == {
        "lever/international-companies",
        "lever/virtual-and-hybrid-mobility",
    }


def test_means_are_those_that_the_report_names(whole: httpx.Client) -> None:
    told = card(view(whole, "/strategy"), "lever.international-branding").partition("By these means:")[2]
    means = told.partition("</ul>")[0]
    for row in ANSWERS["means-of-visibility"]["rows"]:
        assert f"/doc/{row['is'][0]}?" in means
    assert "our reading" not in means
    assert means.count('class="origin"') == len(ANSWERS["means-of-visibility"]["rows"])


@pytest.mark.parametrize(("language", "mark"), [("en", "our reading"), ("fr", "notre lecture")])
def test_what_is_our_reading_is_marked_with_its_reason(whole: httpx.Client, language: str, mark: str) -> None:
    page = view(whole, "/strategy", {"lang": language})
    for quadrant in ("strength", "weakness", "opportunity", "threat"):
        assert mark in part(page, f"concept.quadrant-{quadrant}").partition("</h2>")[0]
    answers = re.findall(r'<li class="ours">(.*?)</li>', page, re.DOTALL)
    # Each stands with its factor and with its lever.
    assert len(answers) == 2 * sum(bool(row["is"][1]) for row in ANSWERS["levers-and-factors"]["rows"])
    for answer in answers:
        assert re.search(rf'class="reading"><a href="/doc/claim/interpretation-[^"]+">{mark}</a>', answer)
        assert re.search(rf'<span class="hint" lang="{language}">[^<]{{20,}}</span>', answer)
    doubted = card(page, "factor.limited-pathways")
    assert "/doc/claim/interpretation-limited-pathways-is-internal" in doubted


def test_a_focus_lights_what_is_connected_and_says_by_what(whole: httpx.Client) -> None:
    page = view(whole, "/strategy", {"focus": "factor/francophone-cooperation"})
    connected = part(page, "connected")
    assert "#zone.francophone-countries" in connected
    assert "/doc/place/maghreb?" in connected
    lit = set(re.findall(r'<li id="([^"]+)" class="card lit"', page))
    assert lit == {name[1:] for name in targets(connected) if name.startswith("#")}
    assert re.findall(r'<li id="([^"]+)" class="card focus"', page) == ["factor.francophone-cooperation"]
    branding = view(whole, "/strategy", {"focus": "factor/foreign-competition"})
    assert "our reading" in part(branding, "connected")
    alone = view(whole, "/strategy", {"focus": "factor/geopolitical-risks"})
    assert "Nothing else on the board is connected to it" in alone
    assert 'class="card lit"' not in alone


def test_plans_and_zones_are_told_with_their_parts(whole: httpx.Client) -> None:
    page = view(whole, "/strategy")
    plan = card(page, "strategy.aura-plan-2022-2028")
    for row in ANSWERS["regional-plan-parts"]["rows"]:
        assert f"/doc/{row['is'][0]}?" in plan
    for row in ANSWERS["target-zones"]["rows"]:
        zone, place = row["is"]
        assert f"/doc/{place}?" in card(page, zone.replace("/", "."))
    assert "/doc/organisation/conseil-regional-aura?" in card(page, "zone.grand-export")


def test_a_focus_that_is_not_there_is_told(whole: httpx.Client) -> None:
    page = view(whole, "/strategy", {"focus": '"><b>'}, 400)
    assert "Nothing on the board is called “&#34;&gt;&lt;b&gt;”." in page
    assert_places_and_links_hold(whole, page)


def test_the_other_language_keeps_the_focus(whole: httpx.Client) -> None:
    page = view(whole, "/strategy", {"focus": "lever/public-funding"})
    assert 'href="/strategy?focus=lever/public-funding&amp;lang=fr" lang="fr"' in page


def test_a_graph_without_a_board_gets_help(client: httpx.Client) -> None:
    page = view(client, "/strategy")
    assert "This graph holds no factors, levers or plans." in page
    assert_places_and_links_hold(client, page)


STATED = {
    "data/reference/board.trig": HEAD
    + """
@prefix reference: <https://w3id.org/passerelle/graph/reference/> .
<graph/sources> { reference:board dcterms:source <source/book> . <source/book> rdfs:label "The book" . }
reference:board {
  <id/factor/f> a psl:Factor ; rdfs:label "F" ; psl:quadrant <id/concept/quadrant-weakness> .
  <id/factor/g> a psl:Factor ; psl:quadrant <id/concept/quadrant-other> .
  <id/lever/l> a psl:Lever ; rdfs:label "L" ; psl:position "first" ; psl:answers <id/factor/f>, "text" .
}
""",
}


def test_what_a_source_states_is_not_called_our_reading(write: Write) -> None:
    with serving(Settings(graph=write(STATED))) as stated:
        page = view(stated, "/strategy")
        told = card(page, "factor.f")
        assert "The book" in told
        assert "our reading" not in told
        assert cards(page, "concept.quadrant-other") == ["factor.g"]
        assert_places_and_links_hold(stated, page)
