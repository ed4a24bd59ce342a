"""The query page in a real browser: its tasks by mouse and by keyboard alone, in both languages."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from passerelle.phrases import phrase
from watched import Open

pytestmark = pytest.mark.browser

REGIONS = """PREFIX psl: <https://w3id.org/passerelle/ns/>
SELECT ?region { ?region a psl:Region } ORDER BY ?region"""
COUNTS = "SELECT ?class (COUNT(*) AS ?things) { ?thing a ?class } GROUP BY ?class ORDER BY DESC(?things)"
# Hours of work, which only its deadline or a hand stops.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def asking(query: str, language: str = "en") -> str:
    return f"/sparql?lang={language}&query={quote(query)}"


def code(page: Page) -> Locator:
    return page.locator(".cm-content")


def text(page: Page) -> str:
    """What stands in the editor."""
    return "\n".join(line.inner_text().rstrip("\n") for line in page.locator(".cm-line").all())


def write(page: Page, query: str) -> None:
    """Put a query in the place of the one that is there, as by pasting."""
    code(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)


def tab_to(page: Page, wanted: Locator, most: int = 40) -> None:
    """Press Tab until something has the focus."""
    for _ in range(most):
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{most} times Tab do not lead there")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_question_is_asked_and_read_by_mouse(watch: Open, language: str) -> None:
    page = watch(f"/sparql?lang={language}", language=language).page
    page.get_by_text(re.compile(r"^(Example questions|Questions d’exemple) \(\d+\)$")).click()
    title = {"en": "What in the report no longer holds", "fr": "Qu’est-ce qui, dans le rapport, ne vaut plus"}[language]
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("status")).to_contain_text(title)
    assert "psl:standing" in text(page)
    page.get_by_role("button", name=phrase("run", language)).click()
    status = page.get_by_role("status")
    expect(status).to_have_text(re.compile(r"^\d+ (rows in \d\.\d\d s|lignes en \d,\d\d\u00a0s)$"))
    rows = int((status.text_content() or "").split()[0])
    table = page.get_by_role("table")
    expect(table.locator("tbody tr")).to_have_count(rows)
    claim = table.get_by_role("link").first
    assert (claim.get_attribute("href") or "").startswith("/id/claim/")
    claim.click()
    expect(page).to_have_url(re.compile(r"/doc/claim/"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_question_is_asked_and_read_by_keyboard_alone(watch: Open, language: str) -> None:
    page = watch(f"/sparql?lang={language}", language=language).page
    expect(code(page)).to_be_visible()
    tab_to(page, code(page))
    page.keyboard.press("Control+a")
    page.keyboard.type("select * { ?diploma a qualif")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type("icationt")
    expect(page.get_by_role("option", name="psl:QualificationType").first).to_be_visible()
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    assert "PREFIX psl: <https://w3id.org/passerelle/ns/>\n" in text(page)
    assert "?diploma a psl:QualificationType" in text(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ (rows|lignes) "))
    sort = page.get_by_role("columnheader", name="diploma").get_by_role("button")
    tab_to(page, sort)
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="diploma")).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("columnheader", name="diploma").get_by_role("button")).to_be_focused()
    first = page.get_by_role("table").get_by_role("link").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="diploma")).to_have_attribute("aria-sort", "descending")
    assert page.get_by_role("table").get_by_role("link").last.inner_text() == first
    tab_to(page, page.get_by_role("link", name="CSV"), most=300)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.path().read_text(encoding="utf-8").startswith("diploma\nhttps://w3id.org/passerelle/id/")


def test_questions_are_found_by_their_words_without_accents(watch: Open) -> None:
    page = watch("/sparql?lang=fr", language="fr").page
    page.locator("#examples summary").click()
    page.get_by_label("Seulement les questions").fill("diplomes niveau 5")
    found = page.locator("#examples a:visible").all_inner_texts()
    assert 0 < len(found) < 10
    assert all("niveau 5" in name for name in found)


def test_a_page_of_a_thing_leads_to_its_query_and_its_answer(watch: Open) -> None:
    page = watch("/doc/region/84?lang=fr").page
    page.get_by_role("button", name="Interroger le graphe").click()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ lignes "))
    assert page.locator("html").get_attribute("lang") == "fr"


def test_the_query_comes_along_into_the_other_language_and_to_others(watch: Open) -> None:
    page = watch("/sparql?lang=en").page
    write(page, REGIONS)
    page.get_by_role("link", name="Lire en français").click()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ lignes "))
    assert text(page) == REGIONS
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.get_by_role("status")).to_have_text("Le lien est copié.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url.partition("?")[0] + "?query=" + quote(REGIONS, safe="*()!'")
    page.reload()
    assert page.locator("html").get_attribute("lang") == "fr", "the language that was chosen stays"


def test_a_label_in_either_language_finds_a_term(watch: Open) -> None:
    page = watch("/sparql?lang=fr", language="fr").page
    for typed, found in (
        ("?x a depart", "psl:Department"),
        ("?x a departement", "psl:Department"),
        ("?x mene", "psl:leadsTo"),
    ):
        write(page, "")
        page.keyboard.type(typed)
        expect(page.get_by_role("option", name=found).first).to_be_visible()
        page.keyboard.press("Escape")


def test_things_are_found_by_the_label_after_their_prefix(watch: Open) -> None:
    page = watch("/sparql?lang=fr", language="fr").page
    write(page, "DESCRIBE ")
    page.keyboard.type("region:rhone")
    option = page.get_by_role("option", name="region:84")
    expect(option).to_contain_text("Auvergne-Rhône-Alpes")
    option.click()
    assert text(page) == "PREFIX region: <https://w3id.org/passerelle/id/region/>\nDESCRIBE region:84"


def test_a_known_prefix_is_declared_when_it_is_typed_and_undone_with_it(watch: Open) -> None:
    page = watch("/sparql").page
    with page.expect_response("**/api/vocabulary"):
        write(page, "SELECT * { ?s ?p ?o }")
    page.wait_for_timeout(200)
    page.keyboard.type(" # skos:")
    assert "PREFIX" not in text(page), "a comment needs no prefix"
    write(page, "ASK { ?s ")
    page.keyboard.type("skos:")
    page.keyboard.press("Escape")
    assert text(page).startswith("PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nASK { ?s skos:")
    page.keyboard.press("Control+z")
    assert "PREFIX" not in text(page)


def test_a_mistake_is_marked_and_told_at_its_place(watch: Open, keep_picture: Callable[[Page, str], None]) -> None:
    watched = watch("/sparql?lang=fr", language="fr")
    watched.expect("400 (Bad Request)")
    page = watched.page
    write(page, "SELECT * {\n  ?s ?p ?o .\n  FILTRE(?o)\n}")
    page.keyboard.press("Control+Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(re.compile(r"^Ligne 3, colonne \d+\u00a0: "))
    expect(page.locator(".cm-line").nth(2).locator(".cm-lintRange-error")).to_be_visible()
    expect(code(page)).to_be_focused()
    expect(page.locator("section.result")).to_be_hidden()
    keep_picture(page, "mistake-fr")
    write(page, "ASK { }")
    expect(alert).to_be_empty()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("La réponse est oui")


def test_a_query_that_takes_too_long_is_cancelled(watch: Open) -> None:
    page = watch("/sparql").page
    write(page, ENDLESS)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_have_text("Asking the graph…")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("status")).to_have_text("Cancelled.")
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
    # With a single worker, the next query is answered only if that one was let go.
    write(page, "ASK { }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("The answer is yes")


def test_the_address_gives_the_query_back_and_asks_it(watch: Open) -> None:
    page = watch(asking(REGIONS)).page
    expect(page.get_by_role("table")).to_be_visible()
    assert text(page) == REGIONS
    longer = REGIONS + "\n# " + "x" * 7000
    write(page, longer)
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("#query="))
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert download.value.path().read_text(encoding="utf-8").startswith("region\n")
    page.reload()
    expect(page.get_by_role("table")).to_be_visible()
    assert text(page).startswith(REGIONS)


def test_what_was_asked_is_kept_in_the_browser_and_can_be_deleted(watch: Open) -> None:
    page = watch(asking(REGIONS)).page
    expect(page.get_by_role("table")).to_be_visible()
    page.goto(page.url.partition("?")[0])
    page.get_by_text("My queries").click()
    page.get_by_role("button", name=re.compile(r"^SELECT \?region")).click()
    assert text(page) == REGIONS
    page.get_by_role("button", name=re.compile(r"^Delete this query")).click()
    expect(page.locator(".history")).to_be_hidden()
    assert page.evaluate("JSON.parse(localStorage.getItem('passerelle.queries'))") == []


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


def test_without_scripts_the_form_asks_and_answers(watch: Open) -> None:
    page = watch(asking(REGIONS), script=False).page
    assert REGIONS in page.get_by_role("textbox").input_value()
    page.get_by_role("combobox").select_option("text/csv")
    with page.expect_download() as download:
        page.get_by_role("button", name="Ask the graph").click()
    assert download.value.path().read_text(encoding="utf-8").startswith("region\n")
