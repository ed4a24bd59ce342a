"""Answers a query request: negotiates the format, runs the query off the event loop, dresses the bytes."""

from fastapi import Response
from starlette.concurrency import run_in_threadpool

from passerelle.media_types import RESULT_TYPES, with_charset
from passerelle.negotiation import choose
from passerelle.sparql.request import ProtocolRequest
from passerelle.store.engine import Engine
from passerelle.store.guard import QueryForm
from passerelle.store.request import QueryRequest, formats


async def respond(engine: Engine, request: ProtocolRequest, accept: str | None) -> Response:
    """The response to a query.

    Raises:
        NotAcceptable: no format of this query form fits the Accept header.
        QueryError: as `Engine.answer`.
    """
    return await run_in_threadpool(_respond, engine, request, accept)


def _respond(engine: Engine, request: ProtocolRequest, accept: str | None) -> Response:
    form = engine.form(request.query)
    # A query that shows no form goes to the engine whatever is accepted: its parser can say what is wrong with it.
    choice = choose(accept if form else None, {kind: RESULT_TYPES[kind] for kind in formats(form or QueryForm.SELECT)})
    answer = engine.answer(QueryRequest(request.query, choice.format, request.default_graphs, request.named_graphs))
    return Response(answer, headers={"Vary": "Accept", "Content-Type": with_charset(choice.media_type)})
