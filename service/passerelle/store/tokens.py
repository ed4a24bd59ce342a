"""Splits a query into tokens (https://www.w3.org/TR/sparql11-query/#sparqlGrammar), for checks made before parsing.

The engine's parser knows no word boundaries: it reads `SERVICEex:a` as `SERVICE ex:a`. So names are kept whole here and
it is for the guard to look inside them.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
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


# Every character above ASCII is taken for a name character: elsewhere than in names, strings, IRIs and comments the
# grammar has none, so such a query is an error whichever way it is split.
_NAME = r"A-Za-z0-9_\u0080-\U0010FFFF"
_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LOCAL = rf"(?:[{_NAME}:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"
_PATTERNS = {
    "skip": r"[\x20\t\r\n]+|\#[^\r\n]*",
    TokenKind.IRI: rf"<(?:[^<>\"{{}}|^`\\\x00-\x20]|{_ESCAPE})*+>",
    TokenKind.STRING: r"'''(?:'{0,2}(?:[^'\\]|\\.))*+'''|" + r'"""(?:"{0,2}(?:[^"\\]|\\.))*+"""|'
    r"'(?:[^'\\\r\n]|\\.)*+'|" + r'"(?:[^"\\\r\n]|\\.)*+"',
    TokenKind.LANGUAGE: r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    TokenKind.VARIABLE: rf"[?$][{_NAME}]+",
    TokenKind.BLANK: rf"_:[{_NAME}](?:[{_NAME}.\-]*[{_NAME}\-])?",
    TokenKind.PREFIXED: rf"(?:[A-Za-z\u0080-\U0010FFFF](?:[{_NAME}.\-]*[{_NAME}\-])?)?:"
    rf"(?:{_LOCAL}(?:(?:{_LOCAL}|[.\-])*(?:{_LOCAL}|-))?)?",
    TokenKind.NUMBER: r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?",
    TokenKind.WORD: rf"[A-Za-z_\u0080-\U0010FFFF][{_NAME}]*",
    TokenKind.SIGN: r"<<|>>|&&|\|\||.",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()), re.DOTALL)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, white space and comments left out; a stray character is a token of its own."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is not None and kind != "skip":
            yield Token(TokenKind(kind), match.group(), match.start())


def decode_code_points(text: str) -> str:
    r"""The text with `\uXXXX` and `\UXXXXXXXX` replaced (https://www.w3.org/TR/sparql11-query/#codepointEscape).

    Escapes of no character are left as they stand.
    """

    def character(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number <= 0x10FFFF else match[0]

    return _CODE_POINT.sub(character, text)
