"""Reads the data set that a query names by FROM (https://www.w3.org/TR/sparql11-query/#specifyingDataset).

The engine's union of several FROM graphs counts a triple twice that stands in two of them, so their merge must be made
before the query runs, and for this their names must be known.
"""

from collections.abc import Iterator

from passerelle.store.failures import QueryRefusedError
from passerelle.store.guard import Outline
from passerelle.store.prologue import resolve
from passerelle.store.tokens import Token, TokenKind, declared


def graphs_of(outline: Outline) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The graphs after FROM and those after FROM NAMED, as IRIs; both empty when the query names none.

    Raises:
        QueryRefusedError: a name cannot be resolved.
    """
    default: list[str] = []
    named: list[str] = []
    names = list(_names(outline.tokens))
    if not names:
        return (), ()
    try:
        graphs = resolve(outline.tokens, [token for _, token in names])
    except ValueError as error:
        written = " , ".join(token.text for _, token in names)
        raise QueryRefusedError(f"FROM {written} does not name a graph: {error}.") from None
    for (is_named, _), graph in zip(names, graphs, strict=True):
        (named if is_named else default).append(graph)
    return tuple(dict.fromkeys(default)), tuple(dict.fromkeys(named))


def _names(tokens: tuple[Token, ...]) -> Iterator[tuple[bool, Token]]:
    """Each graph name outside brackets, with whether NAMED stands before it; `ASKFROM<a:b>` names one as well."""
    prefixes = frozenset(prefix.upper() for prefix in declared(tokens))
    depth = 0
    before, last = "", ""
    for token in tokens:
        depth += (token.text in {"{", "("}) - (token.text in {"}", ")"})
        if depth:
            continue
        if token.kind in {TokenKind.IRI, TokenKind.PREFIXED} and "PREFIX" not in {before, last}:
            if token.kind is TokenKind.PREFIXED and _hides_name(token.text.upper(), prefixes):
                raise QueryRefusedError(
                    f"{token.text} can be read in two ways.", "Rename its prefix, or put a space in."
                )
            is_named = last.endswith("FROMNAMED") or (before.endswith("FROM") and last == "NAMED")
            if is_named or last.endswith("FROM"):
                yield is_named, token
        before, last = last, token.text.upper()


def _hides_name(name: str, prefixes: frozenset[str]) -> bool:
    """Whether the prefix of a name ends in FROM or NAMED and a declared one, as in `FROMex:a`."""
    prefix = name.partition(":")[0]
    return any(word in prefix and prefix.rpartition(word)[2] in prefixes for word in ("FROM", "NAMED"))
