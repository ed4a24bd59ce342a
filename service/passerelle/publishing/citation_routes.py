"""The addresses of citations: `/cite/{name}`, with the name that a thing has after `/doc/`."""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from passerelle import __version__, urls
from passerelle.caching import FRESH, is_current, strong_tag
from passerelle.errors import Problem
from passerelle.incoming import read_accept
from passerelle.media_types import HTML, PROBLEM, with_charset
from passerelle.negotiation import Choice, choose, choose_language
from passerelle.phrases import LANGUAGES
from passerelle.publishing.bibliography import Item, as_bibtex, as_csl, as_text
from passerelle.publishing.citations import DATASET, ONTOLOGY, Release, citations
from passerelle.resources.absence import Directory
from passerelle.resources.addresses import named
from passerelle.settings import Settings
from passerelle.sparql.request import url_parameters
from passerelle.store.rows import Answers
from passerelle.web.pages import page


class CitationFormat(StrEnum):
    """The ways to give a citation; the value is what its address ends in."""

    TEXT = ".txt"
    HTML = ".html"
    BIBTEX = ".bib"
    CSL = ".csl.json"


CITATION_TYPES: dict[CitationFormat, tuple[str, ...]] = {
    CitationFormat.TEXT: ("text/plain",),
    CitationFormat.HTML: (HTML,),
    CitationFormat.BIBTEX: ("application/x-bibtex", "text/x-bibtex"),
    CitationFormat.CSL: ("application/vnd.citationstyles.csl+json", "application/json"),
}
_VARY = "Accept, Accept-Language"
# What a name stands for that is no thing's.
_NAMES = {"": DATASET, "dataset/passerelle": DATASET, "ns": ONTOLOGY, "ns/": ONTOLOGY}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "What is to be cited: the work, what the data set says of it, and the works that say so.",
        "content": {types[0]: {} for types in CITATION_TYPES.values()},
    },
    **{
        status: {"description": what, "content": {PROBLEM: {}}}
        for status, what in {
            400: "The parameter `lang` does not fit.",
            404: "The graph does not know the thing.",
            410: "The thing was retired; `successors` are what replaces it.",
            406: "No format on offer fits the Accept header.",
        }.items()
    },
}
_EXTRA: dict[str, Any] = {
    "parameters": [
        {
            "name": "name",
            "in": "path",
            "required": True,
            "schema": {"type": "string", "examples": ["region/84", "source/digint-aura.bib", "ns.csl.json"]},
        },
        {"name": "lang", "in": "query", "description": "Language of titles.", "schema": {"enum": list(LANGUAGES)}},
    ]
}


@dataclass(frozen=True)
class _Asked:
    name: str
    choice: Choice[CitationFormat]
    language: str
    condition: str | None


def add_citation_routes(app: FastAPI, engine: Answers, release: Release, settings: Settings) -> None:
    """Add the routes of citations of things, of the ontology and of the data set."""
    links = urls.Urls(settings.base_url)
    directory = Directory(engine, links)

    def respond(asked: _Asked) -> Response:
        form = asked.choice.media_type, asked.language
        tag = strong_tag(__version__, release.version, links.base, "citation", asked.name, *form)
        headers = {"ETag": tag, "Cache-Control": FRESH, "Vary": _VARY}
        iri = _NAMES.get(asked.name) or directory.find(named(asked.name))
        if iri is None:
            detail = f"The graph says nothing of {asked.name!r}."
            raise Problem(HTTPStatus.NOT_FOUND, detail)
        successors = directory.successors(iri)
        if successors is not None:
            raise Problem(HTTPStatus.GONE, f"<{iri}> was retired.", successors=successors)
        if is_current(asked.condition, tag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        items = citations(engine, iri, release, asked.language)
        response = _written(items, asked, iri, links)
        response.headers.update(headers)
        return response

    async def get(request: Request) -> Response:
        return await run_in_threadpool(respond, _asked(request, settings))

    app.add_api_route(
        urls.CITE, get, methods=["GET"], response_class=Response, responses=_RESPONSES, openapi_extra=_EXTRA
    )
    app.add_api_route(urls.CITE, get, methods=["HEAD"], include_in_schema=False)


def _asked(request: Request, settings: Settings) -> _Asked:
    parameters = dict(url_parameters(request, settings))
    language = parameters.get("lang") or choose_language(read_accept(request, "accept-language"), LANGUAGES)
    if language not in LANGUAGES:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter 'lang' is {' or '.join(LANGUAGES)}.")
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    name = raw.decode("utf-8", "replace").split("/", 2)[-1]
    kind = next((kind for kind in CitationFormat if name.endswith(kind.value)), None)
    if kind is None:
        choice = choose(read_accept(request), CITATION_TYPES)
    else:
        name, choice = name.removesuffix(kind.value), Choice(kind, CITATION_TYPES[kind][0])
    return _Asked(name, choice, language, request.headers.get("if-none-match"))


def _written(items: list[Item], asked: _Asked, iri: str, links: urls.Urls) -> Response:
    texts = [as_text(item, asked.language) for item in items]
    match asked.choice.format:
        case CitationFormat.HTML:
            return _page(items, texts, asked.language, iri, links)
        case CitationFormat.BIBTEX:
            content = as_bibtex(items)
        case CitationFormat.CSL:
            content = as_csl(items)
        case _:
            content = "".join(f"{text}\n" for text in texts).encode()
    return Response(content, headers={"Content-Type": with_charset(asked.choice.media_type)})


def _page(items: list[Item], texts: list[str], language: str, iri: str, links: urls.Urls) -> Response:
    return page(
        "cite.html",
        language,
        links,
        texts=texts,
        bibtex=as_bibtex(items).decode(),
        itself=links.local(urls.cite(iri)),
        back=links.local(urls.doc(iri)) if iri not in _NAMES.values() else "",
        name=items[0].title,
        documents=[
            (links.local(urls.cite(iri, kind.value)), CITATION_TYPES[kind][0], kind.name)
            for kind in (CitationFormat.BIBTEX, CitationFormat.CSL, CitationFormat.TEXT)
        ],
    )
