"""From what is typed to what is looked up: nothing that is typed is ever read as a query of the index."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from passerelle.discovery.spelling import correction
from passerelle.discovery.words import folded_words, stem, telling

# More words than anybody searches for; the rest is set aside.
_MOST_WORDS = 12
_MOST_FORMS = 40
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Wanted:
    """A word that is looked for: the words of the index that will do, and what a word that will do may begin with."""

    word: str
    forms: tuple[str, ...]
    beginning: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the index has any such word."""
        return bool(self.forms or self.beginning)

    @property
    def expression(self) -> str:
        """It for FTS5, each word in quotes (https://www.sqlite.org/fts5.html#fts5_strings): none has any in it."""
        found = [f'"{form}"' for form in self.forms]
        found += [f'"{self.beginning}"*'] if self.beginning else []
        return f"({' OR '.join(found)})"

    def fits(self, word: str) -> bool:
        """Whether a word of a text, folded, will do."""
        return word in self.forms or bool(self.beginning and word.startswith(self.beginning))


@dataclass(frozen=True)
class Plan:
    """What is looked for: all of the words, or any of them.

    `corrected` is what was looked for in place of what was typed, as a person would write it, where that is another.
    """

    wanted: tuple[Wanted, ...] = ()
    partial: bool = False
    corrected: str = ""

    @property
    def expression(self) -> str:
        """It for FTS5; empty where nothing is looked for, or a word of it is nowhere."""
        # A single letter or figure alone is no result.
        known = [word for word in self.wanted if word.is_known and (len(word.word) > 1 or not self.partial)]
        if not known or (len(known) < len(self.wanted) and not self.partial):
            return ""
        return (" OR " if self.partial else " AND ").join(word.expression for word in known)


def make_plan(connection: sqlite3.Connection, text: str, *, typing: bool = False) -> Plan:
    """The first of some ways to understand a search that finds anything.

    They are: all words, in any number or gender; the last one as a beginning; without slips; any of the words.

    Args:
        connection: to the index.
        text: what is typed.
        typing: whether it may be unfinished, so that the last word is a beginning at once, and one word is not enough.
    """
    typed = telling(folded_words(text)[:_MOST_WORDS])
    plans = list[Plan]()
    for plan in _ways(connection, typed, typing=typing):
        if finds(connection, plan):
            return plan
        plans.append(plan)
    return plans[0] if plans else Plan()


def _ways(connection: sqlite3.Connection, typed: list[str], *, typing: bool) -> Iterator[Plan]:
    if not typing:
        yield Plan(_look_up(connection, typed))
    yield Plan(_look_up(connection, typed, beginning=True))
    meant = correction(connection, typed, lambda word: _look_up(connection, [word], beginning=True)[0].is_known)
    if meant is not None:
        written = " ".join(word.written for word in meant)
        yield Plan(_look_up(connection, [word.word for word in meant], beginning=typing), corrected=written)
    if not typing:
        yield Plan(_look_up(connection, typed), partial=True)


def finds(connection: sqlite3.Connection, plan: Plan) -> bool:
    """Whether anything fits."""
    query = "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1"
    return bool(plan.expression and connection.execute(query, (plan.expression,)).fetchone())


def whole_and_stems(text: str) -> tuple[str, str]:
    """A text as a name is kept: its words, and their stems."""
    found = folded_words(text)
    return " ".join(found), " ".join(map(stem, found))


def _look_up(connection: sqlite3.Connection, words: list[str], *, beginning: bool = False) -> tuple[Wanted, ...]:
    """What is looked for by some words, of which the last may be a beginning."""
    last = len(words) - 1
    return tuple(_wanted(connection, word, beginning and place == last) for place, word in enumerate(words))


def _wanted(connection: sqlite3.Connection, word: str, beginning: bool) -> Wanted:
    """A word; as a beginning as well where it is one, or where there is no such word."""
    found = connection.execute("SELECT word FROM vocabulary WHERE stem = ? LIMIT ?", (stem(word), _MOST_FORMS))
    forms = tuple(form for (form,) in found)
    if forms and not beginning:
        return Wanted(word, forms)
    query = "SELECT 1 FROM vocabulary WHERE word >= ? AND word < ? LIMIT 1"
    is_beginning = connection.execute(query, (word, word + _LAST)).fetchone()
    return Wanted(word, forms, word if is_beginning else "")
