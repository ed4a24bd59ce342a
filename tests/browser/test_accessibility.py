"""Every kind of page holds to WCAG 2.2 AA, as far as a program can tell, in both colours and at any width."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from watched import Open

pytestmark = pytest.mark.browser

PAGES = {
    "release": "/ns/0.1.0",
    "thing": "/doc/qualification-type/cap",
    "claim": "/doc/claim/rise-in-2022-linked-to-world-wide-extension",
    "source": "/doc/source/digint-aura",
    "graph": "/doc/graph/editorial/acts",
    "query": "/query/no-longer-holds",
    "missing": "/doc/region/999",
    "endpoint": "/sparql",
    "timeline": "/timeline?date=2022-06-01",
    "strategy": "/strategy?focus=factor/foreign-competition",
    "pathways": "/pathways?from=stage/lower-secondary&to=qualification-type/bts",
    "home": "/",
    "search": "/search?q=cap",
    "explore": "/explore",
    "map": "/map",
    "queries": "/queries",
    "download": "/download",
    "check": "/check",
    "ontology": "/ns/",
    "cite": "/cite/region/84",
}


@pytest.mark.parametrize(("width", "theme"), [(360, "light"), (1280, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_keeps_anybody_out(
    watch: Open,
    axe: Callable[[Page], list[str]],
    keep_picture: Callable[[Page, str], None],
    name: str,
    width: int,
    theme: str,
) -> None:
    watched = watch(PAGES[name], theme=theme, width=width, language="fr")
    page = watched.page
    if name == "missing":
        watched.expect("404")
    assert axe(page) == []
    across = page.evaluate("document.documentElement.scrollWidth")
    assert across <= width, f"the page is {across} pixels wide and has to be scrolled sideways"
    keep_picture(page, f"{name}-{width}-{theme}-fr")
