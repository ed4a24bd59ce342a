"""`POST /api/validate`: checks a file against the shapes, merged with the graph."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from passerelle import urls
from passerelle.errors import Problem
from passerelle.incoming import content_type, read_accept, read_body
from passerelle.media_types import PROBLEM, REPORT_TYPES, UPLOAD_TYPES, with_charset
from passerelle.negotiation import choose, choose_language
from passerelle.settings import Settings
from passerelle.store.upload import Upload, UploadFormat
from passerelle.validation.checks import Checks
from passerelle.validation.text import languages
from passerelle.validation.writing import write

# What messages call a file that comes without a name.
_NAME = "the file"


_OFFERED = {name: kind for kind, names in UPLOAD_TYPES.items() for name in names}

_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "What the shapes find in the file, whether it conforms or not.",
        "content": {types[0]: {} for types in REPORT_TYPES.values()},
    },
    **{
        status: {"description": what, "content": {PROBLEM: {}}}
        for status, what in {
            400: "The file breaks the syntax of the format that it declares.",
            406: "No format on offer fits the Accept header.",
            413: "The file is too large, or holds too many statements.",
            415: "The request declares no RDF format, or a coding or charset that is not taken.",
            422: "The file is empty, holds what cannot be checked, or would take too much to check.",
            501: "The service runs on a system that cannot shut in a process that reads files of strangers.",
            503: "The check took too long, or no worker was free for it.",
        }.items()
    },
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {types[0]: {"schema": {"type": "string"}} for types in UPLOAD_TYPES.values()},
    }
}


def add_validation_routes(app: FastAPI, checks: Checks, settings: Settings) -> None:
    """Add the route over a graph that files are checked against."""

    async def validate(request: Request) -> Response:
        """Check an RDF file merged with the graph; what the file describes is reported, and nothing is kept."""
        choice = choose(read_accept(request), REPORT_TYPES)
        language = choose_language(read_accept(request, "accept-language"), languages())
        declared = _declared(request)
        checks.refuse_when_full()
        content = await read_body(request, settings.upload_limit, "check the file in parts")
        found = await checks.check(Upload(_NAME, declared, content))
        written = await run_in_threadpool(write, found, choice.format, language)
        return Response(
            written,
            headers={
                "Content-Type": with_charset(choice.media_type),
                "Vary": "Accept, Accept-Language",
                "Cache-Control": "no-store",
            },
        )

    app.add_api_route(
        urls.VALIDATE, validate, methods=["POST"], response_class=Response, responses=_RESPONSES, openapi_extra=_BODY
    )


def _declared(request: Request) -> UploadFormat:
    declared = content_type(request)
    if declared not in _OFFERED:
        names = ", ".join(names[0] for names in UPLOAD_TYPES.values())
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"Declare the format of the file in Content-Type, not {declared}: {names}.",
            headers={"Accept-Post": names},
        )
    return _OFFERED[declared]
