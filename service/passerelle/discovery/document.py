"""The results of a search as JSON, for programs."""

import json
from dataclasses import asdict

from passerelle import urls
from passerelle.discovery.answer import SearchAnswer
from passerelle.discovery.page import SearchLinks
from passerelle.discovery.results import Named, Result
from passerelle.discovery.snippets import Marked
from passerelle.namespaces import shorten
from passerelle.phrases import phrase

# The document in OpenAPI, as far as a program relies on it.
_TEXT = {"type": ["object", "null"], "properties": {"text": {"type": "string"}, "language": {"type": "string"}}}
_NAMED = {"type": ["object", "null"], "properties": {"iri": {"type": "string"}, "label": {"type": "string"}}}
SCHEMA = {
    "type": "object",
    "properties": {
        "query": {"type": "string"},
        "language": {"type": "string"},
        "corrected": {"type": ["string", "null"], "description": "What was searched for instead, as nothing fits."},
        "partial": {"type": "boolean", "description": "Whether results hold only some of the words."},
        "total": {"type": "integer"},
        "page": {"type": "integer"},
        "pages": {"type": "integer"},
        "next": {"type": ["string", "null"]},
        "previous": {"type": ["string", "null"]},
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "iri": {"type": "string"},
                    "name": {"type": "string", "description": "Prefixed name."},
                    "url": {"type": "string"},
                    "kind": {"type": "object", "description": "As the facet has it: `value` and `label`."},
                    "title": _TEXT,
                    "type": _NAMED,
                    "place": _NAMED,
                    "level": _NAMED,
                    "standing": _NAMED,
                    "sentence": _TEXT,
                    "match": {"type": ["object", "null"], "description": "Where else the words stand, in pieces."},
                },
            },
        },
        "facets": {"type": "object", "description": "Values of each facet, with how many results have each."},
    },
}


def search_document(found: SearchAnswer, links: urls.Urls) -> bytes:
    """The document of a search; addresses in it are whole."""
    around = SearchLinks(found, urls.Urls(""))
    wish = found.wish

    def whole(path: str) -> str:
        return links.to(path) if path.startswith("/") else path

    document = {
        "query": wish.text,
        "language": found.language,
        "corrected": found.hits.plan.corrected or None,
        "partial": found.hits.plan.partial,
        "total": found.hits.total if found.results else 0,
        "page": wish.page,
        "pages": found.pages,
        "next": whole(around.page(wish.page + 1)) if wish.page < found.pages else None,
        "previous": whole(around.page(wish.page - 1)) if wish.page > 1 else None,
        "results": [_result(result, whole(around.thing(result.iri)), found.language) for result in found.results],
        "facets": {
            facet: [{**asdict(option), "url": whole(around.toggled(facet, option.value))} for option in options]
            for facet, options in found.facets.items()
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _result(result: Result, url: str, language: str) -> dict[str, object]:
    return {
        "iri": result.iri,
        "name": shorten(result.iri),
        "url": url,
        "kind": {"value": result.kind, "label": phrase(f"group_{result.kind}", language)},
        "title": _marked(result.title),
        "type": _named(result.sort),
        "place": _named(result.place),
        "level": _named(result.level),
        "standing": _named(result.standing),
        "sentence": _marked(result.sentence) if result.sentence else None,
        "match": {"field": result.by, **_marked(result.snippet)} if result.snippet else None,
    }


def _marked(text: Marked) -> dict[str, object]:
    return {"text": text.text, "language": text.language, "pieces": [asdict(piece) for piece in text.pieces]}


def _named(named: Named | None) -> dict[str, str] | None:
    return {"iri": named.iri, "label": named.label.text} if named else None
