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
from passerelle.store.failures import (
    CannotForkError,
    Position,
    QueryError,
    QueryFailedError,
    QuerySyntaxError,
    QueryTimeoutError,
    ResultTooLargeError,
    StoreError,
    UnfitFormatError,
    UploadError,
    UploadSyntaxError,
    UploadTooLargeError,
    WorkError,
    WorkersBusyError,
    WorkTimeoutError,
    WorkTooHeavyError,
)

# Seconds after which a busy service may have room again.
RETRY_AFTER = "10"


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
        return respond(_problem(request, error))

    for kind in (Problem, StoreError, NotAcceptable, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, answer)


def document(problem: Problem) -> bytes:
    """The document that tells a problem."""
    members = {
        "type": "about:blank",
        "title": problem.status.phrase,
        "status": problem.status.value,
        "detail": problem.detail,
        **problem.members,
    }
    return json.dumps(members, ensure_ascii=False).encode()


def respond_to(error: Exception) -> Response:
    """The response to an exception of ours; to any other, that it is our fault."""
    return respond(told(error))


def respond(problem: Problem) -> Response:
    """The response that tells a problem."""
    return Response(
        document(problem),
        problem.status,
        headers={**problem.headers, "Vary": "Accept", "Cache-Control": "no-store"},
        media_type=PROBLEM,
    )


def status_of(error: Exception) -> HTTPStatus:
    """The status by which a failure of a query is answered."""
    match error:
        case Problem():
            return error.status
        case NotAcceptable():
            return HTTPStatus.NOT_ACCEPTABLE
        case StoreError():
            return _store_problem(error).status
        case _:
            return HTTPStatus.INTERNAL_SERVER_ERROR


def _problem(request: Request, error: Exception) -> Problem:
    match error:
        case HTTPException():
            return _http_problem(request, error)
        case RequestValidationError():
            wrong = [".".join(str(step) for step in item["loc"]) + ": " + item["msg"] for item in error.errors()]
            return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(wrong))
        case _:
            return told(error)


def told(error: Exception) -> Problem:
    """An exception of ours as a problem; of any other, that it is our fault."""
    match error:
        case Problem():
            return error
        case NotAcceptable():
            offered = list(error.offered)
            return Problem(HTTPStatus.NOT_ACCEPTABLE, f"On offer: {', '.join(offered)}.", offered=offered)
        case StoreError():
            return _store_problem(error)
        case _:
            return _our_fault()


def _store_problem(error: StoreError) -> Problem:
    match error:
        case QueryError():
            return _query_problem(error)
        case UploadError():
            return _upload_problem(error)
        case WorkError():
            return _work_problem(error)
        case CannotForkError():
            return Problem(HTTPStatus.NOT_IMPLEMENTED, str(error))
        case _:
            return _our_fault()


def _our_fault() -> Problem:
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here; it is not your request.")


def _query_problem(error: QueryError) -> Problem:
    if isinstance(error, QuerySyntaxError):
        detail = f"The query breaks the grammar of SPARQL: {error}"
        return Problem(HTTPStatus.BAD_REQUEST, detail, **_place(error.position))
    if isinstance(error, UnfitFormatError):
        return Problem(HTTPStatus.NOT_ACCEPTABLE, str(error))
    status = HTTPStatus.INTERNAL_SERVER_ERROR if isinstance(error, QueryFailedError) else HTTPStatus.BAD_REQUEST
    return Problem(status, str(error))


def _upload_problem(error: UploadError) -> Problem:
    match error:
        case UploadTooLargeError():
            return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error))
        case UploadSyntaxError():
            return Problem(HTTPStatus.BAD_REQUEST, str(error), **_place(error.position))
        case _:
            return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))


def _work_problem(error: WorkError) -> Problem:
    match error:
        case WorkTooHeavyError() | ResultTooLargeError():
            return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
        case QueryTimeoutError():
            return Problem(HTTPStatus.GATEWAY_TIMEOUT, str(error))
        case WorkTimeoutError() | WorkersBusyError():
            return Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), headers={"Retry-After": RETRY_AFTER})
        case _:
            return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))


def _place(position: Position | None) -> dict[str, Any]:
    return {"line": position.line, "column": position.column} if position else {}


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
