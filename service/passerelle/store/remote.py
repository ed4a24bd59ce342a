"""Asks a service elsewhere, by the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/#query-operation)."""

import json
from http import HTTPStatus
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from passerelle.store.failures import GraphError, QueryError, StoreError
from passerelle.store.guard import QueryForm, inspect
from passerelle.store.request import QueryRequest

_ENDPOINT = "/sparql"
# A little more than a service of ours gives a query by default, so that its own answer comes first.
_SECONDS = 40
# What a service says of a query that it cannot answer; any other status is about the service or its address.
_OF_QUERIES = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.GATEWAY_TIMEOUT,
}


class Remote:
    """A running service in the place of an engine."""

    def __init__(self, address: str) -> None:
        """Ask the service at that address, with or without `/sparql` at its end.

        Raises:
            GraphError: it is no address of the web.
        """
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
            raise GraphError(f"{address} is no address of a service.", "Give one such as http://127.0.0.1:8000.")
        self.endpoint = address.rstrip("/").removesuffix(_ENDPOINT) + _ENDPOINT

    def form(self, text: str) -> QueryForm | None:
        """As `Engine.form`."""
        return inspect(text).form

    def answer(self, request: QueryRequest) -> bytes:
        """As `Engine.answer`, by the service.

        Raises:
            QueryError: the service finds something wrong with the query, and says what.
            GraphError: the service cannot be reached, or does not answer as one of ours.
        """
        fields = [("query", request.text), ("format", request.format.value)]
        fields += [("default-graph-uri", graph) for graph in request.default_graphs]
        fields += [("named-graph-uri", graph) for graph in request.named_graphs]
        # By POST, as an address can hold no long list of things.
        asked = Request(self.endpoint, urlencode(fields).encode())  # noqa: S310 - its scheme was looked at
        try:
            with urlopen(asked, timeout=_SECONDS) as response:  # noqa: S310
                content: bytes = response.read()
                return content
        except HTTPError as error:
            raise self._failure(error) from None
        except (URLError, HTTPException, TimeoutError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise GraphError(
                f"{self.endpoint} cannot be asked: {reason}.", "Start it, or correct the address."
            ) from None

    def _failure(self, error: HTTPError) -> StoreError:
        """What a problem document says (https://www.rfc-editor.org/rfc/rfc9457)."""
        with error:
            try:
                detail = str(json.loads(error.read())["detail"])
            except (ValueError, KeyError, TypeError):
                return GraphError(f"{self.endpoint} answers {error.code} {error.reason}.", "Is it a service of ours?")
        if error.code in _OF_QUERIES:
            return QueryError(detail)
        return GraphError(f"{self.endpoint} answers {error.code} {error.reason}: {detail}")
