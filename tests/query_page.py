"""The query page, as a test uses it in a browser."""

from urllib.parse import quote

from playwright.sync_api import Locator, Page

REGIONS = """PREFIX psl: <https://w3id.org/passerelle/ns/>
SELECT ?region { ?region a psl:Region } ORDER BY ?region"""
COUNTS = "SELECT ?class (COUNT(*) AS ?things) { ?thing a ?class } GROUP BY ?class ORDER BY DESC(?things)"


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
