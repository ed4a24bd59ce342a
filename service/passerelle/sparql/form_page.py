"""The page of the endpoint: a form for a query, example questions, limits, and where programs find their way.

Its script, `service/web/src/editor.ts`, makes an editor of the form and shows what is answered.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from fastapi import Response

from passerelle import urls
from passerelle.media_types import FORMAT_LABELS, RESULT_TYPES
from passerelle.namespaces import BASE, PREFIXES
from passerelle.phrases import unfilled
from passerelle.sparql.description import Endpoint
from passerelle.sparql.examples import Example
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
# The longest query that is put into an address, and that is sent as a form beyond: within what any server takes.
_LONGEST = 6_000
# What the script says.
_WORDS = (
    "editor_asking",
    "editor_cancelled",
    "editor_chart",
    "editor_chart_cut",
    "editor_class",
    "editor_completions",
    "editor_copied",
    "editor_cut",
    "editor_delete",
    "editor_failed",
    "editor_filter",
    "editor_graph",
    "editor_link",
    "editor_loaded",
    "editor_more",
    "editor_no",
    "editor_no_chart",
    "editor_no_row",
    "editor_place",
    "editor_prefix",
    "editor_property",
    "editor_row",
    "editor_rows",
    "editor_shown",
    "editor_table",
    "editor_too_large",
    "editor_truth",
    "editor_uses",
    "editor_yes",
)


@dataclass(frozen=True)
class Option:
    """A format: its media type, what it is called, and the address of the description in it."""

    value: str
    label: str
    description: str


@dataclass(frozen=True)
class Question:
    """An example: its title, and the addresses of its page and of its text."""

    title: str
    address: str
    text: str


@dataclass(frozen=True)
class Theme:
    """What examples are about; the label is empty for those that say nothing of it."""

    label: str
    examples: tuple[Question, ...]


def form_page(language: str, endpoint: Endpoint, known: Iterable[Example], asked: str | None = None) -> Response:
    """The page in a language, with the query that is asked by the address."""
    links = endpoint.links
    itself = links.local(urls.SPARQL)
    themes = _themes(language, endpoint, known)
    return page(
        "sparql.html",
        language,
        links,
        scripts=("editor",),
        itself=itself,
        endpoint=links.to(urls.SPARQL),
        query=asked or _EXAMPLE,
        asked=f"&query={quote(asked, safe='')}" if asked else "",
        themes=themes,
        number=sum(len(theme.examples) for theme in themes),
        tables=_options(QueryForm.SELECT, itself),
        graphs=_options(QueryForm.CONSTRUCT, itself),
        about_graphs=endpoint.about_graphs,
        limits=[limit.text(language) for limit in endpoint.limits],
        words=json.dumps({key: unfilled(key, language) for key in _WORDS}, ensure_ascii=False),
        namespace=BASE,
        longest=_LONGEST,
    )


def _themes(language: str, endpoint: Endpoint, known: Iterable[Example]) -> list[Theme]:
    by_theme = sorted(known, key=lambda example: (not example.theme, example.theme, example.name))
    local = endpoint.links.local
    return [
        Theme(
            members[0].theme_label(language),
            tuple(
                Question(
                    example.title(language),
                    f"{local(urls.query(example.name))}?lang={language}",
                    local(urls.query(example.name, ".rq")),
                )
                for example in members
            ),
        )
        for _, group in groupby(by_theme, key=lambda example: example.theme)
        if (members := list(group))
    ]


def _options(form: QueryForm, itself: str) -> list[Option]:
    return [
        Option(RESULT_TYPES[kind][0], FORMAT_LABELS[kind], f"{itself}?format={kind.value}") for kind in formats(form)
    ]
