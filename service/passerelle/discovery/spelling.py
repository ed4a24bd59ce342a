"""Slips of the keyboard: the words of the index that may have been meant by ones that it does not have."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher

from passerelle.discovery.words import edits, skeleton

# One slip makes another acronym of a shorter word, and a longer one is no word.
_SHORTEST, _LONGEST = 5, 30
# The parts of words that were written in one must say something each.
_SHORTEST_PART = 3


@dataclass(frozen=True)
class Meant:
    """A word that may have been meant, as it is compared and as it is written."""

    word: str
    written: str


def correction(connection: sqlite3.Connection, typed: list[str], is_known: Callable[[str], bool]) -> list[Meant] | None:
    """The words that may have been meant; None where all are known, or one of the others is like none."""
    found: list[Meant] = []
    for word in typed:
        likest = [Meant(word, word)] if is_known(word) else _likest(connection, word) or _parts(connection, word)
        if not likest:
            return None
        found += likest
    return None if [word.word for word in found] == typed else found


def _likest(connection: sqlite3.Connection, word: str) -> list[Meant]:
    """The one word that is one slip away; of several the one that is most like it, then the commonest."""
    if not (_SHORTEST <= len(word) <= _LONGEST and word.isascii() and word.isalpha()):
        return []
    bones = skeleton(word)
    if len(bones) < _SHORTEST - 1:
        return []
    query = "SELECT word, written, number FROM vocabulary WHERE skeleton IN (SELECT value FROM json_each(?))"
    rows = connection.execute(query, (json.dumps([bones, *edits(bones)]),)).fetchall()
    if not rows:
        return []
    best = max(rows, key=lambda row: (SequenceMatcher(None, word, row[0]).ratio(), row[2], row[0]))
    return [Meant(best[0], best[1])]


def _parts(connection: sqlite3.Connection, word: str) -> list[Meant]:
    """Two words that were written in one, as `bacpro`; of several pairs the commonest."""
    pairs = [(word[:at], word[at:]) for at in range(_SHORTEST_PART, min(len(word), _LONGEST) - _SHORTEST_PART + 1)]
    query = "SELECT word, written, number FROM vocabulary WHERE word IN (SELECT value FROM json_each(?))"
    rows = connection.execute(query, (json.dumps([part for pair in pairs for part in pair]),)).fetchall()
    known = {row[0]: row for row in rows}
    whole = [(known[head], known[tail]) for head, tail in pairs if head in known and tail in known]
    if not whole:
        return []
    best = max(whole, key=lambda pair: min(pair[0][2], pair[1][2]))
    return [Meant(part[0], part[1]) for part in best]
