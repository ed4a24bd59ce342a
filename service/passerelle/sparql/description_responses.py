"""Answers who asks the endpoint for no query: its description for programs, a form for people."""

import asyncio
from hashlib import sha256
from http import HTTPStatus

from fastapi import Request, Response

from passerelle import urls
from passerelle.caching import FRESH, is_current, strong_tag
from passerelle.errors import Problem
from passerelle.incoming import read_accept
from passerelle.media_types import DESCRIPTION_TYPES, RESULT_TYPES, DocumentFormat, with_charset
from passerelle.negotiation import Choice, choose, choose_coding, choose_language
from passerelle.phrases import LANGUAGES
from passerelle.settings import Settings
from passerelle.sparql.description import Endpoint, describe, describe_graphs
from passerelle.sparql.form_page import form_page
from passerelle.sparql.formats import read_format
from passerelle.sparql.limits import limits
from passerelle.sparql.request import Parameters
from passerelle.sparql.void import Counting
from passerelle.store.compression import Coding, compressor
from passerelle.store.guard import QueryForm
from passerelle.store.pool import Pool
from passerelle.store.request import ResultFormat, formats
from passerelle.store.statements import write_statements


class Descriptions:
    """What the endpoint says of itself; made when it is first asked for, for the data set does not change."""

    def __init__(self, pool: Pool, settings: Settings, version: str) -> None:
        """Describe the data set of a pool."""
        self.counting = Counting(pool)
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
            response = form_page(_language(request, parameters), self._endpoint)
        else:
            response = await self._document(request, Choice(ResultFormat(choice.format), choice.media_type))
        response.headers["Vary"] = "Accept, Accept-Encoding, Accept-Language"
        return response

    async def respond_with_graphs(self, request: Request, parameters: Parameters) -> Response:
        """The list of the graphs; failures as `respond` tells them."""
        offered = {kind: RESULT_TYPES[kind] for kind in formats(QueryForm.CONSTRUCT)}
        choice = choose(_wanted(request, parameters), offered)
        response = await self._document(request, choice, graphs_only=True)
        response.headers["Vary"] = "Accept, Accept-Encoding"
        return response

    async def _document(self, request: Request, choice: Choice[ResultFormat], *, graphs_only: bool = False) -> Response:
        coding = Coding(choose_coding(read_accept(request, "accept-encoding"), list(Coding)[::-1]) or Coding.IDENTITY)
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


def _language(request: Request, parameters: Parameters) -> str:
    asked = {value for name, value in parameters if name == "lang" and value}
    if not asked:
        return choose_language(read_accept(request, "accept-language"), LANGUAGES)
    if len(asked) > 1 or not asked <= set(LANGUAGES):
        raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter 'lang' is {' or '.join(LANGUAGES)}.")
    return asked.pop()
