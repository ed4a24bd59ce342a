"""Looks at a query before the engine does: refuses what reaches out, updates, or would bring the process down."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from passerelle.store.failures import QueryRefusedError
from passerelle.store.prologue import resolve
from passerelle.store.size import bounded
from passerelle.store.tokens import Token, TokenKind, declared, decode_code_points, tokens

_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})


_MOST_SUSPECTS = 1_000


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


# What need not be known of a query that this program has made.
OURS = Outline(None, ())


def inspect(text: str) -> Outline:
    """Check a query and tell its form.

    Raises:
        QueryRefusedError: it uses SERVICE, is an update, or is nested too deeply or too long to be planned.
    """
    form = _form(tokens(text))
    found = tuple(bounded(text, tokens(text)))
    _refuse_service(text, found)
    # The engine decodes escapes in strings and IRIs alone; should it come to decode others, they hide nothing either.
    if any(token.text == "\\" for token in found):
        decoded = decode_code_points(text)
        _refuse_service(decoded, tuple(tokens(decoded)))
    return Outline(form, found)


def _refuse_service(text: str, found: tuple[Token, ...]) -> None:
    """Refuse SERVICE in any shape, glued to its neighbours too, as the engine reads `trueSERVICEex:a{` as a call."""
    if "service" not in text.lower():
        return
    _refuse_broken_names(found)
    calls = tuple(call + prefix.lower() for prefix in declared(found) for call in ("service", "servicesilent"))
    in_group, suspects = False, 0
    for index, token in enumerate(found):
        in_group = in_group or token.text == "{"
        if token.kind is TokenKind.WORD:
            hit = "service" in token.text.lower()
        else:
            prefix = token.text.partition(":")[0].lower() if token.kind is TokenKind.PREFIXED else ""
            hit = in_group and "service" in prefix and _opens_group(found[index + 1 : index + 3])
            hit = hit and found[index - 1].text.upper() != "GRAPH"
            suspects += hit
            # What follows SERVICE must be the prefix of a name; each look is as long as there are prefixes.
            hit = hit and (suspects > _MOST_SUSPECTS or prefix.endswith(calls))
        if hit:
            line = text.count("\n", 0, token.offset) + 1
            raise QueryRefusedError(
                f"The query calls another endpoint (SERVICE, line {line}).",
                "This service answers from its own graph only: leave SERVICE out, or ask each endpoint by itself.",
            )


def _refuse_broken_names(found: tuple[Token, ...]) -> None:
    """Refuse SERVICE in names that make no IRI: the engine then takes `ex:SERVICE` for `ex:` and a keyword.

    It does so with `a:SERVICE` as well, where there is no prefix `a` but an empty one.
    """
    names = {}
    for token in found:
        if token.kind is TokenKind.PREFIXED and "service" in token.text.partition(":")[2].lower():
            names[token.text] = token
    if not names:
        return
    try:
        resolve(found, list(names.values()))
    except ValueError as error:
        raise QueryRefusedError(f"No IRI is made by {' or '.join(names)}: {error}.") from None


def _opens_group(found: tuple[Token, ...]) -> bool:
    """Whether a group comes next, and not the annotation of a triple, which opens with `{|`."""
    return [token.text for token in found][:1] == ["{"] and [token.text for token in found] != ["{", "|"]


def _form(found: Iterable[Token]) -> QueryForm | None:
    previous = ""
    for token in found:
        word = token.text.upper()
        if token.kind is TokenKind.WORD and word not in {"PREFIX", "BASE", "VERSION"}:
            if word in _UPDATES:
                raise QueryRefusedError(
                    f"{word} is an update.", "The graph is read-only: send SELECT, ASK, CONSTRUCT or DESCRIBE."
                )
            return _glued_form(word)
        if token.kind is TokenKind.PREFIXED and previous != "PREFIX" and _glued_form(word):
            return _glued_form(word)
        previous = word
    return None


def _glued_form(word: str) -> QueryForm | None:
    """The form that a word begins with, as in `SELECTDISTINCT` and `DESCRIBEex:a`."""
    return next((form for form in QueryForm if word.startswith(form)), None)
