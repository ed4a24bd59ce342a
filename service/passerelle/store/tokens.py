"""Splits a query into tokens (https://www.w3.org/TR/sparql11-query/#sparqlGrammar), for checks made before parsing.

The engine's parser knows no word boundaries: it reads `SERVICEex:a` as `SERVICE ex:a`. So names are kept whole here and
it is for the guard to look inside them.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from string import ascii_letters, digits
from typing import NamedTuple


class TokenKind(StrEnum):
    """What a token is, as far as the guard must know."""

    IRI = "iri"
    STRING = "string"
    LANGUAGE = "language"
    VARIABLE = "variable"
    BLANK = "blank"
    PREFIXED = "prefixed"
    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"


class Token(NamedTuple):
    """A token, its text as written, and where it starts."""

    kind: TokenKind
    text: str
    offset: int


def _one_of(ascii_ones: str) -> str:
    """The pattern of one of these characters, or of any above ASCII.

    Elsewhere than in names, strings, IRIs and comments the grammar has none of those, so such a query is an error
    whichever way it is split. It is written as what it is not, which takes far less time to compile.
    """
    return f"[^{''.join(re.escape(chr(code)) for code in range(128) if chr(code) not in ascii_ones)}]"


_NAMES = f"{ascii_letters}{digits}_"
_NAME, _INNER, _LAST = _one_of(_NAMES), _one_of(f"{_NAMES}.-"), _one_of(f"{_NAMES}-")
_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
# The engine ends a local name before the second full stop or row of them: `ex:a.b.SERVICE` goes on with a keyword.
_LOCAL = rf"(?:{_one_of(f'{_NAMES}:')}|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"
_PATTERNS = {
    "skip": r"[\x20\t\r\n]+|\#[^\r\n]*",
    TokenKind.IRI: rf"<(?:[^<>\"{{}}|^`\\\x00-\x20]|{_ESCAPE})*+>",
    TokenKind.LANGUAGE: r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    TokenKind.VARIABLE: rf"[?$]{_NAME}+",
    TokenKind.BLANK: rf"_:{_NAME}(?:{_INNER}*{_LAST})?",
    TokenKind.PREFIXED: rf"(?:{_one_of(ascii_letters)}(?:{_INNER}*{_LAST})?)?:"
    rf"(?:{_LOCAL}(?:{_LOCAL}|-)*+(?:\.+(?:{_LOCAL}|-)++)?)?",
    TokenKind.NUMBER: r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+",
    TokenKind.WORD: rf"{_one_of(f'{ascii_letters}_')}{_NAME}*",
    TokenKind.SIGN: r"<<|>>|&&|\|\||.",
}


def _compiled(*kinds: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{kind}>{_PATTERNS[kind]})" for kind in kinds), re.DOTALL)


IRI = _compiled(TokenKind.IRI)


_TOKEN = _compiled(*_PATTERNS)
_TOKEN_BUT_PREFIXED = _compiled(*(kind for kind in _PATTERNS if kind != TokenKind.PREFIXED))
_KINDS: dict[str | None, TokenKind] = {kind.value: kind for kind in TokenKind}
# What can stand before the colon of a prefixed name.
_RUN = re.compile(rf"{_INNER}*+")
# What can stand between the quotes of a string. A wrong escape, as that of half a character, ends a string in three
# quotes: the engine then takes two of them for an empty string, and reads on. With one quote it is an error either way.
_ESCAPED = (
    r"\\[tbnrf\"'\\]|\\u(?![dD][89a-fA-F])[0-9A-Fa-f]{4}"
    r"|\\U(?:0000(?![dD][89a-fA-F])|000[1-9A-Fa-f]|0010)[0-9A-Fa-f]{4}"
)
_INSIDE = {
    "'''": re.compile(rf"(?:'{{0,2}}(?:[^'\\]|{_ESCAPED}))*+"),
    '"""': re.compile(rf'(?:"{{0,2}}(?:[^"\\]|{_ESCAPED}))*+'),
    "'": re.compile(r"(?:[^'\\\r\n]|\\.)*+", re.DOTALL),
    '"': re.compile(r'(?:[^"\\\r\n]|\\.)*+', re.DOTALL),
}
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, white space and comments left out; a stray character is a token of its own.

    The time is linear in the length of the text: a regular expression alone would look for the colon of a prefixed
    name, or for the end of a string, again from each place in `a.a.a.…` or in an unclosed string of escaped quotes.
    """
    strings = _Strings(text)
    position = run_end = 0
    prefixed = False
    while position < len(text):
        end = strings.end(position) if text[position] in "'\"" else 0
        if end:
            yield Token(TokenKind.STRING, text[position:end], position)
            position = end
            continue
        if position >= run_end:
            run_end = _end(_RUN, text, position)
            prefixed = text.startswith(":", run_end) and not text.endswith(".", position, run_end)
        match = (_TOKEN if prefixed else _TOKEN_BUT_PREFIXED).match(text, position)
        if match is None:  # pragma: no cover - any character is at least a sign
            return
        kind = _KINDS.get(match.lastgroup)
        if kind:
            yield Token(kind, match.group(), position)
        position = match.end()


class _Strings:
    """Finds the ends of strings, and remembers up to where those that never close cannot close either."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._hopeless: dict[str, int] = {}

    def end(self, position: int) -> int:
        """The position after the string that opens there, or 0."""
        for quotes, inside in _INSIDE.items():
            if self._text.startswith(quotes, position) and position >= self._hopeless.get(quotes, 0):
                end = _end(inside, self._text, position + len(quotes))
                if self._text.startswith(quotes, end):
                    return end + len(quotes)
                # A quote on the way there is escaped, so that a string from there runs into the same end.
                self._hopeless[quotes] = end
        return 0


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def declared(found: Iterable[Token]) -> frozenset[str]:
    """The prefixes that a query declares, also where the engine reads `PREFIXex:` as a declaration of `ex:`."""
    names: set[str] = set()
    previous = ""
    for token in found:
        if token.kind is TokenKind.PREFIXED:
            name = token.text.partition(":")[0]
            if previous == "PREFIX":
                names.add(name)
            elif name.upper().startswith("PREFIX"):
                names.add(name[len("PREFIX") :])
        previous = token.text.upper()
    return frozenset(names)


def undeclared(found: Iterable[Token]) -> dict[str, Token]:
    """The prefixes that a query uses and does not declare, each with the first name that uses it."""
    used: dict[str, Token] = {}
    declared: set[str] = set()
    previous = ""
    for token in found:
        if token.kind is TokenKind.PREFIXED:
            prefix = token.text.partition(":")[0]
            if previous == "PREFIX":
                declared.add(prefix)
            else:
                used.setdefault(prefix, token)
        previous = token.text.upper()
    return {prefix: token for prefix, token in used.items() if prefix not in declared}


def decode_code_points(text: str) -> str:
    r"""The text with `\uXXXX` and `\UXXXXXXXX` replaced (https://www.w3.org/TR/sparql11-query/#codepointEscape).

    Escapes of no character are left as they stand.
    """

    def character(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number <= 0x10FFFF else match[0]

    return _CODE_POINT.sub(character, text)
