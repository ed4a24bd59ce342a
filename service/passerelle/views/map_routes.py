"""`/map`: who is where, as maps and as a list."""

from functools import lru_cache, partial
from http import HTTPStatus
from itertools import groupby
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from passerelle import urls
from passerelle.errors import Problem
from passerelle.media_types import HTML, PROBLEM
from passerelle.resources.reader import Reader
from passerelle.resources.things import Thing
from passerelle.settings import Settings
from passerelle.store.rows import Answers
from passerelle.views.map_drawing import draw_partners, draw_region
from passerelle.views.places import Places, Seat, read_places
from passerelle.web.kept_pages import KeptPages, read_page_request
from passerelle.web.pages import page

_KIND = "kind"
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "Maps, and a list of what they show.", "content": {HTML: {}}},
    400: {"description": "The parameter `lang` does not fit.", "content": {PROBLEM: {}}},
    404: {"description": "Nothing on the map is of that kind.", "content": {PROBLEM: {}}},
}
_EXTRA = {
    "parameters": [
        {"name": "lang", "in": "query", "schema": {"enum": ["en", "fr"]}},
        {
            "name": _KIND,
            "in": "query",
            "description": "The last part of the IRI of a kind of organisation: only these are shown.",
            "schema": {"type": "string", "examples": ["mission-locale"]},
        },
    ]
}


def add_map_routes(app: FastAPI, engine: Answers, pages: KeptPages, settings: Settings) -> None:
    """Add the page."""
    links = urls.Urls(settings.base_url)
    read = lru_cache(maxsize=2)(partial(read_places, engine))

    def made(kind: str, language: str) -> Response:
        places = read(language)
        kinds = {_last(found): found for found, _ in places.kinds}
        if kind and kind not in kinds:
            raise Problem(HTTPStatus.NOT_FOUND, f"Nothing on the map is of the kind {kind!r}.", kinds=sorted(kinds))
        shown = places.only(kinds[kind].iri) if kind else places
        return page(
            "map.html",
            language,
            links,
            itself=urls.MAP,
            reader=Reader(language, language, links),
            kinds=[(found, number, _last(found)) for found, number in places.kinds],
            kind=kind,
            region=draw_region(shown),
            partners=draw_partners(shown),
            shelves=_shelves(shown),
            all=shown,
        )

    async def show(request: Request) -> Response:
        """Who is where, as maps and as a list."""
        kind = request.query_params.get(_KIND, "")
        return await run_in_threadpool(
            pages.respond, f"map {kind}", read_page_request(request), lambda language: made(kind, language)
        )

    app.add_api_route(
        urls.MAP, show, methods=["GET"], response_class=Response, responses=_RESPONSES, openapi_extra=_EXTRA
    )
    app.add_api_route(urls.MAP, show, methods=["HEAD"], include_in_schema=False)


def _last(thing: Thing) -> str:
    return thing.iri.rpartition("/")[2]


def _shelves(places: Places) -> list[tuple[Thing | None, list[Seat]]]:
    """The seats by department; those of none that is known come last."""
    names = {found.thing.iri: found.thing for found in places.departments}
    ordered = sorted(places.seats, key=lambda seat: (seat.department not in names, seat.department))
    return [
        (names.get(department), list(seats))
        for department, seats in groupby(ordered, key=lambda seat: seat.department if seat.department in names else "")
    ]
