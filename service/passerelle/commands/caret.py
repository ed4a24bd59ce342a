"""Points at the place where a query breaks the grammar."""

import re
import unicodedata

from passerelle.commands.terminal import harmless
from passerelle.sparql.prefixes import with_prefixes
from passerelle.store.failures import QuerySyntaxError, StoreError

# What the parser counts as the end of a line; Python's own splitting knows more of them.
_LINE_END = re.compile(r"\r?\n")


def point_out(error: QuerySyntaxError, text: str) -> StoreError:
    """The same error with its line and a caret below the place; lines of added prefixes are not counted."""
    if error.position is None:
        return error
    line = error.position.line - (with_prefixes(text).count("\n") - text.count("\n"))
    lines = _LINE_END.split(text)
    where = f"line {line}, column {error.position.column}: {error.message}"
    if not 0 < line <= len(lines):
        return StoreError(where)
    shown = lines[line - 1]
    return StoreError(f"{where}\n  {harmless(shown)}\n  {_blank(shown[: error.position.column - 1])}^")


def _blank(text: str) -> str:
    """White space as wide as the text: a tab for a tab, two spaces for a wide character, none for a combining one."""
    return "".join("\t" if character == "\t" else " " * _width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
