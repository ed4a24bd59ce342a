"""Where queries come from and go to: addresses, other pages, the browser's history, the form without scripts."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from query_page import REGIONS, asking, text, write
from watched import Open

pytestmark = pytest.mark.browser


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


def test_without_scripts_the_form_asks_and_answers(watch: Open) -> None:
    page = watch(asking(REGIONS), script=False).page
    assert REGIONS in page.get_by_role("textbox").input_value()
    page.get_by_role("combobox").select_option("text/csv")
    with page.expect_download() as download:
        page.get_by_role("button", name="Ask the graph").click()
    assert download.value.path().read_text(encoding="utf-8").startswith("region\n")
