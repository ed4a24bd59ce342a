"""The page of the endpoint: a form for a query, its limits, and where programs find their way."""

from dataclasses import dataclass

from fastapi import Response

from passerelle import urls
from passerelle.media_types import FORMAT_LABELS, RESULT_TYPES
from passerelle.namespaces import PREFIXES
from passerelle.sparql.description import Endpoint
from passerelle.store.guard import QueryForm
from passerelle.store.request import formats
from passerelle.web.pages import page

_EXAMPLE = f"""\
PREFIX psl: <{PREFIXES["psl"]}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>

SELECT ?thing ?label WHERE {{
  ?thing a psl:Region ; rdfs:label ?label .
}}
ORDER BY ?label
LIMIT 100
"""


@dataclass(frozen=True)
class Option:
    """A format: its media type, what it is called, and the address of the description in it."""

    value: str
    label: str
    description: str


def form_page(language: str, endpoint: Endpoint) -> Response:
    """The page in a language."""
    links = endpoint.links
    itself = links.local(urls.SPARQL)
    return page(
        "sparql.html",
        language,
        links,
        itself=itself,
        endpoint=links.to(urls.SPARQL),
        query=_EXAMPLE,
        tables=_options(QueryForm.SELECT, itself),
        graphs=_options(QueryForm.CONSTRUCT, itself),
        about_graphs=endpoint.about_graphs,
        limits=[limit.text(language) for limit in endpoint.limits],
    )


def _options(form: QueryForm, itself: str) -> list[Option]:
    return [
        Option(RESULT_TYPES[kind][0], FORMAT_LABELS[kind], f"{itself}?format={kind.value}") for kind in formats(form)
    ]
