"""Answers a query request: negotiates the format, has the pool run the query, passes its bytes on as they come."""

from collections.abc import Mapping
from functools import lru_cache

from fastapi import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from passerelle.disconnection import Connection
from passerelle.media_types import RESULT_TYPES, with_charset
from passerelle.negotiation import Choice, NotAcceptable, choose
from passerelle.sparql.request import ProtocolRequest
from passerelle.store.failures import StoreError, UnacceptableFormError
from passerelle.store.guard import QueryForm
from passerelle.store.pool import Answer, FormatChoice, Pool
from passerelle.store.request import ResultFormat, formats


async def respond(
    pool: Pool, request: Request, asked: ProtocolRequest, accept: str | None, more: Mapping[str, str] | None = None
) -> Response:
    """The response to a query; its first part is there, so that what can be said of a failure is said by its status.

    Args:
        pool: what answers.
        request: whose connection is watched.
        asked: the query; its own `accept` takes the place of the header.
        accept: the Accept header.
        more: headers of the resource that is asked.

    Raises:
        NotAcceptable: no format of this query form fits the Accept header.
        StoreError: as `Pool.ask`.
        ClientDisconnect: the client has gone away, and the query was given up.
    """
    names, choice = _negotiated(asked.accept or accept)
    connection = Connection(request.receive)
    try:
        answer = await connection.unless_closed(
            pool.ask(asked.query, choice, asked.default_graphs, asked.named_graphs, asked.seconds)
        )
    except UnacceptableFormError as error:
        raise NotAcceptable(_offered(QueryForm(error.message))) from None
    headers = {**(more or {}), "Vary": "Accept", "Content-Type": with_charset(names[answer.format])}
    whole = answer.whole()
    if whole is not None:
        return Response(whole, headers=headers)
    if request.scope["http_version"] == "1.0":
        # Its clients take the end of the connection for the end of the answer, be it complete or not.
        return Response(b"".join([part async for part in answer.parts()]), headers=headers)
    return _Stream(answer, connection, headers)


class _Stream(Response):
    """A response in chunks (https://www.rfc-editor.org/rfc/rfc9112#section-7.1), the last one only if all is well."""

    def __init__(self, answer: Answer, connection: Connection, headers: Mapping[str, str]) -> None:
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self._answer = answer
        self._connection = connection

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's own
        parts = self._answer.parts()
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body"})
                return
            async for part in self._connection.each(parts):
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body"})
        except StoreError:
            # The server closes a connection whose response is not completed: no client takes it for the whole.
            return
        finally:
            await parts.aclose()
            self._answer.close()
            self._connection.close()


@lru_cache(maxsize=1024)
def _negotiated(accept: str | None) -> tuple[Mapping[ResultFormat, str], FormatChoice]:
    """The name of each format that may be chosen, and the choice for each form of query."""
    table, boolean, graph = (_choice(accept, form) for form in (QueryForm.SELECT, QueryForm.ASK, QueryForm.CONSTRUCT))
    names = {choice.format: choice.media_type for choice in (graph, boolean, table) if choice}
    default = ResultFormat.JSON
    names.setdefault(default, RESULT_TYPES[default][0])
    # A query that shows no form goes to the engine whatever is accepted: its parser can say what is wrong with it.
    table_format, boolean_format, graph_format = (
        choice.format if choice else None for choice in (table, boolean, graph)
    )
    return names, FormatChoice(table_format, boolean_format, graph_format, any=default)


def _choice(accept: str | None, form: QueryForm) -> Choice[ResultFormat] | None:
    try:
        return choose(accept, {kind: RESULT_TYPES[kind] for kind in formats(form)})
    except NotAcceptable:
        return None


def _offered(form: QueryForm) -> list[str]:
    kinds = formats(form)
    ranks = max(len(RESULT_TYPES[kind]) for kind in kinds)
    names = (name for rank in range(ranks) for kind in kinds for name in RESULT_TYPES[kind][rank : rank + 1])
    return list(dict.fromkeys(names))
