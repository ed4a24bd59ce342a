"""A real browser before the real service; what it complains of, and what it asks of others, fails a test."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from watched import Open, Watched


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("there is no browser: install Chromium (Debian: apt-get install chromium)")
    # Not for the session: while it runs, no other test could run an event loop of its own.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def base(whole: httpx.Client) -> str:
    """The address of the service over the graph that is published, with its downloads made."""
    while whole.get("/download").status_code == httpx.codes.SERVICE_UNAVAILABLE:
        time.sleep(0.2)
    return str(whole.base_url).rstrip("/")


@pytest.fixture
def watch(chromium: Browser, base: str) -> Iterator[Open]:
    """Opens a page of a language, colours and width; in the end nothing may have been wrong with any."""
    opened: list[Watched] = []
    contexts = []

    def open_page(
        path: str, *, language: str = "en", theme: str = "light", width: int = 1280, script: bool = True
    ) -> Watched:
        context = chromium.new_context(
            locale={"en": "en-GB", "fr": "fr-FR"}[language],
            color_scheme="dark" if theme == "dark" else "light",
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        watched = Watched(context.new_page(), base)
        opened.append(watched)
        watched.go(path)
        return watched

    yield open_page
    for context in contexts:
        context.close()
    for watched in opened:
        watched.check()


@pytest.fixture(scope="session")
def keep_picture() -> Callable[[Page, str], None]:
    """Keeps a picture of a page for people to look at, outside the repository."""
    folder = Path(os.environ.get("SCREENSHOTS") or Path(tempfile.gettempdir(), "passerelle-screenshots"))
    folder.mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str) -> None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)

    return keep


@pytest.fixture(scope="session")
def axe(repository: Path) -> Callable[[Page], list[str]]:
    """Finds what breaks WCAG 2.2 AA in a page (https://github.com/dequelabs/axe-core)."""
    path = repository / "service" / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        pytest.skip("the browser tests need axe: npm ci --ignore-scripts --prefix service/web")
    source = path.read_text(encoding="utf-8")

    def find(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate(
            # What it passes is of no use here, and takes most of its time on a long page.
            """axe.run({
                runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
                resultTypes: ["violations"],
            })"""
        )
        return [
            f"{rule['id']}: {rule['help']}: {[node['html'][:200] for node in rule['nodes'][:3]]}"
            for rule in found["violations"]
        ]

    return find
