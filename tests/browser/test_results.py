"""What the query page shows of a result."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from passerelle.phrases import phrase
from query_page import COUNTS, asking, write
from watched import Open

pytestmark = pytest.mark.browser


def test_large_results_are_shown_part_by_part(watch: Open) -> None:
    page = watch(asking("SELECT ?s { ?s ?p ?o } LIMIT 250")).page
    rows = page.locator(".result tbody tr")
    expect(rows).to_have_count(100)
    page.get_by_role("button", name="Show 100 more rows").click()
    expect(rows).to_have_count(200)
    page.get_by_role("button", name="Show 50 more rows").click()
    expect(rows).to_have_count(250)


def test_a_result_that_is_too_large_for_the_page_can_still_be_taken(watch: Open) -> None:
    page = watch("/sparql").page
    write(page, "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 70000")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("too large to be shown here")
    expect(page.get_by_role("link", name="CSV")).to_be_visible()
    expect(page.get_by_role("table")).to_be_hidden()


def test_values_of_any_kind_are_shown_as_text(watch: Open) -> None:
    query = """SELECT ?a ?b ?c ?d {
  BIND ("<img src=x onerror=alert(1)>"@fr AS ?a) BIND (BNODE() AS ?b) BIND (<javascript:alert(1)> AS ?c) }"""
    page = watch(asking(query)).page
    cells = page.locator(".result tbody td")
    expect(cells).to_have_count(4)
    expect(cells.nth(0)).to_have_text("<img src=x onerror=alert(1)>")
    expect(cells.nth(0)).to_have_attribute("lang", "fr")
    expect(cells.nth(1)).to_have_text(re.compile("^_:"))
    expect(cells.nth(2)).to_have_text("<javascript:alert(1)>")
    assert page.locator(".result td a, .result td img").count() == 0


def test_a_graph_is_shown_as_it_came_with_its_own_formats(watch: Open) -> None:
    page = watch(asking("DESCRIBE <https://w3id.org/passerelle/id/region/84>")).page
    expect(page.locator(".result pre")).to_contain_text("<https://w3id.org/passerelle/id/region/84>")
    names = page.locator(".downloads a").all_inner_texts()
    assert names == ["Turtle", "N-Triples", "RDF/XML", "JSON-LD"]


def test_names_with_numbers_are_drawn(watch: Open, keep_picture: Callable[[Page, str], None]) -> None:
    page = watch(asking(COUNTS, "fr"), language="fr").page
    page.get_by_role("button", name="Graphique").click()
    drawing = page.get_by_role("img", name="things par class")
    expect(drawing).to_be_visible()
    expect(drawing.locator("rect").first).to_be_visible()
    keep_picture(page, "chart-fr")
    years = "SELECT ?year ?n { VALUES (?year ?n) { (2018 7000) (2019 8000) (2021 3000) } }"
    write(page, years)
    page.keyboard.press("Control+Enter")
    expect(page.locator("svg.line circle")).to_have_count(3)
    # Two sources for one year make no line.
    write(page, years.replace("?year ?n {", "?n ?year ?by { VALUES ?by { 'a' 'b' }"))
    page.keyboard.press("Control+Enter")
    expect(page.locator("svg.bars rect")).to_have_count(6)
    expect(page.locator("svg.bars text").first).to_have_text(re.compile("^2018 · [ab]$"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280, 2560])
def test_the_editor_at_work_keeps_nobody_out(
    watch: Open, axe: Callable[[Page], list[str]], keep_picture: Callable[[Page, str], None], width: int, theme: str
) -> None:
    language = "fr" if width == 360 else "en"
    page = watch(asking(COUNTS, language), language=language, theme=theme, width=width).page
    expect(page.get_by_role("table")).to_be_visible()
    page.wait_for_timeout(300)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    keep_picture(page, f"result-{width}-{theme}-{language}")
    page.get_by_role("button", name=phrase("view_chart", language)).click()
    page.locator("#examples summary").click()
    page.locator(".history summary").click()
    assert axe(page) == []
    keep_picture(page, f"chart-{width}-{theme}-{language}")
    write(page, "SELECT * { ?x a psl:Reg")
    page.keyboard.type("i")
    expect(page.get_by_role("listbox")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    keep_picture(page, f"completion-{width}-{theme}-{language}")
