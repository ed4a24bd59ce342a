"""Describes an example query over HTTP: negotiates format and language, and writes it in them."""

import json
from collections.abc import Container, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Response

from passerelle import urls
from passerelle.errors import Problem
from passerelle.media_types import ANSWER_SUFFIXES, EXAMPLE_TYPES, SUFFIXES, DocumentFormat, with_charset
from passerelle.namespaces import GRAPH, SH
from passerelle.near import near
from passerelle.negotiation import Choice, choose, choose_language
from passerelle.phrases import LANGUAGES
from passerelle.sparql.example_page import example_page
from passerelle.sparql.examples import Example, Parameter
from passerelle.sparql.parameters import bind, shown
from passerelle.store import terms
from passerelle.store.request import QueryRequest, ResultFormat
from passerelle.store.rows import Answers

_LANGUAGE = "lang"
Format = ResultFormat | DocumentFormat


@dataclass(frozen=True)
class ExampleRequest:
    """What a request says: the last part of its path, its parameters, and what it likes."""

    name: str
    parameters: list[tuple[str, str]]
    accept: str | None
    accept_language: str | None


def describe(engine: Answers, known: Mapping[str, Example], request: ExampleRequest, links: urls.Urls) -> Response:
    """The description of an example, its parameters set to the values that the address gives them.

    An address that ends in `.ttl`, `.rq`, … asks for that format whatever is accepted.

    Raises:
        Problem: 404 for an unknown example, 400 for a parameter given twice.
        ParameterError: a parameter is unknown or its value does not fit.
        NotAcceptable: no format fits.
    """
    example, asked = _find(known, request.name)
    choice = Choice(asked, EXAMPLE_TYPES[asked][0]) if asked else choose(request.accept, EXAMPLE_TYPES)
    values, language = read_parameters(request, example)
    if choice.format is DocumentFormat.HTML:
        response = example_page(engine, example, values, language, links)
    else:
        content = _write(engine, example, choice.format, bind(example, values))
        response = Response(content, headers={"Content-Type": with_charset(choice.media_type)})
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["Link"] = _links(example, links)
    return response


def _find(known: Mapping[str, Example], name: str) -> tuple[Example, Format | None]:
    if name in known:
        return known[name], None
    stem, suffix = find_stem(known, name, SUFFIXES)
    if stem is not None:
        return known[stem], SUFFIXES[suffix]
    begin, dot, end = name.rpartition(".")
    found = near(begin if dot + end in {**SUFFIXES, **ANSWER_SUFFIXES} else name, known)
    meant = f" Did you mean {' or '.join(found)}?" if found else ""
    raise Problem(HTTPStatus.NOT_FOUND, f"There is no example query {name!r}.{meant}", near=found)


def find_stem(known: Mapping[str, Example], name: str, suffixes: Container[str]) -> tuple[str | None, str]:
    """The example that a name with one of these suffixes stands for, and that suffix; None where it is no such name."""
    stem, dot, suffix = name.rpartition(".")
    is_one = name not in known and stem in known and dot + suffix in suffixes
    return (stem, dot + suffix) if is_one else (None, "")


def read_parameters(request: ExampleRequest, example: Example) -> tuple[dict[str, str], str]:
    """The values of parameters, and the language of the page; an empty field of a form leaves the default."""
    taken: dict[str, str] = {}
    for name, value in request.parameters:
        if name in taken:
            raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter {name!r} is given more than once.")
        taken[name] = value
    language = taken.pop(_LANGUAGE, None) or choose_language(request.accept_language, LANGUAGES)
    if language not in LANGUAGES:
        raise Problem(HTTPStatus.BAD_REQUEST, f"{_LANGUAGE} is {' or '.join(LANGUAGES)}, not {language!r}.")
    return {name: value for name, value in taken.items() if value or name not in _empty(example)}, language


def _empty(example: Example) -> set[str]:
    """The parameters that no empty text can be a value of."""
    return {parameter.name for parameter in example.parameters if not parameter.takes_text}


def _write(engine: Answers, example: Example, kind: Format, text: str) -> bytes:
    if kind is DocumentFormat.QUERY:
        return text.encode()
    if isinstance(kind, ResultFormat):
        query = f"""
        CONSTRUCT {{ ?thing ?property ?value }} WHERE {{
          GRAPH ?graph {{
            VALUES ?query {{ {terms.iri(example.iri)} }} ?query <{SH}parameter>? ?thing . ?thing ?property ?value
          }}
          FILTER(STRSTARTS(STR(?graph), "{GRAPH}queries/"))
        }}"""
        return engine.answer(QueryRequest(query, kind, pretty=True))
    document = {
        "iri": example.iri,
        "name": example.name,
        "titles": example.titles,
        "explanations": example.explanations,
        "theme": {"iri": example.theme, "labels": example.themes} if example.theme else None,
        "parameters": [_parameter(parameter) for parameter in example.parameters],
        "query": text,
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _parameter(parameter: Parameter) -> dict[str, object]:
    return {
        "iri": parameter.iri,
        "name": parameter.name,
        "titles": parameter.titles,
        "descriptions": parameter.descriptions,
        "datatype": parameter.datatype or None,
        "class": parameter.kind or None,
        "default": shown(parameter.default),
    }


def _links(example: Example, links: urls.Urls) -> str:
    """The same in other formats and languages (https://www.rfc-editor.org/rfc/rfc8288)."""
    alternates = [
        f'<{links.to(urls.query(example.name, suffix))}>; rel="alternate"; type="{EXAMPLE_TYPES[kind][0]}"'
        for suffix, kind in SUFFIXES.items()
        if kind is not DocumentFormat.HTML
    ]
    page = links.to(urls.query(example.name, ".html"))
    pages = [
        f'<{page}?{_LANGUAGE}={other}>; rel="alternate"; type="text/html"; hreflang="{other}"' for other in LANGUAGES
    ]
    return ", ".join([*alternates, *pages])
