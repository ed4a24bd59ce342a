"""Makes the parser's message about a query readable: what is wrong, where, and what was expected there."""

import re
from collections.abc import Iterable, Iterator, Sequence

from passerelle.near import near
from passerelle.store.failures import Position, QuerySyntaxError
from passerelle.store.misplaced import expected_after, misplaced
from passerelle.store.tokens import Token, TokenKind, undeclared

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
# Classes of characters, which run to many lines and help nobody.
_CLASS = re.compile(r"(?:, )?\[(?:'(?:\\.[^']*|.)'|[^\]'])*\]", re.DOTALL)
# An explanation in words, which the parser puts among the words of SPARQL that it expected.
_EXPLANATION = re.compile(r"[A-Z]\w+ \S")
_QUOTED = re.compile(r'"((?:\\.|[^"\\])+)"')
# Of all signs that the parser may expect, those that help.
_SIGNS = ("{", "}", "(", ")", "[", "]", ".", ";", ",", "*", "=")
# Where a term is expected these only say how one may begin or go on.
_OPENING = frozenset("([.*=")
_BRACKETS = {"{": "}", "(": ")", "[": "]"}
_QUOTES = {"'", '"'}
# How like a keyword a word is that was meant to be it.
_LIKE = 0.75
_KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        """
    SELECT ASK CONSTRUCT DESCRIBE PREFIX BASE DISTINCT REDUCED WHERE FROM NAMED GROUP BY HAVING ORDER LIMIT OFFSET
    OPTIONAL GRAPH FILTER BIND VALUES UNION MINUS EXISTS NOT UNDEF AS ASC DESC COUNT SUM MIN MAX AVG SAMPLE STR LANG
    GROUP_CONCAT LANGMATCHES DATATYPE BOUND IRI CONCAT STRLEN UCASE LCASE CONTAINS STRSTARTS STRENDS STRBEFORE REGEX
    REPLACE COALESCE SUBSTR STRAFTER YEAR MONTH DAY SAMETERM ISIRI ISBLANK ISLITERAL ISNUMERIC STRLANG STRDT
        """,
    )
)


def syntax_error(error: SyntaxError, text: str = "", tokens: Iterable[Token] = ()) -> QuerySyntaxError:
    """The engine's syntax error as ours; with the query and its tokens, the place is the token at fault."""
    match = _PLACE.match(str(error))
    if match is None:
        return QuerySyntaxError(str(error))
    place = Position(int(match[1]), int(match[2]))
    fault = _fault(text, list(tokens), match[3], place)
    if fault is None:
        return QuerySyntaxError(_explanation(match[3]) or _plain(match[3]), place)
    message, offset = fault
    return QuerySyntaxError(message, place if offset is None else position_of(text, offset))


def _fault(text: str, found: list[Token], message: str, place: Position) -> tuple[str, int | None] | None:
    """What is wrong and at which offset, None for the parser's own place; None if the parser knows best."""
    explained = _explanation(message)
    culprit = misplaced(text, found)
    end = position_of(text, culprit.offset) if culprit else place
    for prefix, token in sorted(undeclared(found).items(), key=lambda item: item[1].offset):
        if _before(position_of(text, token.offset), end):
            return f"the prefix {prefix}: is not declared", token.offset
    for token in found:
        if token.kind is TokenKind.SIGN and token.text in _QUOTES and (not culprit or token.offset <= culprit.offset):
            return "the string that opens here is not closed", token.offset
    if culprit:
        is_iri = culprit.kind is TokenKind.IRI
        return (explained if explained and not is_iri else _about(text, culprit, found)), culprit.offset
    if explained or not text.strip():
        return None
    for opening in reversed(_open(found, len(text))):
        return f"the “{opening.text}” that opens here is not closed", opening.offset
    return _too_early(text, found), None


def position_of(text: str, offset: int) -> Position:
    """The line and column of an offset."""
    return Position(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _before(one: Position, other: Position) -> bool:
    return (one.line, one.column) <= (other.line, other.column)


def _explanation(message: str) -> str:
    parts = re.sub("^expected (?:one of )?", "", _CLASS.sub("", _QUOTED.sub("", message))).split(", ")
    return next((part.strip() for part in parts if _EXPLANATION.match(part)), "")


def _plain(message: str) -> str:
    plain = _CLASS.sub("", message).strip()
    return "this cannot stand here" if plain in {"expected", "expected one of", "expected <unreported>"} else plain


def _about(text: str, culprit: Token, found: Sequence[Token]) -> str:
    """Why a token cannot stand where it does, and what can."""
    return next(_reasons(text, culprit, found))


def _reasons(text: str, culprit: Token, found: Sequence[Token]) -> Iterator[str]:
    """What can be said of a misplaced token, the most telling first."""
    message = expected_after(text[: culprit.offset])
    if culprit.kind is TokenKind.IRI and '"<"' in message:
        yield f"{culprit.text} is no IRI"
    for said in (message, expected_after(text[: culprit.offset + len(culprit.text)])):
        if explained := _explanation(said):
            yield explained
    name = culprit.text[:60]
    if name in _BRACKETS.values() and not _open(found, culprit.offset):
        yield f"“{name}” closes nothing"
    if culprit.kind is TokenKind.BLANK:
        yield f"“{name}” cannot stand here: a blank node belongs to one group of patterns"
    index = found.index(culprit)
    before, after = found[:index][-1:], found[index + 1 :][:1]
    if culprit.kind is TokenKind.WORD and name.upper() not in _KEYWORDS:
        for meant in near(name, _KEYWORDS, 1, cutoff=_LIKE):
            yield f"“{name}” cannot stand here; did you mean {meant}?"
        if after and after[0].text == "(":
            yield f"SPARQL has no function {name}"
    wanted = "BY" if before and before[0].text.upper() in {"GROUP", "ORDER"} else _wanted(message)
    yield f"“{name}” cannot stand here" + (f"; expected {wanted}" if wanted else "")


def _too_early(text: str, found: Sequence[Token]) -> str:
    if not found:
        return "the query is empty"
    wanted = _wanted(expected_after(text))
    return "the query ends too early" + (f"; expected {wanted}" if wanted else "")


def _open(found: Sequence[Token], until: int) -> list[Token]:
    """The brackets that are open at an offset."""
    still_open: list[Token] = []
    for token in found:
        if token.offset >= until or token.kind is not TokenKind.SIGN:
            continue
        if token.text in _BRACKETS:
            still_open.append(token)
        elif still_open and token.text == _BRACKETS[still_open[-1].text]:
            still_open.pop()
    return still_open


def _wanted(message: str) -> str:
    """What the parser expects, in a few words: a term where many signs may open one, then brackets and the like."""
    signs = set(_QUOTED.findall(message))
    words: list[str] = []
    if {"?", '\\"'} <= signs:
        words.append("a term")
    elif {"?", "<"} <= signs:
        words.append("a variable or an IRI")
    elif "?" in signs:
        words.append("a variable")
    elif '\\"' in signs:
        words.append("a value")
    elif "<" in signs and "!=" not in signs:
        words.append("an IRI")
    elif "'0'..='9'" in message:
        words.append("a number")
    if "!=" in signs:
        words.append("an operator")
    words += [f"“{sign}”" for sign in _SIGNS if sign in signs and not (words and sign in _OPENING)]
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
