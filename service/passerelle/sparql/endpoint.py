"""The endpoint as an ASGI application, ahead of the framework: what its routing costs is more than a small query."""

import logging
from functools import lru_cache
from http import HTTPStatus

from fastapi import Request, Response
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from passerelle.errors import Problem, respond_to
from passerelle.incoming import read_accept
from passerelle.negotiation import is_navigation
from passerelle.settings import Settings
from passerelle.sparql.description_responses import Descriptions
from passerelle.sparql.preparation import Prepared, raw
from passerelle.sparql.request import (
    ACCEPTED,
    asked_in_page,
    asks_nothing,
    read_body_query,
    read_query,
    read_url_parameters,
    refuse_body,
)
from passerelle.sparql.responses import Responder

_LOGGER = logging.getLogger(__name__)
# What is asked again is prepared once: so many requests whose address is no longer than so many bytes.
_REMEMBERED, _SHORT = 1024, 2048


class Endpoint:
    """Answers whatever is asked of the endpoint."""

    def __init__(self, responder: Responder, descriptions: Descriptions, settings: Settings) -> None:
        """Answer queries by the one, and who asks none by the other."""
        self._responder = responder
        self._descriptions = descriptions
        self._settings = settings
        self._prepare_known = lru_cache(maxsize=_REMEMBERED)(self._prepare)
        self._methods = {
            "GET": self.get,
            "HEAD": self.get,
            "OPTIONS": self._options,
            "POST": self.post,
            "QUERY": self.post,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        try:
            response = await self._methods.get(scope["method"], self._refuse)(Request(scope, receive))
        except ClientDisconnect:
            return
        except Exception as error:
            response = respond_to(error)
            if response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR:
                _LOGGER.exception("A query failed.")
        await response(scope, receive, send)

    async def get(self, request: Request) -> Response:
        """Answer a query of the address; without one, describe the endpoint.

        Whoever opens such an address in a browser gets the page that asks the query, unless it says a format.

        Raises:
            Problem, NotAcceptable, StoreError: it cannot be answered.
            ClientDisconnect: there is nobody to be answered any more.
        """
        refuse_body(request)
        written = request.scope["query_string"]
        accept = read_accept(request)
        if written and is_navigation(accept):
            parameters = read_url_parameters(written, self._settings.url_limit)
            query = asked_in_page(parameters)
            if query is not None:
                return await self._descriptions.respond_with_query(request, parameters, query)
        prepare = self._prepare_known if len(written) <= _SHORT else self._prepare
        prepared = prepare(written, accept, read_accept(request, "accept-encoding"))
        if prepared is not None:
            return await self._responder.respond(request, prepared)
        response = await self._descriptions.respond(request, read_url_parameters(written, self._settings.url_limit))
        response.headers.update(ACCEPTED)
        return response

    async def post(self, request: Request) -> Response:
        """Answer a query of the body; failures as `get`."""
        asked = await read_body_query(request, self._settings)
        accept, accept_encoding = read_accept(request), read_accept(request, "accept-encoding")
        response = await self._responder.respond(request, self._responder.prepare(asked, accept, accept_encoding))
        response.raw_headers = [*response.raw_headers, *raw(ACCEPTED)]
        return response

    async def _options(self, _request: Request) -> Response:
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": ", ".join(self._methods), **ACCEPTED})

    async def _refuse(self, request: Request) -> Response:
        allowed = ", ".join(self._methods)
        detail = f"{request.method} is not possible here; {allowed} is."
        raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, detail, headers={"Allow": allowed})

    def _prepare(self, written: bytes, accept: str | None, accept_encoding: str | None) -> Prepared | None:
        """The query of an address; None where it asks nothing."""
        parameters = read_url_parameters(written, self._settings.url_limit)
        if asks_nothing(parameters):
            return None
        return self._responder.prepare(read_query(parameters), accept, accept_encoding)
