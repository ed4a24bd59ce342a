"""The views of the whole: `/timeline`, `/strategy`, `/pathways`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from passerelle import urls
from passerelle.media_types import HTML, PROBLEM
from passerelle.settings import Settings
from passerelle.store.rows import Answers
from passerelle.views import pathways_page, strategy_page, timeline_page
from passerelle.views.choices import read_choices
from passerelle.views.pathways import read_system
from passerelle.views.strategy import read_board
from passerelle.views.timeline import read_timeline
from passerelle.views.timeline_terms import KINDS
from passerelle.web.kept_pages import KeptPages, read_page_request

_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The page.", "content": {HTML: {}}},
    400: {"description": "A parameter does not fit; the page says which.", "content": {HTML: {}, PROBLEM: {}}},
    406: {"description": "The Accept header takes no page.", "content": {PROBLEM: {}}},
}
_PARAMETERS = {
    "date": "A day, such as 2022-06-01; today where none is given.",
    "kind": f"One of {', '.join(KINDS)}.",
    "about": "What things bear on, by kind and name, such as scheme/apprentice-mobility.",
    "focus": "A factor, lever, plan or zone, such as factor/foreign-competition.",
    "from": "Where routes begin, such as stage/lower-secondary.",
    "to": "Where routes end, such as qualification-type/bts.",
    "lang": "Language of the page: en or fr.",
}


@dataclass(frozen=True)
class _View:
    """A view: its path, what it is in a sentence, its parameters, and what makes it of them, a day and a language."""

    path: str
    about: str
    parameters: tuple[str, ...]
    make: Callable[[Mapping[str, str], date, str], Response]


def add_view_routes(app: FastAPI, engine: Answers, pages: KeptPages, settings: Settings) -> None:
    """Add the views; what they are made of is read once for each language."""
    links = urls.Urls(settings.base_url)
    board_in = lru_cache(maxsize=4)(partial(read_board, engine))
    system_in = lru_cache(maxsize=4)(partial(read_system, engine))
    timeline_in = lru_cache(maxsize=4)(partial(read_timeline, engine))
    views = (
        _View(
            urls.TIMELINE,
            "Laws, schemes, plans and bodies through time, and what held on a day.",
            timeline_page.PARAMETERS,
            lambda given, day, language: timeline_page.timeline_page(
                timeline_in(language), given, day, language, links
            ),
        ),
        _View(
            urls.STRATEGY,
            "Strengths, weaknesses, opportunities and threats, levers, plans and zones: what answers what.",
            strategy_page.PARAMETERS,
            lambda given, _day, language: strategy_page.strategy_page(board_in(language), given, language, links),
        ),
        _View(
            urls.PATHWAYS,
            "Diplomas by level, and the routes from one to another.",
            pathways_page.PARAMETERS,
            lambda given, day, language: pathways_page.pathways_page(system_in(language), given, day, language, links),
        ),
    )
    for view in views:
        _add(app, view, pages)


def _add(app: FastAPI, view: _View, pages: KeptPages) -> None:
    async def show(request: Request) -> Response:
        given, today = read_choices(request, view.parameters), datetime.now(UTC).date()
        name = f"{view.path} {today} {sorted(given.items())}"
        return await run_in_threadpool(
            pages.respond, name, read_page_request(request), lambda language: view.make(given, today, language)
        )

    taken = [
        {"name": name, "in": "query", "description": _PARAMETERS[name], "schema": {"type": "string"}}
        for name in (*view.parameters, "lang")
    ]
    app.add_api_route(
        view.path,
        show,
        methods=["GET"],
        description=view.about,
        response_class=Response,
        responses=_RESPONSES,
        openapi_extra={"parameters": taken},
    )
    app.add_api_route(view.path, show, methods=["HEAD"], include_in_schema=False)
