"""All example queries on one page, by theme."""

from collections.abc import Mapping
from itertools import groupby

from fastapi import Response

from passerelle import urls
from passerelle.labels import Text, chosen
from passerelle.sparql.examples import Example
from passerelle.web.pages import page

Shelf = tuple[Text | None, list[tuple[str, Text, Text | None]]]


def index_page(known: Mapping[str, Example], language: str, links: urls.Urls) -> Response:
    """The page in a language."""
    return page("queries.html", language, links, shelves=_shelves(known, language, links), itself=urls.QUERIES)


def _shelves(known: Mapping[str, Example], language: str, links: urls.Urls) -> list[Shelf]:
    """Each theme with its examples: address, title, and what it answers."""
    found = sorted(known.values(), key=lambda example: (example.theme_label(language), example.title(language)))
    return [
        (
            chosen(members[0].themes, language),
            [
                (
                    links.local(urls.query(example.name)),
                    chosen(example.titles, language) or Text(example.name, ""),
                    chosen(example.explanations, language),
                )
                for example in members
            ],
        )
        for _, group in groupby(found, key=lambda example: example.theme)
        if (members := list(group))
    ]


def index_document(known: Mapping[str, Example], links: urls.Urls) -> list[dict[str, object]]:
    """The same for programs: names, titles, themes and parameters, with the address of each."""
    return [
        {
            "iri": example.iri,
            "name": example.name,
            "address": links.to(urls.query(example.name)),
            "titles": example.titles,
            "theme": {"iri": example.theme, "labels": example.themes} if example.theme else None,
            "parameters": [parameter.name for parameter in example.parameters],
        }
        for example in known.values()
    ]
