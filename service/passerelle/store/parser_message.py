"""Makes the parser's message about a query readable: where it stopped, and what it expected there."""

import re

from passerelle.store.failures import Position, QuerySyntaxError

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
# Classes of characters, which run to many lines and help nobody.
_CLASS = re.compile(r"(?:, )?\[(?:'(?:\\.[^']*|.)'|[^\]'])*\]", re.DOTALL)


def syntax_error(error: SyntaxError) -> QuerySyntaxError:
    """The engine's syntax error as ours."""
    match = _PLACE.match(str(error))
    if match is None:
        return QuerySyntaxError(str(error))
    message = _CLASS.sub("", match[3]).strip()
    if message in {"expected", "expected one of"}:
        message = "this cannot stand here"
    return QuerySyntaxError(message, Position(int(match[1]), int(match[2])))
