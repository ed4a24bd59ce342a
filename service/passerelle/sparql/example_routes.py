"""The addresses of the example queries: (method, path) → function."""

from functools import lru_cache, partial
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from passerelle import urls
from passerelle.incoming import read_accept
from passerelle.media_types import ANSWER_SUFFIXES, EXAMPLE_TYPES, EXCEL, PROBLEM, RESULT_TYPES
from passerelle.settings import Settings
from passerelle.sparql.example_answers import asked_answer, workbook_response
from passerelle.sparql.example_responses import ExampleRequest, describe
from passerelle.sparql.examples import examples
from passerelle.sparql.request import url_parameters
from passerelle.sparql.responses import Responder
from passerelle.store.rows import Answers

_CONTENT = [
    *(types[0] for types in EXAMPLE_TYPES.values()),
    *(RESULT_TYPES[kind][0] if kind else EXCEL for kind in ANSWER_SUFFIXES.values()),
]
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The description of the example, or its text with the parameters set; "
        f"its answer where the name ends in one of {', '.join(ANSWER_SUFFIXES)}.",
        "content": {name: {} for name in _CONTENT},
    },
    **{
        status: {"description": what, "content": {PROBLEM: {}}}
        for status, what in {
            400: "A parameter is unknown, repeated, or does not fit.",
            404: "There is no example of that name; `near` names those that are like it.",
            406: "No format on offer fits the Accept header.",
            414: "The address is too long.",
            431: "The Accept or Accept-Language header is too long.",
        }.items()
    },
}
_EXTRA: dict[str, Any] = {
    "parameters": [
        {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}},
        {"name": "lang", "in": "query", "description": "Language of the page.", "schema": {"enum": ["en", "fr"]}},
    ]
}


def add_example_routes(app: FastAPI, engine: Answers, responder: Responder, version: str, settings: Settings) -> None:
    """Add the routes that describe the example queries of whatever graph answers, and give their answers."""
    known = lru_cache(maxsize=1)(partial(examples, engine))
    links = urls.Urls(settings.base_url)

    async def get(request: Request) -> Response:
        asked = ExampleRequest(
            request.path_params["name"],
            url_parameters(request, settings),
            read_accept(request),
            read_accept(request, "Accept-Language"),
        )
        answer = await run_in_threadpool(lambda: asked_answer(known(), asked))
        if answer is None:
            return await run_in_threadpool(lambda: describe(engine, known(), asked, links))
        if answer.format is None:
            tag = request.headers.get("if-none-match")
            return await run_in_threadpool(lambda: workbook_response(engine, answer, version, tag))
        coding = read_accept(request, "Accept-Encoding")
        return await responder.respond(request, responder.prepare(answer.request, None, coding))

    app.add_api_route(
        urls.QUERY, get, methods=["GET"], response_class=Response, responses=_RESPONSES, openapi_extra=_EXTRA
    )
    app.add_api_route(urls.QUERY, get, methods=["HEAD"], include_in_schema=False)
