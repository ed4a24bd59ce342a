"""The one place that turns exceptions into responses: problem documents (https://www.rfc-editor.org/rfc/rfc9457)."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from passerelle.media_types import PROBLEM
from passerelle.negotiation import NotAcceptable
from passerelle.store.failures import QueryError, QueryFailedError, QuerySyntaxError, UnfitFormatError


class Problem(Exception):  # noqa: N818 - the name the RFC gives it
    """A request that cannot be served: its status, what is wrong in a sentence, more members for programs."""

    def __init__(
        self, status: HTTPStatus, detail: str, *, headers: Mapping[str, str] | None = None, **members: object
    ) -> None:
        """Members go into the document beside the standard ones."""
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.members = members


def install(app: FastAPI) -> None:
    """Make the application answer every exception with a problem document."""

    async def answer(request: Request, error: Exception) -> Response:
        return _response(_problem(request, error))

    for kind in (Problem, QueryError, NotAcceptable, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, answer)


def _response(problem: Problem) -> Response:
    document = {
        "type": "about:blank",
        "title": problem.status.phrase,
        "status": problem.status.value,
        "detail": problem.detail,
        **problem.members,
    }
    return Response(
        json.dumps(document, ensure_ascii=False).encode(),
        problem.status,
        headers={**problem.headers, "Vary": "Accept", "Cache-Control": "no-store"},
        media_type=PROBLEM,
    )


def _problem(request: Request, error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case NotAcceptable():
            offered = list(error.offered)
            return Problem(HTTPStatus.NOT_ACCEPTABLE, f"On offer: {', '.join(offered)}.", offered=offered)
        case QueryError():
            return _query_problem(error)
        case HTTPException():
            return _http_problem(request, error)
        case RequestValidationError():
            wrong = [".".join(str(step) for step in item["loc"]) + ": " + item["msg"] for item in error.errors()]
            return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(wrong))
        case _:
            return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here; it is not your request.")


def _query_problem(error: QueryError) -> Problem:
    if isinstance(error, QuerySyntaxError):
        members: dict[str, Any] = {}
        if error.position:
            members = {"line": error.position.line, "column": error.position.column}
        return Problem(HTTPStatus.BAD_REQUEST, f"The query breaks the grammar of SPARQL: {error}", **members)
    if isinstance(error, UnfitFormatError):
        return Problem(HTTPStatus.NOT_ACCEPTABLE, str(error))
    status = HTTPStatus.INTERNAL_SERVER_ERROR if isinstance(error, QueryFailedError) else HTTPStatus.BAD_REQUEST
    return Problem(status, str(error))


def _http_problem(request: Request, error: HTTPException) -> Problem:
    status = HTTPStatus(error.status_code)
    headers = dict(error.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = _methods(request)
        headers = {"Allow": ", ".join(allowed)}
        return Problem(status, f"{request.method} is not possible here; {', '.join(allowed)} is.", headers=headers)
    if status is HTTPStatus.NOT_FOUND:
        return Problem(status, f"There is nothing at {request.url.path}.")
    return Problem(status, str(error.detail), headers=headers)


def _methods(request: Request) -> list[str]:
    """Every method that some route answers at this path; the framework names those of the first route only."""
    found: set[str] = set()
    for route in request.app.routes:
        if route.matches(request.scope)[0] is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return sorted(found)
