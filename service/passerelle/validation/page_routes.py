"""`/check`: the page where people check a file, without any script."""

import logging
from collections.abc import AsyncGenerator
from http import HTTPStatus
from pathlib import PurePath
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser

from passerelle import urls
from passerelle.errors import Problem, told
from passerelle.escaping import harmless
from passerelle.incoming import read_body
from passerelle.media_types import HTML, MULTIPART
from passerelle.settings import Settings
from passerelle.store.failures import StoreError, UploadError
from passerelle.store.upload import Upload, UploadFormat, format_of
from passerelle.validation.checks import Checks
from passerelle.validation.page import Sent, check_page
from passerelle.web.kept_pages import KeptPages, read_page_request

# Beside the file, a form holds a few fields and what parts them.
_FORM_ROOM = 16 * 1024
_FIELDS = 3
# What is wrong with a form is told to who sent it.
logging.getLogger("python_multipart").setLevel(logging.CRITICAL)
_RESPONSES: dict[int | str, dict[str, Any]] = {200: {"description": "The page.", "content": {HTML: {}}}}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            MULTIPART: {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "text": {"type": "string"},
                        "format": {"enum": [kind.value for kind in UploadFormat]},
                    },
                }
            }
        },
    }
}


def add_check_page(app: FastAPI, checks: Checks, pages: KeptPages, settings: Settings) -> None:
    """Add the page over a graph that files are checked against."""
    links = urls.Urls(settings.base_url)

    async def form(request: Request) -> Response:
        """A form to check a file with."""
        return pages.respond("check", read_page_request(request), lambda language: check_page(language, links))

    async def check(request: Request) -> Response:
        """Check a file or a text that a form sends; nothing is kept of it."""
        language = read_page_request(request).language
        sent = Sent()
        try:
            checks.refuse_when_full()
            sent = await _sent(request, settings.upload_limit)
            found = await checks.check(Upload(sent.name or "The text", sent.format, sent.content))
            response = await run_in_threadpool(check_page, language, links, sent, found)
        except (StoreError, Problem) as error:
            problem = told(error)
            response = check_page(language, links, sent, failure=(problem.status, problem.detail))
            response.headers.update(problem.headers)
        response.headers["Cache-Control"] = "no-store"
        return response

    app.add_api_route(urls.CHECK, form, methods=["GET"], response_class=Response, responses=_RESPONSES)
    app.add_api_route(urls.CHECK, form, methods=["HEAD"], include_in_schema=False)
    app.add_api_route(
        urls.CHECK, check, methods=["POST"], response_class=Response, responses=_RESPONSES, openapi_extra=_BODY
    )


async def _sent(request: Request, limit: int) -> Sent:
    """The file of a form, or else its text."""
    if not request.headers.get("content-type", "").lower().startswith(MULTIPART):
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send the form as {MULTIPART}.")
    body = await read_body(request, limit + _FORM_ROOM, "check the file in parts")

    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(request.headers, stream(), max_files=1, max_fields=_FIELDS, max_part_size=limit)
    # The whole is in memory already, and no part of it is to be found on a disk.
    parser.spool_max_size = limit + _FORM_ROOM
    try:
        fields = await parser.parse()
    except (MultiPartException, HTTPException, LookupError, ValueError):
        raise Problem(HTTPStatus.BAD_REQUEST, "The form is no well-formed multipart/form-data.") from None
    try:
        return await _read(fields)
    finally:
        await fields.close()


async def _read(fields: FormData) -> Sent:
    file, text, chosen = fields.get("file"), fields.get("text"), fields.get("format")
    declared = UploadFormat(chosen) if isinstance(chosen, str) and chosen in set(UploadFormat) else None
    if isinstance(file, UploadFile) and file.filename:
        content = await file.read()
        name = harmless(PurePath(file.filename).name)
        return Sent(content, format=declared or format_of(PurePath(name)), name=name)
    if isinstance(text, str) and text.strip():
        return Sent(text.encode("utf-8", "surrogatepass"), is_typed=True, format=declared or UploadFormat.TURTLE)
    raise UploadError("There is nothing to check.", "Choose a file, or write statements into the field.")
