"""Results as a reader sees them: in the reader's language, with why each was found."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from passerelle.discovery.codes import keys
from passerelle.discovery.search import Hit, Hits
from passerelle.discovery.snippets import Marked, mark, mark_whole
from passerelle.labels import fallback
from passerelle.namespaces import shorten
from passerelle.phrases import phrase
from passerelle.resources.claims import Standing, standing_of

_Texts = list[tuple[str, str]]


@dataclass(frozen=True)
class Named:
    """A kind, place, level or standing of a result."""

    iri: str
    label: Marked


@dataclass(frozen=True)
class Result:
    """A thing in a list of results; `snippet` tells what else has the words, `by` what that is."""

    iri: str
    kind: str
    title: Marked
    sort: Named | None
    place: Named | None
    level: Named | None
    standing: Named | None
    reliable: Standing | None
    sentence: Marked | None
    by: str
    snippet: Marked | None


def read_results(connection: sqlite3.Connection, hits: Hits, language: str) -> list[Result]:
    """The results of a search in the language of a reader."""
    shown = [hit.shown for hit in hits.found]
    labels = _labels(connection, (iri for entry in shown for iri in _named(entry)), language)
    return [_result(hit, hits, labels, language) for hit in hits.found]


def _result(hit: Hit, hits: Hits, labels: dict[str, str], language: str) -> Result:
    entry, plan = hit.shown, hits.plan

    def named(iri: str) -> Named | None:
        return Named(iri, mark(labels[iri], "", plan)) if iri in labels else None

    names = _ordered(entry["names"], language)
    title = mark(*(names[0] if names else (shorten(hit.iri), "")), plan)
    about = _ordered(entry["about"], language)
    sentence = mark(*about[0], plan, cut=True) if about else None
    sort = named(entry["sort"]) or named(entry["class"])
    place, level = named(entry["place"]), named(next(iter(entry["levels"]), ""))
    told = [title, sentence, *(name.label for name in (sort, place, level) if name)]
    held = frozenset[str]().union(*(text.words for text in told if text))
    by, snippet = _snippet(entry, hits, labels, held, language)
    standing = named(entry["standing"])
    reliable = standing_of(entry["standing"]) if entry["standing"] else None
    return Result(hit.iri, hit.kind, title, sort, place, level, standing, reliable, sentence, by, snippet)


def _snippet(
    entry: dict[str, Any], hits: Hits, labels: dict[str, str], held: frozenset[str], language: str
) -> tuple[str, Marked | None]:
    """What else a result has of the search, and what that is: the code, or the text that has most of its words."""
    for scheme, code in entry["codes"]:
        if any(key.startswith(asked) for asked in hits.codes for key in keys(code)):
            return labels.get(scheme, ""), mark_whole(code, hits.plan)
    found = [(by, text) for by, text in _candidates(entry, hits, labels, language) if text.words - held]
    best = max((len(text.words - held) for _, text in found), default=0)
    return next(((by, text) for by, text in found if len(text.words - held) == best), ("", None))


def _candidates(
    entry: dict[str, Any], hits: Hits, labels: dict[str, str], language: str
) -> Iterator[tuple[str, Marked]]:
    """Every other text of a thing, the likeliest first."""
    names: _Texts = [*entry["others"], *entry["names"], *entry["hidden"]]
    for text, tag in _ordered(names, language):
        yield phrase("also_called", language), mark(text, tag, hits.plan)
    for scheme, code in entry["codes"]:
        yield labels.get(scheme, ""), mark(code, "", hits.plan)
    for what, iris in (("place", entry["around"]), ("level", entry["levels"])):
        for iri in iris:
            if iri in labels:
                yield phrase(f"facet_{what}", language), mark(labels[iri], "", hits.plan)
    for text, tag in _ordered(entry["about"], language):
        yield "", mark(text, tag, hits.plan, cut=True)


def _named(entry: dict[str, Any]) -> Iterator[str]:
    yield from (entry[name] for name in ("sort", "class", "place", "standing") if entry[name])
    yield from (*entry["levels"], *entry["around"], *(scheme for scheme, _ in entry["codes"]))


def _ordered(texts: Iterable[list[str] | tuple[str, str]], language: str) -> _Texts:
    """Texts with those first that a reader of the language reads best."""
    order = fallback(language)
    found = [(text, tag) for text, tag in texts]
    return sorted(found, key=lambda text: order.index(text[1]) if text[1] in order else len(order))


def _labels(connection: sqlite3.Connection, iris: Iterable[str], language: str) -> dict[str, str]:
    query = "SELECT label FROM label WHERE iri = ? AND language = ?"
    rows = ((iri, connection.execute(query, (iri, language)).fetchone()) for iri in dict.fromkeys(iris))
    return {iri: row[0] for iri, row in rows if row}
