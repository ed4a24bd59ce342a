"""The views of the whole: `/timeline`, `/strategy`."""

from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from passerelle import urls
from passerelle.media_types import HTML, PROBLEM
from passerelle.settings import Settings
from passerelle.store.rows import Answers
from passerelle.views.choices import read_choices
from passerelle.views.strategy import read_board
from passerelle.views.strategy_page import PARAMETERS as ON_BOARD
from passerelle.views.strategy_page import strategy_page
from passerelle.views.timeline import read_timeline
from passerelle.views.timeline_page import PARAMETERS as THROUGH_TIME
from passerelle.views.timeline_page import timeline_page
from passerelle.web.kept_pages import KeptPages, PageRequest, read_page_request

_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The page.", "content": {HTML: {}}},
    400: {"description": "A parameter does not fit; the page says which.", "content": {HTML: {}, PROBLEM: {}}},
    406: {"description": "The Accept header takes no page.", "content": {PROBLEM: {}}},
}


def add_view_routes(app: FastAPI, engine: Answers, pages: KeptPages, settings: Settings) -> None:
    """Add the views."""
    links = urls.Urls(settings.base_url)
    board_in = lru_cache(maxsize=4)(partial(read_board, engine))
    timeline_in = lru_cache(maxsize=4)(partial(read_timeline, engine))

    def timeline_of(given: dict[str, str], wanted: PageRequest) -> Response:
        today = datetime.now(UTC).date()

        def made(language: str) -> Response:
            return timeline_page(timeline_in(language), given, today, language, links)

        return pages.respond(f"timeline {today} {sorted(given.items())}", wanted, made)

    async def timeline(request: Request) -> Response:
        """Laws, schemes, plans and bodies through time, and what held on a day."""
        given = read_choices(request, THROUGH_TIME)
        return await run_in_threadpool(timeline_of, given, read_page_request(request))

    def strategy_of(given: dict[str, str], wanted: PageRequest) -> Response:
        def made(language: str) -> Response:
            return strategy_page(board_in(language), given, language, links)

        return pages.respond(f"strategy {given['focus']}", wanted, made)

    async def strategy(request: Request) -> Response:
        """Strengths, weaknesses, opportunities and threats, levers, plans and zones, and what is connected to what."""
        given = read_choices(request, ON_BOARD)
        return await run_in_threadpool(strategy_of, given, read_page_request(request))

    for path, endpoint in ((urls.TIMELINE, timeline), (urls.STRATEGY, strategy)):
        app.add_api_route(path, endpoint, methods=["GET"], response_class=Response, responses=_RESPONSES)
        app.add_api_route(path, endpoint, methods=["HEAD"], include_in_schema=False)
