"""In which order what fits is told.

By tier: the search is a name, in the reader's language, or a code (0); a name in another language, or but for its
endings, or one that is not shown (1); a name begins with it (2); the rest (3). Within a tier by the weight of the
thing, and by how much the words tell where they stand, which for the rest matters most.
"""

import sqlite3
from dataclasses import dataclass

from passerelle.discovery.writing import FIELDS

# How much a word tells in each kind of field, and how much less where it is not in the reader's language.
_FIELD_WEIGHTS = {"name": 10.0, "other": 8.0, "about": 2.0, "around": 1.0, "code": 6.0}
_OTHER_LANGUAGE = 0.3
# How much less it matters where words stand, when the whole search is a name already.
_NAMED = 0.2
_LAST = "\U0010ffff"
_REST = 3


@dataclass(frozen=True)
class Source:
    """A query that gives `id`, `tier`, `score`, the less the better, and `fits`, 0 for what must fit otherwise too."""

    query: str
    given: tuple[str | int, ...] = ()


def everything() -> Source:
    """All things alike."""
    return Source(f"SELECT id, {_REST} AS tier, 0.0 AS score, 1 AS fits FROM thing")  # noqa: S608


def by_words(expression: str, language: str) -> Source:
    """Things by their words (https://www.sqlite.org/fts5.html#the_bm25_function)."""
    weights = ", ".join(str(_weight(field, language)) for field in FIELDS)
    query = f"SELECT rowid AS id, {_REST} AS tier, bm25(words, {weights}) AS score, 1 AS fits"
    return Source(f"{query} FROM words WHERE words MATCH ?", (expression,))


def by_name(whole: str, stems: str, language: str) -> Source:
    """Things by a whole name: written apart or in one, or but for its endings; and names that it begins."""
    joined = whole.replace(" ", "")
    query = """
    SELECT thing AS id, CASE WHEN leads = 0 OR (stems <> ? AND joined <> ?) THEN 2
      WHEN joined = ? AND language IN ('', ?) AND leads = 2 THEN 0 ELSE 1 END AS tier, 0.0 AS score, joined = ? AS fits
    FROM name WHERE joined = ? OR stems = ? OR (whole > ? AND whole < ?)"""
    return Source(query, (stems, joined, joined, language, joined, joined, stems, whole, whole + _LAST))


def by_code(condition: str, codes: list[str | int]) -> Source:
    """Things by a code."""
    return Source(f"SELECT thing AS id, 0 AS tier, 0.0 AS score, 1 AS fits FROM code WHERE {condition}", (*codes,))  # noqa: S608


def ranked(
    connection: sqlite3.Connection,
    sources: list[Source],
    narrowed: tuple[str, list[str | int]],
    part: tuple[int, int],
) -> list[int]:
    """The numbers of a part of what any source gives, narrowed by a condition on `thing`: so many, after so many."""
    condition, given = narrowed
    united = " UNION ALL ".join(f"SELECT * FROM ({source.query})" for source in sources)  # noqa: S608
    # Each source is read once and put together by number, so that the cost is that of sorting what fits.
    query = f"""
    WITH found AS MATERIALIZED ({united}), best AS MATERIALIZED (
      SELECT id, MIN(tier) AS tier, MIN(score) AS score FROM found GROUP BY id HAVING MAX(fits) = 1)
    SELECT thing.id FROM best CROSS JOIN thing ON thing.id = best.id WHERE {condition}
    ORDER BY best.tier, best.score * CASE WHEN best.tier = {_REST} THEN 1 ELSE {_NAMED} END - thing.weight, thing.iri
    LIMIT ? OFFSET ?"""  # noqa: S608
    values = [value for source in sources for value in source.given] + [*given, *part]
    return [number for (number,) in connection.execute(query, values)]


def _weight(field: str, language: str) -> float:
    name, _, tag = field.partition("_")
    return _FIELD_WEIGHTS[name] * (_OTHER_LANGUAGE if tag not in {"", language} else 1.0)
