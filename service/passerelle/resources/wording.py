"""How a description is put into words, on pages and in a terminal alike."""

from collections.abc import Sequence

from passerelle.labels import chosen
from passerelle.namespaces import SOURCE
from passerelle.phrases import phrase
from passerelle.resources.default_graph import DEFAULT_GRAPH
from passerelle.resources.description import Statement
from passerelle.resources.origins import Origin, OriginKind

_REPORT = f"{SOURCE}digint-aura"


def origin_name(origin: Origin, language: str) -> str:
    """Who says so, in a few words."""
    match origin.kind:
        case OriginKind.RULE:
            return phrase("origin_rule", language, rule=origin.label)
        case OriginKind.EDITORIAL:
            return phrase("origin_editorial", language)
        case OriginKind.GRAPH if origin.graph == DEFAULT_GRAPH:
            return phrase("origin_default_graph", language)
        case OriginKind.PASSAGE if origin.work in {"", _REPORT}:
            return phrase("origin_report", language, label=origin.label)
        case _:
            return origin.label


def in_language(statements: Sequence[Statement], language: str) -> list[Statement]:
    """Of texts in several languages those in the reader's, or the next best one; everything else as it is."""
    tagged = {s.value.language: s.value.term.value for s in statements if s.value.language}
    best = chosen(tagged, language)
    return [s for s in statements if not s.value.language or best is None or s.value.language == best.language]
