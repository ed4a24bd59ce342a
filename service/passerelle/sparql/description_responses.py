"""Answers who asks the endpoint for no query: its description for programs, a form for people."""

import asyncio
from functools import lru_cache, partial
from hashlib import sha256
from http import HTTPStatus

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from passerelle import urls
from passerelle.caching import FRESH, is_current, strong_tag
from passerelle.errors import Problem
from passerelle.incoming import read_accept
from passerelle.media_types import DESCRIPTION_TYPES, RESULT_TYPES, DocumentFormat, with_charset
from passerelle.negotiation import Choice, choose, choose_coding, choose_language
from passerelle.phrases import LANGUAGES
from passerelle.settings import Settings
from passerelle.sparql.description import Endpoint, describe, describe_graphs
from passerelle.sparql.examples import examples
from passerelle.sparql.form_page import form_page
from passerelle.sparql.formats import read_format
from passerelle.sparql.limits import limits
from passerelle.sparql.request import Parameters
from passerelle.sparql.void import Counting
from passerelle.store.compression import Coding, compressor
from passerelle.store.guard import QueryForm
from passerelle.store.pool import Pool
from passerelle.store.request import ResultFormat, formats
from passerelle.store.rows import Answers
from passerelle.store.statements import write_statements


class Descriptions:
    """What the endpoint says of itself; made when it is first asked for, for the data set does not change."""

    def __init__(self, pool: Pool, answers: Answers, settings: Settings, version: str) -> None:
        """Describe the data set of a pool, which gives those answers."""
        self.counting = Counting(pool)
        self._examples = lru_cache(maxsize=1)(partial(examples, answers))
        links = urls.Urls(settings.base_url)
        self._endpoint = Endpoint(links, limits(settings), version, pool.source.default_graph)
        self._lock = asyncio.Lock()
        self._written: dict[tuple[ResultFormat, Coding, bool], bytes] = {}

    async def respond(self, request: Request, parameters: Parameters) -> Response:
        """The description, or the form where HTML is liked best.

        Raises:
            NotAcceptable: neither fits.
            Problem: 400 for a format or language that does not exist.
            StoreError: as `Pool.ask`; it is tried again the next time.
        """
        choice = choose(_wanted(request, parameters), DESCRIPTION_TYPES)
        if choice.format is DocumentFormat.HTML:
            response = await self._page(request, parameters)
        else:
            response = await self._document(request, Choice(ResultFormat(choice.format), choice.media_type))
        response.headers["Vary"] = "Accept, Accept-Encoding, Accept-Language"
        return response

    async def respond_with_query(self, request: Request, parameters: Parameters, query: str) -> Response:
        """The form with a query in it, which scripts ask at once.

        Raises:
            Problem: 400 for a language that does not exist.
            StoreError: as `Pool.ask`.
        """
        response = await self._page(request, parameters, query)
        response.headers["Vary"] = "Accept, Accept-Encoding, Accept-Language"
        return response

    async def _page(self, request: Request, parameters: Parameters, query: str | None = None) -> Response:
        language = _language(request, parameters)
        known = await run_in_threadpool(self._examples)
        response = form_page(language, self._endpoint, known.values(), query)
        coding = _coding(request)
        written = compressor(coding)
        response.body = written.compress(bytes(response.body)) + written.end()
        response.headers["Content-Length"] = str(len(response.body))
        if coding is not Coding.IDENTITY:
            response.headers["Content-Encoding"] = coding
        return response

    async def respond_with_graphs(self, request: Request, parameters: Parameters) -> Response:
        """The list of the graphs; failures as `respond` tells them."""
        offered = {kind: RESULT_TYPES[kind] for kind in formats(QueryForm.CONSTRUCT)}
        choice = choose(_wanted(request, parameters), offered)
        response = await self._document(request, choice, graphs_only=True)
        response.headers["Vary"] = "Accept, Accept-Encoding"
        return response

    async def _document(self, request: Request, choice: Choice[ResultFormat], *, graphs_only: bool = False) -> Response:
        coding = _coding(request)
        content = await self._write(choice.format, coding, graphs_only)
        tag = strong_tag(choice.media_type, coding, sha256(content).hexdigest())
        headers = {"ETag": tag, "Cache-Control": FRESH}
        if is_current(request.headers.get("if-none-match"), tag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        if coding is not Coding.IDENTITY:
            headers["Content-Encoding"] = coding
        return Response(content, headers=headers | {"Content-Type": with_charset(choice.media_type)})

    async def _write(self, kind: ResultFormat, coding: Coding, graphs_only: bool) -> bytes:
        key = kind, coding, graphs_only
        async with self._lock:
            if key not in self._written:
                tell = describe_graphs if graphs_only else describe
                content = write_statements(tell(self._endpoint, await self.counting.counts()), kind)
                written = compressor(coding)
                self._written[key] = written.compress(content) + written.end()
        return self._written[key]


def _wanted(request: Request, parameters: Parameters) -> str | None:
    return read_format([value for name, value in parameters if name == "format"]) or read_accept(request)


def _coding(request: Request) -> Coding:
    return Coding(choose_coding(read_accept(request, "accept-encoding"), list(Coding)[::-1]) or Coding.IDENTITY)


def _language(request: Request, parameters: Parameters) -> str:
    asked = {value for name, value in parameters if name == "lang" and value}
    if not asked:
        return choose_language(read_accept(request, "accept-language"), LANGUAGES)
    if len(asked) > 1 or not asked <= set(LANGUAGES):
        raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter 'lang' is {' or '.join(LANGUAGES)}.")
    return asked.pop()
