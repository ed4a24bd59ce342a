"""Things through time, over the graph as it is published and over graphs that are odd."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from conftest import serving
from drawn import SVG, assert_places_and_links_hold, drawings, part, targets, view
from helpers import HEAD, Write
from passerelle.settings import Settings

COMPETENCY = Path(__file__).parents[1] / "competency" / "answers.toml"
QUERIES = Path(__file__).parents[2] / "data" / "queries"
# The questions that ask what was in force at a date, with the schemes that they ask about.
AT_A_DATE = {
    "mobility-unit-rules-at-a-date": "scheme/mobility-unit",
    "apprentices-abroad-rules-at-a-date": "scheme/apprentice-mobility",
}


def dated_answers() -> Iterator[tuple[str, str, set[str]]]:
    """A scheme, a day, and the rules that were in force, as written down from the sources."""
    answers: dict[str, dict[str, Any]] = tomllib.loads(COMPETENCY.read_text(encoding="utf-8"))
    for name, scheme in AT_A_DATE.items():
        text = (QUERIES / f"{name}.ttl").read_text(encoding="utf-8")
        default = re.search(r'sh:defaultValue "([\d-]+)"\^\^xsd:date', text)
        assert default
        for answer in (answers[name], *answers[name].get("with", [])):
            day = answer.get("set", {}).get("date", default[1])
            yield scheme, day, {row["is"][0] for row in answer["rows"]}


def told(page: str) -> dict[str, str]:
    """What the list tells of a date: its places, with how they stood on the day."""
    return dict(re.findall(r'<li id="([^"]+)" class="(\w+)">', page))


def entry(page: str, name: str) -> str:
    return page.partition(f'<li id="{name}"')[2].partition("</li>")[0]


@pytest.mark.parametrize(("scheme", "day", "rules"), list(dated_answers()))
def test_what_held_is_what_the_sources_say(whole: httpx.Client, scheme: str, day: str, rules: set[str]) -> None:
    held = part(view(whole, "/timeline", {"kind": "rule", "about": scheme, "date": day}), "held")
    assert {found[1:].replace(".", "/") for found in targets(held)} == rules


@pytest.mark.parametrize("asked", [{"lang": "fr", "date": "2022-06-01"}, {"kind": "article", "date": "2024-12-06"}])
def test_every_link_leads_somewhere(whole: httpx.Client, asked: dict[str, str]) -> None:
    page = view(whole, "/timeline", asked)
    assert len(targets(page)) > 200
    assert_places_and_links_hold(whole, page)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("asked", [{}, {"kind": "body"}, {"about": "right/personal-training-account"}])
def test_drawing_and_list_tell_the_same(whole: httpx.Client, language: str, asked: dict[str, str]) -> None:
    page = view(whole, "/timeline", {"lang": language, "date": "2019-09-01"} | asked)
    (drawing,) = drawings(page, "drawing")
    rows = {row.attrib["href"][1:]: row for row in drawing.iter(f"{SVG}a")}
    assert {name: row.attrib["class"].split()[1] for name, row in rows.items()} == told(page)
    assert len(rows) > 5
    for name, row in rows.items():
        title = row.find(f"{SVG}title")
        assert title is not None
        assert title.text, name


def test_bars_stand_where_their_dates_are(whole: httpx.Client) -> None:
    (drawing,) = drawings(view(whole, "/timeline", {"kind": "rule", "date": "2018-12-31"}), "drawing")
    rows = {row.attrib["href"][1:]: row for row in drawing.iter(f"{SVG}a")}

    def bars(name: str) -> list[tuple[str, float, float]]:
        found = [one for one in rows[name].iter(f"{SVG}rect") if one.attrib["class"] != "hit"]
        spans = [(one.attrib["class"], float(one.attrib["x"][:-1]), float(one.attrib["width"][:-1])) for one in found]
        return [(kind, x, x + width) for kind, x, width in spans]

    day = float(next(one for one in drawing.iter(f"{SVG}line") if one.attrib["class"] == "day").attrib["x1"][:-1])
    ((kind, start, end),) = bars("rule.cpf-2015")
    assert (kind, start < day) == ("sure", True)
    # The rule held up to the last day of 2018, and the next one from the day after.
    assert bars("rule.cpf-euros")[0][1] == pytest.approx(end, abs=0.01)
    assert [kind for kind, *_ in bars("rule.mobility-unit-2019")] == ["about", "sure"]
    assert [kind for kind, *_ in bars("rule.apprentice-mobility-2018")] == ["unsure"]


def test_dates_are_as_precise_as_their_source(whole: httpx.Client) -> None:
    page = view(whole, "/timeline", {"date": "2019-03-01"})
    unit = entry(page, "rule.mobility-unit-2019")
    assert re.search(r"start year</dt>\s*<dd>2019 ", unit)
    assert "January" not in unit
    assert told(page)["rule.mobility-unit-2019"] == "year"
    assert re.search(r"adopted in</dt>\s*<dd>June 2022 ", entry(page, "strategy.aura-plan-2022-2028"))
    french = view(whole, "/timeline", {"lang": "fr"})
    assert "1er septembre 2020" in entry(french, "rule.training-obligation-16-18")


def test_what_has_no_date_is_listed_as_such_and_not_drawn(whole: httpx.Client) -> None:
    page = view(whole, "/timeline")
    before, _, undated = page.partition('id="undated"')
    for name in ("act.decret-2014-725", "scheme.apprentice-mobility", "organisation.copanef"):
        assert f'id="{name}"' in undated
        assert f'id="{name}"' not in before
        assert f'href="#{name}"' not in page


def test_a_date_in_doubt_is_told_as_such_and_never_as_a_date(whole: httpx.Client) -> None:
    plan = entry(view(whole, "/timeline"), "strategy.aura-plan-2022-2028")
    assert "/doc/claim/aura-plan-date" in plan
    assert "1 July 2022" not in plan.partition("Date in doubt")[0]


def test_a_proposal_is_never_in_force(whole: httpx.Client) -> None:
    page = view(whole, "/timeline", {"date": "2021-06-01"})
    assert told(page)["act.com-2020-275-2020-07-01"] == "undated"
    assert "#act.com-2020-275-2020-07-01" not in part(page, "held")


def test_who_says_so_is_one_click_away(whole: httpx.Client) -> None:
    act = entry(view(whole, "/timeline"), "act.MTRT2300941L")
    for fact in re.findall(r"<dd>(.*?)</dd>", act, re.DOTALL):
        assert 'class="origin"' in fact
        assert "/doc/graph/" in fact or "/doc/source/" in fact


def test_changes_before_and_after_lead_to_one_another(whole: httpx.Client) -> None:
    asked = {"about": "scheme/apprentice-mobility", "date": "2024-06-01"}
    page = view(whole, "/timeline", asked)
    after = re.search(r'rel="next" href="([^"]*)"', page)
    assert after
    assert "date=2024-12-06" in after[1]
    assert "about=scheme/apprentice-mobility" in after[1]
    before = re.search(r'rel="prev" href="([^"]*)"', page)
    assert before
    assert "date=2023-12-29" in before[1]


def test_the_other_language_keeps_what_was_chosen(whole: httpx.Client) -> None:
    page = view(whole, "/timeline", {"kind": "rule", "date": "2020-01-01"})
    assert '/timeline?date=2020-01-01&amp;kind=rule&amp;lang=fr" lang="fr"' in page
    assert view(whole, "/timeline", {"kind": "rule", "date": "2020-01-01", "lang": "fr"}) != page


@pytest.mark.parametrize("day", ["2022-02-30", "yesterday", "2022", "20220101", "<b>"])
def test_a_day_that_is_none_is_told(whole: httpx.Client, day: str) -> None:
    page = view(whole, "/timeline", {"date": day}, 400)
    assert 'aria-invalid="true"' in page
    assert "expected a date such as 2022-06-01" in page
    assert "<b>" not in page
    assert_places_and_links_hold(whole, page)


def test_a_kind_or_subject_that_is_none_is_told(whole: httpx.Client) -> None:
    assert "knows nothing called “law”" in view(whole, "/timeline", {"kind": "law"}, 400)
    assert "knows nothing called “scheme/none”" in view(whole, "/timeline", {"about": "scheme/none"}, 400)


def test_pages_are_tagged_by_what_is_asked(whole: httpx.Client) -> None:
    tags = {
        whole.get("/timeline", params=asked).headers["etag"]
        for asked in ({"date": "2020-01-01"}, {"date": "2020-01-02"}, {"date": "2020-01-02", "kind": "act"})
    }
    assert len(tags) == 3
    known = whole.get("/timeline", params={"date": "2020-01-01"}, headers={"If-None-Match": ", ".join(tags)})
    assert (known.status_code, known.content) == (httpx.codes.NOT_MODIFIED, b"")
    assert "etag" not in whole.get("/timeline", params={"date": "none"}).headers
    assert whole.head("/timeline").content == b""
    assert whole.get("/timeline", headers={"Accept": "image/png"}).status_code == httpx.codes.NOT_ACCEPTABLE


def test_a_graph_without_any_of_it_gets_help(client: httpx.Client) -> None:
    page = view(client, "/timeline")
    assert "Nothing of this kind is known here." in page
    assert not list(drawings(page, "drawing"))
    assert_places_and_links_hold(client, page)


ODD = {
    "data/reference/odd.trig": HEAD
    + """
@prefix reference: <https://w3id.org/passerelle/graph/reference/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
reference:odd {
  <id/rule/one> a psl:Rule ; rdfs:label "<b>&amp;</b> ]]> one" ; psl:validFrom "2020-01-01Z"^^xsd:date ;
    dcterms:replaces <id/rule/two> .
  <id/rule/two> a psl:Rule ; psl:startYear "0001"^^xsd:gYear ; psl:endYear "9999"^^xsd:gYear ;
    dcterms:replaces <id/rule/one> .
  <id/rule/three> a psl:Rule ; rdfs:label "three"@fr ; psl:startYear "-0044"^^xsd:gYear ; dcterms:replaces "text" .
  <id/rule/four> a psl:Rule ; psl:validFrom "2021-02-30"^^xsd:date, "soon" .
  <http://example.org/five> a psl:Rule ; psl:validUntil "0001-01-01"^^xsd:date .
  [] a psl:Rule ; psl:validFrom "2020-01-01"^^xsd:date .
}
""",
}


def test_odd_dates_and_circles_are_drawn_or_listed(write: Write) -> None:
    with serving(Settings(graph=write(ODD))) as odd:
        for day in ("0001-01-01", "2020-06-01", "9999-12-31"):
            page = view(odd, "/timeline", {"date": day})
            (drawing,) = drawings(page, "drawing")
            assert {row.attrib["href"] for row in drawing.iter(f"{SVG}a")} == {f"#{name}" for name in told(page)}
            assert len(told(page)) == 3
            for name in ("rule.three", "rule.four"):
                assert f'id="{name}"' in page.partition('id="undated"')[2]
            assert "<b>" not in page
            assert_places_and_links_hold(odd, page)
