"""How many results there are of each kind, place, level and period: each facet counted as if it were not chosen."""

import sqlite3
from collections import Counter
from dataclasses import dataclass

from passerelle.discovery.filters import FACETS, Facet, conditions, iri_of, value_of, years
from passerelle.discovery.search import Search
from passerelle.namespaces import PSL
from passerelle.phrases import phrase

# The territories that results are narrowed by; smaller ones are searched for by name.
_TERRITORIES = tuple(f"{PSL}{name}" for name in ("Country", "Region", "Department", "Metropolis"))
# Options of a facet that are listed, beside those that are chosen.
_MOST = 20
_DECADE = 10


@dataclass(frozen=True)
class Option:
    """A value of a facet, what it is called, how many results have it, and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


def read_facets(connection: sqlite3.Connection, search: Search) -> dict[Facet, tuple[Option, ...]]:
    """The options of each facet; what is chosen is among them even where no result has it."""
    return {facet: _options(connection, search, facet) for facet in FACETS}


def _options(connection: sqlite3.Connection, search: Search, facet: Facet) -> tuple[Option, ...]:
    chosen = search.asked.filters.of(facet)
    counts = _counts(connection, search, facet)
    counts |= {value: counts.get(value, 0) for value in chosen}
    named = _named(connection, facet, list(counts), search.asked.language)
    options = [Option(value, named[value], count, value in chosen) for value, count in counts.items()]
    match facet:
        case "level":
            return tuple(sorted(options, key=lambda option: option.value))
        case "period":
            return tuple(sorted(options, key=lambda option: option.value, reverse=True))
        case _:
            first = sorted(options, key=lambda option: (-option.count, option.label))
            return tuple(option for at, option in enumerate(first) if at < _MOST or option.chosen)


def _counts(connection: sqlite3.Connection, search: Search, facet: Facet) -> dict[str, int]:
    condition, given = conditions(search.asked.filters.without(facet))
    matches, wanted = search.matches()
    these = f"thing.id IN ({matches}) AND {condition}"
    everything = (*wanted, *given)
    match facet:
        case "kind":
            query = f"SELECT kind, COUNT(*) FROM thing WHERE {these} GROUP BY kind"  # noqa: S608
            return dict(connection.execute(query, everything).fetchall())
        case "period":
            query = f"SELECT first, last, COUNT(*) FROM thing WHERE first > 0 AND {these} GROUP BY first, last"  # noqa: S608
            return _decades(connection.execute(query, everything).fetchall())
        case _:
            only = ""
            if facet == "place":
                marks = ", ".join(f"'{name}'" for name in _TERRITORIES)
                only = f"AND value IN (SELECT iri FROM thing WHERE json_extract(shown, '$.class') IN ({marks}))"  # noqa: S608
            query = f"""
            SELECT value, COUNT(*) FROM thing JOIN mark ON mark.thing = thing.id AND facet = '{facet}' {only}
            WHERE {these} GROUP BY value"""  # noqa: S608
            return {value_of(facet, iri): count for iri, count in connection.execute(query, everything)}


def _decades(rows: list[tuple[int, int, int]]) -> dict[str, int]:
    """How many things have a date in each decade, by its first and last year."""
    found: Counter[int] = Counter()
    for first, last, count in rows:
        for decade in range(first // _DECADE, last // _DECADE + 1):
            found[decade] += count
    return {f"{decade * _DECADE:04}-{decade * _DECADE + _DECADE - 1:04}": count for decade, count in found.items()}


def _named(connection: sqlite3.Connection, facet: Facet, values: list[str], language: str) -> dict[str, str]:
    match facet:
        case "kind":
            return {value: phrase(f"group_{value}", language) for value in values}
        case "period":
            return {value: "–".join(map(str, dict.fromkeys(years(value)))) for value in values}
        case _:
            query = "SELECT label FROM label WHERE iri = ? AND language = ?"
            found = {}
            for value in values:
                row = connection.execute(query, (iri_of(facet, value), language)).fetchone()
                found[value] = row[0] if row else value
            return found
