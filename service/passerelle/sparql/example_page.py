"""What the page of an example query shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from shlex import quote
from urllib.parse import urlencode

from fastapi import Response

from passerelle import urls
from passerelle.labels import Text, best, chosen
from passerelle.media_types import (
    ANSWER_SUFFIXES,
    EXAMPLE_TYPES,
    EXCEL,
    FORMAT_LABELS,
    RESULT_TYPES,
    SUFFIXES,
    DocumentFormat,
)
from passerelle.namespaces import RDFS, XSD, shorten
from passerelle.phrases import LANGUAGES, phrase
from passerelle.sparql.examples import Example, Parameter
from passerelle.sparql.parameters import ParameterError, bind, read_value, shown, takes
from passerelle.store import terms
from passerelle.store.rows import Answers, values
from passerelle.web.pages import page

# More would make the page heavy, and a list that long helps nobody.
_MOST_OPTIONS = 200
_INPUTS = {f"{XSD}integer": ("number", "1"), f"{XSD}decimal": ("number", "any"), f"{XSD}date": ("date", "")}
_NAMES = {".ttl": "Turtle", ".nt": "N-Triples", ".rdf": "RDF/XML", ".jsonld": "JSON-LD", ".json": "JSON"}


@dataclass(frozen=True)
class Option:
    """A value that a parameter may take, and what it is called."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """A parameter as a field of a form; `error` says why its value does not fit."""

    name: str
    title: Text
    description: Text | None
    hint: str
    type: str
    step: str
    value: str
    error: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Document:
    """One of the formats of an example, with the address that asks for it."""

    address: str
    media_type: str
    label: str


def example_page(
    engine: Answers, example: Example, given: Mapping[str, str], language: str, links: urls.Urls
) -> Response:
    """The page of an example in a language, with these values set; 400 where one does not fit, as its field says."""
    fields = [_field(engine, parameter, given, language) for parameter in example.parameters]
    wrong = {field.name for field in fields if field.error}
    fitting = {name: value for name, value in given.items() if name not in wrong}
    text = bind(example, fitting).strip()
    itself = links.local(urls.query(example.name))
    settings = "".join(f" --set {quote(f'{name}={value}')}" for name, value in fitting.items())
    return page(
        "query.html",
        language,
        links,
        400 if wrong else 200,
        title=chosen(example.titles, language) or Text(example.name, ""),
        explanation=chosen(example.explanations, language),
        theme=chosen(example.themes, language),
        fields=fields,
        query=text,
        rows=min(30, text.count("\n") + 2),
        itself=itself,
        addresses={other: f"{itself}?lang={other}" for other in LANGUAGES},
        answers=_answers(example, fitting, language, links),
        documents=_documents(example, language, links),
        command=f"passerelle query --example {quote(example.name)}{settings}",
    )


def _field(engine: Answers, parameter: Parameter, given: Mapping[str, str], language: str) -> Field:
    value = given.get(parameter.name, shown(parameter.default))
    error = ""
    if parameter.name in given:
        try:
            read_value(parameter, value)
        except ParameterError:
            error = phrase("does_not_fit", language, value=value, what=takes(parameter, language))
    kind, step = ("text", "") if error else _INPUTS.get(parameter.datatype, ("text", ""))
    return Field(
        parameter.name,
        chosen(parameter.titles, language) or Text(parameter.name, ""),
        chosen(parameter.descriptions, language),
        takes(parameter, language),
        kind,
        step,
        value,
        error,
        _options(engine, parameter, language),
    )


def _options(engine: Answers, parameter: Parameter, language: str) -> tuple[Option, ...]:
    """The things of the class that a parameter takes, where there are few enough to choose from."""
    if parameter.datatype or not parameter.kind:
        return ()
    query = f"""
    SELECT ?thing ?label (LANG(?label) AS ?language) {{
      {{ SELECT DISTINCT ?thing {{ ?thing a {terms.iri(parameter.kind)} FILTER(ISIRI(?thing)) }} ORDER BY ?thing
         LIMIT {_MOST_OPTIONS + 1} }}
      OPTIONAL {{ ?thing <{RDFS}label> ?label }}
    }} ORDER BY ?thing ?language ?label
    """
    found: dict[str, dict[str, str]] = {}
    for row in values(engine, query):
        found.setdefault(row["thing"], {}).setdefault(row["language"], row["label"])
    if len(found) > _MOST_OPTIONS:
        return ()
    return tuple(Option(shorten(thing), best(texts, language) or "") for thing, texts in found.items())


def _answers(example: Example, given: Mapping[str, str], language: str, links: urls.Urls) -> list[Document]:
    """The addresses that give the answer to the question with these values."""
    query = f"?{urlencode(given)}" if given else ""
    return [
        Document(
            links.local(urls.query(example.name, suffix)) + query,
            RESULT_TYPES[kind][0] if kind else EXCEL,
            phrase("answer_as", language, format=FORMAT_LABELS[kind] if kind else "Excel"),
        )
        for suffix, kind in ANSWER_SUFFIXES.items()
    ]


def _documents(example: Example, language: str, links: urls.Urls) -> list[Document]:
    return [
        Document(
            links.local(urls.query(example.name, suffix)),
            EXAMPLE_TYPES[kind][0],
            phrase("text_alone", language)
            if kind is DocumentFormat.QUERY
            else phrase("description_as", language, format=_NAMES[suffix]),
        )
        for suffix, kind in SUFFIXES.items()
        if kind is not DocumentFormat.HTML
    ]
