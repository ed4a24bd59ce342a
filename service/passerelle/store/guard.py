"""Looks at a query before the engine does: refuses what reaches out, updates, or would bring the process down."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from passerelle.store.failures import QueryRefusedError
from passerelle.store.size import bounded
from passerelle.store.tokens import Token, TokenKind, decode_code_points, tokens

_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})


class QueryForm(StrEnum):
    """The four query forms (https://www.w3.org/TR/sparql11-query/#QueryForms)."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_graph(self) -> bool:
        """Whether the result is a graph and not a table or a truth value."""
        return self in {QueryForm.CONSTRUCT, QueryForm.DESCRIBE}


@dataclass(frozen=True)
class Outline:
    """What the guard learns of a query: its form (None if it shows none) and the tokens it is made of."""

    form: QueryForm | None
    tokens: tuple[Token, ...]


def inspect(text: str) -> Outline:
    """Check a query and tell its form.

    Raises:
        QueryRefusedError: it uses SERVICE, is an update, or is nested too deeply or too long to be planned.
    """
    form = _form(tokens(text))
    found = tuple(bounded(text, tokens(text)))
    for view in (found, tuple(tokens(decode_code_points(text)))) if "\\" in text else (found,):
        _refuse_service(text, view)
    return Outline(form, found)


def _refuse_service(text: str, found: tuple[Token, ...]) -> None:
    """Refuse SERVICE in any shape, glued to its neighbours too, as the engine reads `trueSERVICEex:a{` as a call."""
    for index, token in enumerate(found):
        if token.kind in {TokenKind.WORD, TokenKind.LANGUAGE}:
            hit = "service" in token.text.lower()
        elif token.kind is TokenKind.PREFIXED and "service" in token.text.partition(":")[0].lower():
            names_graph = index > 0 and found[index - 1].text.upper() == "GRAPH"
            hit = not names_graph and index + 1 < len(found) and found[index + 1].text == "{"
        else:
            hit = False
        if hit:
            line = text.count("\n", 0, token.offset) + 1
            raise QueryRefusedError(
                f"The query calls another endpoint (SERVICE, line {line}).",
                "This service answers from its own graph only: leave SERVICE out, or ask each endpoint by itself.",
            )


def _form(found: Iterable[Token]) -> QueryForm | None:
    for token in found:
        word = token.text.upper()
        if token.kind is not TokenKind.WORD or word in {"PREFIX", "BASE", "VERSION"}:
            continue
        if word in _UPDATES:
            raise QueryRefusedError(
                f"{word} is an update.", "The graph is read-only: send SELECT, ASK, CONSTRUCT or DESCRIBE."
            )
        return QueryForm(word) if word in set(QueryForm) else None
    return None
