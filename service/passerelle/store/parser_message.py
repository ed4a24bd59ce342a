"""Makes the parser's message about a query readable: where it stopped, and what it expected there."""

import re
from collections.abc import Iterable

from passerelle.store.failures import Position, QuerySyntaxError
from passerelle.store.tokens import Token, undeclared

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
# Classes of characters, which run to many lines and help nobody.
_CLASS = re.compile(r"(?:, )?\[(?:'(?:\\.[^']*|.)'|[^\]'])*\]", re.DOTALL)
# An explanation in words, which the parser puts among the words of SPARQL that it expected.
_EXPLANATION = re.compile(r"[A-Z]\w* [A-Za-z]+\b")


def syntax_error(error: SyntaxError, text: str = "", tokens: Iterable[Token] = ()) -> QuerySyntaxError:
    """The engine's syntax error as ours.

    About a prefix that is not declared the engine says only what else might stand there, so that a query and its
    tokens are searched for one first.
    """
    missing = min(undeclared(tokens).items(), key=lambda item: item[1].offset, default=None)
    match = _PLACE.match(str(error))
    if match and missing:
        position = _position(text, missing[1].offset)
        if (position.line, position.column) <= (int(match[1]), int(match[2])):
            return QuerySyntaxError(f"the prefix {missing[0]}: is not declared", position)
    if match is None:
        return QuerySyntaxError(str(error))
    message = _CLASS.sub("", match[3]).strip()
    if message in {"expected", "expected one of", "expected <unreported>"}:
        message = "this cannot stand here"
    explained = [part for part in re.sub("^expected (?:one of )?", "", message).split(", ") if _EXPLANATION.match(part)]
    message = explained[0] if explained else message
    return QuerySyntaxError(message, Position(int(match[1]), int(match[2])))


def _position(text: str, offset: int) -> Position:
    return Position(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
