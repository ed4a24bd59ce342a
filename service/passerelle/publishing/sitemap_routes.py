"""`/sitemap.xml` and `/robots.txt`: what search engines should look at, and what not."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from passerelle import urls
from passerelle.errors import Problem
from passerelle.media_types import PROBLEM, TEXT, XML, with_charset
from passerelle.publishing.publication import Publication
from passerelle.publishing.sitemap import index, parts, sitemap, things
from passerelle.sparql.examples import examples
from passerelle.web.kept_pages import read_page_request
from passerelle.web.pages import PLACES

# The part that holds what is no page of a thing.
_PAGES = "pages"
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
# Answers to whatever is asked, which there are without end.
_NOT_FOR_ROBOTS = (f"{urls.SPARQL}?query=", urls.GRAPHS, urls.VALIDATE, urls.METRICS, urls.HEALTH)
_MISSING: dict[int | str, dict[str, Any]] = {
    404: {"description": "There is no such part.", "content": {PROBLEM: {}}},
}


def add_sitemap_routes(app: FastAPI, publication: Publication) -> None:
    """Add them."""
    links, engine, pages = publication.links, publication.engine, publication.pages
    number = lru_cache(maxsize=1)(partial(parts, engine))

    async def written(request: Request, name: str, make: Callable[[], bytes]) -> Response:
        def made(_language: str) -> Response:
            return Response(make(), headers={"Content-Type": XML})

        wish = replace(read_page_request(request), language="")
        return await run_in_threadpool(pages.respond, f"sitemap {name}", wish, made)

    async def show_index(request: Request) -> Response:
        """The list of the sitemaps."""
        return await written(request, "index", lambda: index([_PAGES, *map(str, range(1, number() + 1))], links))

    async def show_part(request: Request) -> Response:
        """A sitemap: the pages of the service, or those of some things."""
        name: str = request.path_params["name"]
        if name == _PAGES:
            return await written(request, name, lambda: sitemap(_pages(), links))
        count = await run_in_threadpool(number)
        if not (
            name.isascii() and name.isdigit() and not name.startswith("0") and len(name) < 10 and int(name) <= count
        ):
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no sitemap {name}; {links.to(urls.SITEMAP)} lists them.")
        return await written(request, name, lambda: sitemap(things(engine, int(name)), links))

    def _pages() -> list[str]:
        return [urls.ROOT, *(path for path, _ in PLACES), *(urls.query(name) for name in sorted(examples(engine)))]

    async def show_robots(_request: Request) -> Response:
        """What robots should not ask for, and where the sitemaps are."""
        rules = "".join(f"Disallow: {links.local(path)}\n" for path in _NOT_FOR_ROBOTS)
        text = f"User-agent: *\n{rules}\nSitemap: {links.to(urls.SITEMAP)}\n"
        return Response(text, headers={"Content-Type": with_charset(TEXT)})

    for path, function, media_type in (
        (urls.SITEMAP, show_index, XML),
        (urls.SITEMAP_PART, show_part, XML),
        (urls.ROBOTS, show_robots, TEXT),
    ):
        given: dict[int | str, dict[str, Any]] = {200: {"description": "The file.", "content": {media_type: {}}}}
        responses = given | (_MISSING if path == urls.SITEMAP_PART else {})
        app.add_api_route(path, function, methods=["GET"], response_class=Response, responses=responses)
        app.add_api_route(path, function, methods=["HEAD"], include_in_schema=False)
