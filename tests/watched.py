"""A page in a real browser; what the browser complains of, and what is asked of other hosts, is kept."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, Route

# Reports of the Content-Security-Policy that the console would not tell.
_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`violates ${event.violatedDirective}: ${event.blockedURI}`))"""

Open = Callable[..., "Watched"]


class Watched:
    """A page of the service, and what was wrong with it so far."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self._base = base
        self._host = urlsplit(base).netloc
        self._wrong: list[str] = []
        self._expected: list[str] = []
        page.on("console", lambda said: self._note(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("requestfailed", self._failed)
        page.route(lambda address: urlsplit(address).netloc not in {"", self._host}, self._refuse)
        page.add_init_script(_VIOLATIONS)

    def go(self, path: str) -> Page:
        """Open a path of the service."""
        self.page.goto(self._base + path)
        return self.page

    def expect(self, text: str) -> None:
        """Something that is said, with this in it, is meant to be."""
        self._expected.append(text)

    def check(self) -> None:
        """Fail if anything was wrong."""
        wrong = [said for said in self._wrong if not any(text in said for text in self._expected)]
        assert not wrong, f"the browser complains: {wrong}"

    def _note(self, said: str) -> None:
        self._wrong.append(said)

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            self._note(f"{request.url}: {request.failure}")

    def _refuse(self, route: Route) -> None:
        self._note(f"{route.request.url} is asked of another host")
        route.abort()
