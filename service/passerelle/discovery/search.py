"""Runs a search on the index: what fits, in which order, how many there are of what."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from passerelle.discovery.codes import read_codes
from passerelle.discovery.filters import NO_FILTERS, Filters, conditions
from passerelle.discovery.plan import Plan, make_plan, whole_and_stems
from passerelle.discovery.ranking import by_code, by_name, by_words, everything, ranked
from passerelle.discovery.search_index import SearchIndex

# What a code must have at least to be found by its beginning.
_BEGINNING = 4
_LAST = "\U0010ffff"
# Longer texts are cut: they are no searches.
LONGEST = 300


@dataclass(frozen=True)
class Asked:
    """A search: what is typed, the reader's language, what results are narrowed to, which of them are wanted."""

    text: str
    language: str
    filters: Filters = NO_FILTERS
    offset: int = 0
    size: int = 20
    typing: bool = False


@dataclass(frozen=True)
class Hit:
    """A thing that was found: what a list of results shows of it, as `writing` keeps it."""

    iri: str
    kind: str
    shown: dict[str, Any]


@dataclass(frozen=True)
class Hits:
    """What fits: how it was understood, which codes were looked for, how much it is, and a part of it, best first."""

    plan: Plan
    codes: tuple[str, ...]
    total: int
    found: tuple[Hit, ...]


class Search:
    """A search on an index that is about to be run."""

    def __init__(self, connection: sqlite3.Connection, asked: Asked) -> None:
        """Find out how it is to be understood."""
        self._connection = connection
        self.asked = asked
        text = asked.text[:LONGEST]
        codes = read_codes(text)
        self.codes = self._known(codes[:1])
        self.plan = make_plan(connection, text, typing=asked.typing)
        if not self.plan.expression or self.plan.partial or self.plan.corrected:
            # A code among other words only where the words alone find nothing.
            self.codes = self.codes or self._known(codes[1:])
            self.plan = Plan() if self.codes else self.plan
        self.whole, self.stems = whole_and_stems(self.plan.corrected or text)
        # Names are written in one word and in two: "bac pro", "ErasmusPro".
        self._joined = self.whole.replace(" ", "")
        self.is_empty = not self.whole

    def matches(self) -> tuple[str, list[str | int]]:
        """What fits, before it is narrowed, as the body of a subquery that gives `id`, with its parameters."""
        if self.is_empty:
            return "SELECT id FROM thing", []
        found, given = ["SELECT thing AS id FROM name WHERE joined = ?"], list[str | int]([self._joined])
        if self.plan.expression:
            found.append("SELECT rowid FROM words WHERE words MATCH ?")
            given.append(self.plan.expression)
        if self.codes:
            condition, codes = self._code_condition()
            found.append(f"SELECT thing FROM code WHERE {condition}")  # noqa: S608
            given += codes
        return " UNION ".join(found), given

    def run(self) -> Hits:
        """A part of what fits, and how much that is."""
        condition, given = conditions(self.asked.filters)
        matches, wanted = self.matches()
        query = f"SELECT COUNT(*) FROM thing WHERE id IN ({matches}) AND {condition}"  # noqa: S608
        (total,) = self._connection.execute(query, (*wanted, *given)).fetchone()
        found = self._ranked(condition, given) if total > self.asked.offset else []
        query = "SELECT iri, kind, class, shown FROM thing WHERE id = ?"
        rows = (self._connection.execute(query, (number,)).fetchone() for number in found)
        hits = tuple(Hit(iri, kind, json.loads(shown) | {"class": sort or ""}) for iri, kind, sort, shown in rows)
        return Hits(self.plan, self.codes, total, hits)

    def _ranked(self, condition: str, given: list[str | int]) -> list[int]:
        """The numbers of a part of what fits, the best first."""
        sources = [everything()] if self.is_empty else [by_name(self.whole, self.stems, self.asked.language)]
        if self.plan.expression:
            sources.append(by_words(self.plan.expression, self.asked.language))
        if self.codes:
            condition_of_codes, codes = self._code_condition()
            sources.append(by_code(condition_of_codes, codes))
        return ranked(self._connection, sources, (condition, given), (self.asked.size, self.asked.offset))

    def _known(self, codes: list[str]) -> tuple[str, ...]:
        """The first of some codes that anything has, as the whole of its own or its beginning."""
        query = "SELECT 1 FROM code WHERE code = ? OR (? AND code > ? AND code < ?) LIMIT 1"
        for code in codes:
            if self._connection.execute(query, (code, len(code) >= _BEGINNING, code, code + _LAST)).fetchone():
                return (code,)
        return ()

    def _code_condition(self) -> tuple[str, list[str | int]]:
        if not self.codes:
            return "0", []
        (code,) = self.codes
        if len(code) < _BEGINNING:
            return "code = ?", [code]
        return "(code >= ? AND code < ?)", [code, code + _LAST]


def search(index: SearchIndex, asked: Asked) -> Hits:
    """Run a search alone, without facets.

    Raises:
        SearchTooSlowError: it took too long.
    """
    with index.reading() as connection:
        return Search(connection, asked).run()
