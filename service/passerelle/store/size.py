"""Refuses queries too deep or too long for the engine's parser and planner, which would take the process down."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from passerelle.store.failures import QueryRefusedError
from passerelle.store.tokens import IRI, Token, TokenKind

# Measured on the engine: some 2,240 nested groups overflow its stack and abort the process.
MAX_DEPTH = 100
# Planning time grows with the cube of the patterns joined: 150 take 5 s of CPU, 200 take 12 s, 1,000 take minutes.
MAX_PATTERNS = 150
# Chains of operators are parsed by recursion as well: 5,000 pass, 100,000 abort.
MAX_OPERATORS = 1_000
# The parser reads arguments twice, at each level, where the last one may be left out: 16 levels take 0.2 s of CPU, 20
# take 2 s, 40 would take weeks.
MAX_REREAD = 16

_REREAD = ("REGEX", "REPLACE", "SUBSTR", "GROUP_CONCAT")
_CLOSING = {"{": "}", "(": ")", "[": "]", "<<": ">>"}
_TERMS = frozenset(TokenKind) - {TokenKind.WORD, TokenKind.SIGN, TokenKind.LANGUAGE}
_BOOLEANS = frozenset({"TRUE", "FALSE"})


def bounded(text: str, tokens: Iterable[Token]) -> Iterator[Token]:
    """The same tokens, as long as there are not too many of those that the parser recurses on or the planner joins.

    They are counted one by one, never less than there is, so that a megabyte of brackets costs no more than a hundred.

    Raises:
        QueryRefusedError: there is too much of it, or a `<` that may be a sign or the start of an IRI hides how much.
    """
    count = _Counting()
    for token in tokens:
        if count.hides(text, token):
            line = text.count("\n", 0, token.offset) + 1
            raise QueryRefusedError(f"The sign < on line {line} can be read in two ways.", "Put a space after it.")
        count.take(token)
        count.check()
        yield token


# What comes next in a triple; elsewhere is what is no part of one, or not surely.
_SUBJECT, _VERB, _OBJECT, _ELSEWHERE = 0, 1, 2, 4
_NOTHING = Token(TokenKind.SIGN, "", 0)


@dataclass
class _Frame:
    """An open bracket; `free` where many members cost nothing: rows of data and templates of CONSTRUCT.

    `reread` is how many brackets, with this one, hold arguments that are read twice. `terms` tells that it is a
    collection or a triple term, where `<` always opens an IRI. `place` is what comes next of a triple in it.
    """

    sign: str
    free: bool
    reread: int
    terms: bool = False
    place: int = _ELSEWHERE


@dataclass
class _Counting:
    frames: list[_Frame] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)
    previous: Token = field(default=_NOTHING)
    data_next: bool = False
    describes: bool = False

    def take(self, token: Token) -> None:
        if self._lists_terms and not self._free and self._ends_term and _begins_term(token):
            # Members of a collection are two patterns each; the things that DESCRIBE lists are patterns as well.
            self.numbers["patterns"] += 2 if self.frames else 1
        if self.frames:
            self.frames[-1].place = _place_after(token, self.frames[-1].place)
        if token.kind is TokenKind.SIGN:
            self._take_sign(token.text)
        elif token.kind is TokenKind.WORD:
            word = token.text.upper()
            self.data_next = self.data_next or word == "VALUES"
            self.numbers["patterns"] += word.endswith("AS")
            self.numbers["operators"] += word.endswith("FILTER")
        self.describes = self.describes or token.text[:8].upper() == "DESCRIBE"
        if self._ambiguous(token):
            self.numbers["patterns"] += sum(token.text.count(sign) for sign in ".;,/")
            self.numbers["operators"] += sum(token.text.count(sign) for sign in "!&+-*=")
        self.previous = token

    def hides(self, text: str, token: Token) -> bool:
        """Whether the token would hide strings, comments or brackets if it were no IRI but `<` and an expression.

        So would `<<`, if it were `<` and an IRI.
        """
        if token.text == "<<":
            return self._may_compare and IRI.match(text, token.offset + 1) is not None
        return self._ambiguous(token) and any(sign in token.text for sign in "'#()")

    def check(self) -> None:
        depth = len(self.frames)
        _refuse_above(depth, MAX_DEPTH, "is nested too deeply", "levels")
        reread = self.frames[-1].reread if self.frames else 0
        _refuse_above(reread, MAX_REREAD, "is nested too deeply", f"levels of {', '.join(_REREAD)}")
        _refuse_above(self.numbers["patterns"], MAX_PATTERNS, "is too long", "patterns, clauses and path steps")
        _refuse_above(self.numbers["operators"], MAX_OPERATORS, "is too long", "operators and filters")

    @property
    def _inner(self) -> str:
        return self.frames[-1].sign if self.frames else ""

    @property
    def _ends_term(self) -> bool:
        token = self.previous
        return _is_term(token) or token.kind is TokenKind.LANGUAGE or token.text in {")", "]", ">>"}

    @property
    def _opens_terms(self) -> bool:
        """Whether a parenthesis here opens a collection, as the subject or object of a triple, or a triple term."""
        if not self.frames:
            return False
        inner = self.frames[-1]
        in_triple = inner.sign in {"{", "["} and inner.place in {_SUBJECT, _OBJECT}
        return in_triple or inner.terms or self.previous.text == "<<"

    @property
    def _lists_terms(self) -> bool:
        return self._inner == "(" or (not self.frames and self.describes)

    @property
    def _free(self) -> bool:
        return bool(self.frames) and self.frames[-1].free

    def _ambiguous(self, token: Token) -> bool:
        """After an operand in parentheses, `<a>` is an IRI in a collection but `<` is a sign in an expression."""
        return token.kind is TokenKind.IRI and self._may_compare

    @property
    def _may_compare(self) -> bool:
        """Whether an expression may go on here, and not only begin."""
        kind, text = self.previous.kind, self.previous.text
        if kind is TokenKind.WORD:
            after_operand = text.upper().endswith(("TRUE", "FALSE"))
        else:
            after_operand = kind is not TokenKind.SIGN or text in _CLOSING.values()
        return after_operand and self._inner == "(" and not self._free and not self.frames[-1].terms

    def _take_sign(self, sign: str) -> None:
        if sign in _CLOSING:
            opens_data = sign in {"{", "("} and self.data_next
            opens_template = sign == "{" and self.previous.text.upper() == "CONSTRUCT"
            self.numbers["operators"] += sign == "(" and not self._free
            self.numbers["patterns"] += sign in {"{", "[", "<<"} and not self._free
            reread = self.frames[-1].reread if self.frames else 0
            reread += sign == "(" and self.previous.text.upper().endswith(_REREAD)
            terms = sign == "(" and self._opens_terms
            if self.frames:
                self.frames[-1].place = _ELSEWHERE if sign == "{" else min(self.frames[-1].place + 1, _ELSEWHERE)
            place = {"{": _SUBJECT, "[": _VERB}.get(sign, _ELSEWHERE)
            self.frames.append(_Frame(sign, self._free or opens_data or opens_template, reread, terms, place))
            self.data_next = self.data_next and sign != "{"
        elif self.frames and sign == _CLOSING[self._inner]:
            self.frames.pop()
        elif sign in {".", ";", ","} and self._inner in {"{", "["}:
            self.numbers["patterns"] += not self._free
        elif sign in {"/", "^"}:
            self.numbers["patterns"] += 1
        elif sign == "~" or (sign == "|" and self.previous.text == "{"):
            # A reifier, or an annotation, is a pattern besides what it holds.
            self.numbers["patterns"] += not self._free
        elif sign != ",":
            self.numbers["operators"] += 1


def _is_term(token: Token) -> bool:
    return token.kind in _TERMS or (token.kind is TokenKind.WORD and token.text.upper() in _BOOLEANS)


def _begins_term(token: Token) -> bool:
    return _is_term(token) or (token.kind is TokenKind.SIGN and token.text in {"(", "[", "<<"})


def _place_after(token: Token, place: int) -> int:
    """What comes next of a triple after this token; brackets see to themselves, and a path is a verb."""
    if token.kind is TokenKind.SIGN:
        ends = {".": _SUBJECT, ";": _VERB, ",": _OBJECT}
        if place == _VERB:
            ends |= {"^": _VERB, "!": _VERB}
        elif place == _OBJECT:
            ends |= {"/": _VERB, "|": _VERB, "*": _OBJECT, "+": _OBJECT, "?": _OBJECT}
        return ends.get(token.text, place if token.text in _CLOSING else _ELSEWHERE)
    if _is_term(token) or token.text == "a":
        return min(place + 1, _ELSEWHERE)
    return place if token.kind is TokenKind.LANGUAGE else _ELSEWHERE


def _refuse_above(number: int, limit: int, what: str, unit: str) -> None:
    if number > limit:
        raise QueryRefusedError(f"The query {what}: more than {limit:,} {unit}.", "Split it into several queries.")
