"""Points at the place where a query breaks the grammar."""

import re
import unicodedata

from passerelle.escaping import harmless
from passerelle.sparql.prefixes import with_prefixes
from passerelle.store.failures import Position, QuerySyntaxError, StoreError

# What the parser counts as the end of a line; Python's own splitting knows more of them.
_LINE_END = re.compile(r"\r?\n")
# A line is shown from about here before the place to there behind it.
_AROUND = 60


def point_out(error: QuerySyntaxError, text: str, name: str = "") -> StoreError:
    """The same error with its line and a caret below the place; lines of added prefixes are not counted.

    `name` says which file or example the text is from, if it is not at hand.
    """
    if error.position is None:
        return error
    added = with_prefixes(text).count("\n") - text.count("\n")
    place = Position(error.position.line - added, error.position.column)
    source = f"{name}, " if name else ""
    where = f"{source}line {place.line}, column {place.column}: {harmless(error.message)}"
    lines = _LINE_END.split(text)
    if not 0 < place.line <= len(lines):
        return StoreError(where)
    before, after = lines[place.line - 1][: place.column - 1], lines[place.line - 1][place.column - 1 :]
    if len(before) > _AROUND:
        before = f"…{before[-_AROUND:]}"
    if len(after) > _AROUND:
        after = f"{after[:_AROUND]}…"
    return StoreError(f"{where}\n  {harmless(before + after)}\n  {_blank(before)}^")


def _blank(text: str) -> str:
    """White space as wide as the text: a tab for a tab, two spaces for a wide character, none for a combining one."""
    return "".join("\t" if character == "\t" else " " * _width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
