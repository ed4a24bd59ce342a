"""The query page in a real browser: its tasks by mouse and by keyboard alone, and what helps to write."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from passerelle.phrases import phrase
from query_page import code, tab_to, text, write
from watched import Open

pytestmark = pytest.mark.browser

# Hours of work, which only its deadline or a hand stops.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


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
