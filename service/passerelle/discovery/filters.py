"""Facets of a search: what results are narrowed by, as an address says it and as SQL for the index."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from passerelle.discovery.kinds import NAMES
from passerelle.namespaces import PREFIXES, expand, shorten

Facet = Literal["kind", "place", "level", "period"]
FACETS: tuple[Facet, ...] = ("kind", "place", "level", "period")
_EQF = PREFIXES["eqf"]
_LEVEL = re.compile(r"[1-8]", re.ASCII)
_PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?", re.ASCII)
# More values of one facet than anybody chooses by hand.
MOST_VALUES = 20


class FilterError(ValueError):
    """A value of a facet cannot be used; the message says what it takes."""


@dataclass(frozen=True)
class Filters:
    """What results are narrowed to: any of the values of a facet, and all of the facets that have values.

    Values are as in an address: the name of a kind, a territory as a prefixed name, the number of a level, years.
    """

    chosen: dict[Facet, tuple[str, ...]] = field(default_factory=dict)

    def of(self, facet: Facet) -> tuple[str, ...]:
        """The values of a facet."""
        return self.chosen.get(facet, ())

    def without(self, facet: Facet) -> "Filters":
        """The others alone."""
        return replace(self, chosen={name: values for name, values in self.chosen.items() if name != facet})

    def toggled(self, facet: Facet, value: str) -> "Filters":
        """With a value that was not chosen, or without one that was."""
        values = self.of(facet)
        new = tuple(other for other in values if other != value) if value in values else (*values, value)
        return replace(self, chosen={**self.without(facet).chosen, **({facet: new} if new else {})})

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """They as parameters of an address, always in the same order."""
        return [(facet, value) for facet in FACETS for value in self.of(facet)]

    def __bool__(self) -> bool:
        return any(self.chosen.values())


NO_FILTERS = Filters()


def read_filters(parameters: Iterable[tuple[str, str]]) -> Filters:
    """The filters of an address; a facet may be said more than once, an empty value says nothing.

    Raises:
        FilterError: a value cannot be used, or there are too many.
    """
    chosen: dict[Facet, tuple[str, ...]] = {}
    given = list(parameters)
    for facet in FACETS:
        values = tuple(dict.fromkeys(_read(facet, value) for name, value in given if name == facet and value.strip()))
        if len(values) > MOST_VALUES:
            raise FilterError(f"The parameter {facet!r} takes up to {MOST_VALUES} values.")
        if values:
            chosen[facet] = values
    return Filters(chosen)


def value_of(facet: Facet, iri: str) -> str:
    """How an address says a territory or a level."""
    return iri.removeprefix(_EQF) if facet == "level" and iri.startswith(_EQF) else shorten(iri)


def iri_of(facet: Facet, value: str) -> str:
    """The territory or level that a value stands for."""
    return _EQF + value if facet == "level" and _LEVEL.fullmatch(value) else expand(value)


def years(value: str) -> tuple[int, int]:
    """The first and the last year of a period.

    Raises:
        FilterError: it is none.
    """
    found = _PERIOD.fullmatch(value)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if first > last:
        raise FilterError("A period is a year or two, the first one first, as 2010-2019.")
    return first, last


def conditions(filters: Filters) -> tuple[str, list[str | int]]:
    """They as a condition of SQL on `thing`, and its parameters."""
    parts, given = ["1"], list[str | int]()
    for facet in FACETS:
        values = filters.of(facet)
        if not values:
            continue
        marks = ", ".join("?" * len(values))
        match facet:
            case "kind":
                parts.append(f"thing.kind IN ({marks})")
                given += values
            case "period":
                parts.append(f"({' OR '.join(['(thing.first <= ? AND thing.last >= ?)'] * len(values))})")
                given += [year for value in values for year in years(value)[::-1]]
            case _:
                held = f"SELECT thing FROM mark WHERE facet = '{facet}' AND value IN ({marks})"  # noqa: S608
                parts.append(f"thing.id IN ({held})")
                given += [iri_of(facet, value) for value in values]
    return " AND ".join(parts), given


def _read(facet: Facet, written: str) -> str:
    value = written.strip()
    match facet:
        case "kind" if value not in NAMES:
            raise FilterError(f"There is no kind {value!r}; there are {', '.join(NAMES)}.")
        case "period":
            years(value)
        case "place" | "level":
            try:
                value = value_of(facet, iri_of(facet, value))
            except ValueError as error:
                raise FilterError(f"The parameter {facet!r}: {error}.") from None
        case _:
            pass
    return value
