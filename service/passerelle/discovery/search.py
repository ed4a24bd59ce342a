"""Runs a search on the index: what fits, in which order, how many there are of what."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from passerelle.discovery.codes import read_codes
from passerelle.discovery.filters import NO_FILTERS, Filters, conditions
from passerelle.discovery.plan import Plan, make_plan, whole_and_stems
from passerelle.discovery.search_index import SearchIndex
from passerelle.discovery.writing import FIELDS

# How much a word tells in each kind of field, and how much more where it is in the reader's language.
_FIELD_WEIGHTS = {"name": 10.0, "other": 8.0, "about": 2.0, "around": 1.0, "code": 6.0}
_OTHER_LANGUAGE = 0.3
# How much less it matters where words stand, when the whole search is a name already.
_NAMED = 0.2
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
        self._whole, self._stems = whole_and_stems(self.plan.corrected or text)
        # Names are written in one word and in two: "bac pro", "ErasmusPro".
        self._joined = self._whole.replace(" ", "")
        self.is_empty = not self._whole

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
        rows = self._ranked(condition, given) if total > self.asked.offset else []
        found = tuple(Hit(iri, kind, json.loads(shown)) for iri, kind, shown in rows)
        return Hits(self.plan, self.codes, total, found)

    def _ranked(self, condition: str, given: list[str | int]) -> list[tuple[str, str, str]]:
        """A part of what fits: the best first.

        By tier: the search is a name, in the reader's language, or a code; a name in another language, or but for its
        endings, or one that is not shown; a name begins with it; the rest. Then by the weight of the thing, and by how
        much the words tell where they stand, which for the rest matters most.
        """
        matches, wanted = self.matches()
        weights = ", ".join(map(str, _weights(self.asked.language)))
        scored = f"SELECT rowid AS id, bm25(words, {weights}) AS score FROM words WHERE words MATCH ?"  # noqa: S608
        scored_by = [self.plan.expression]
        if not self.plan.expression:
            scored, scored_by = "SELECT NULL AS id, 0.0 AS score WHERE 0", []
        code, codes = self._code_condition()
        query = f"""
        WITH scored AS MATERIALIZED ({scored}), tiers AS MATERIALIZED (
          SELECT thing AS id, MIN(tier) AS tier FROM (
            SELECT thing, CASE WHEN leads = 0 OR (stems <> ? AND joined <> ?) THEN 2
              WHEN joined = ? AND language IN ('', ?) AND leads = 2 THEN 0 ELSE 1 END AS tier
            FROM name WHERE joined = ? OR stems = ? OR (whole > ? AND whole < ?)
            UNION ALL SELECT thing, 0 FROM code WHERE {code}
          ) GROUP BY thing)
        SELECT thing.iri, thing.kind, thing.shown
        FROM thing LEFT JOIN scored USING (id) LEFT JOIN tiers USING (id)
        WHERE thing.id IN ({matches}) AND {condition}
        ORDER BY COALESCE(tiers.tier, 3),
          COALESCE(scored.score, 0) * CASE WHEN tiers.tier IS NULL THEN 1 ELSE {_NAMED} END - thing.weight, thing.iri
        LIMIT ? OFFSET ?
        """  # noqa: S608
        named = [self._stems, self._joined, self._joined, self.asked.language, self._joined, self._stems]
        around = [self._whole, self._whole + _LAST]
        part = [self.asked.size, self.asked.offset]
        everything = [*scored_by, *named, *around, *codes, *wanted, *given, *part]
        return self._connection.execute(query, everything).fetchall()

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


def _weights(language: str) -> list[float]:
    found = []
    for field in FIELDS:
        name, _, tag = field.partition("_")
        found.append(_FIELD_WEIGHTS[name] * (_OTHER_LANGUAGE if tag not in {"", language} else 1.0))
    return found
