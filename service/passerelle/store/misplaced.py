"""Finds the token at which a query goes wrong, and what is expected there.

The engine's parser tries a keyword by reading on as many characters as it has, and reports the furthest place read: in
`?a ?b ;; …` the error lies after `OPTIONAL`, tried at `?a`. A text that may still go on, though, fails only where it
ends. So the shortest beginning of the query that fails before its end is looked for, and its last token is the culprit.
"""

import re
from collections.abc import Sequence

from pyoxigraph import Store

from passerelle.namespaces import BASE
from passerelle.store.tokens import Token

# Longer than any keyword, so that reading one on does not reach the end; then a sign that no grammar takes.
_ROOM = " " * 32
_NO_SIGN = "\x01"
# It takes a parse for each bit of the number of tokens; beyond this the parser's own place has to do.
_LONGEST = 20_000
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def misplaced(text: str, tokens: Sequence[Token]) -> Token | None:
    """The first token that cannot stand where it does; None if the query ends too early, or its meaning is at fault."""
    if len(text) > _LONGEST or not tokens or _may_go_on(text):
        return None
    good, bad = 0, len(tokens)
    while bad - good > 1:
        middle = (good + bad) // 2
        last = tokens[middle - 1]
        if _may_go_on(text[: last.offset + len(last.text)]):
            good = middle
        else:
            bad = middle
    return tokens[bad - 1]


def expected_after(text: str) -> str:
    """What the parser expects after a beginning of a query, in its own words."""
    try:
        Store().query(text + _ROOM, base_iri=BASE)
    except SyntaxError as error:
        match = _PLACE.match(str(error))
        return match[3] if match else ""
    except (OSError, RuntimeError, ValueError):
        return ""
    return ""


def _may_go_on(beginning: str) -> bool:
    whole = beginning + _ROOM + _NO_SIGN
    try:
        Store().query(whole, base_iri=BASE)
    except SyntaxError as error:
        match = _PLACE.match(str(error))
        return match is None or _offset(whole, int(match[1]), int(match[2])) >= len(whole) - 1
    except (OSError, RuntimeError, ValueError):
        return True
    return True


def _offset(text: str, line: int, column: int) -> int:
    """The offset of a place; to the parser only a line feed ends a line."""
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return start + column - 1
