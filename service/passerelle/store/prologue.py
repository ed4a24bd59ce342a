"""Resolves the names of a query by its BASE and PREFIX lines (https://www.w3.org/TR/sparql11-query/#relIRIs)."""

import re
from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode, RdfFormat, parse

from passerelle.namespaces import BASE
from passerelle.store.tokens import Token, TokenKind

_PLACE = re.compile(r"^Parser error at .*? columns? \d+(?: and \d+)?: ")


def resolve(found: Iterable[Token], names: Sequence[Token]) -> list[str]:
    """The IRIs of some names of a query, all by one parse: a parse for each would take the square of the time.

    Raises:
        ValueError: one of them has a prefix that is not declared, or makes no IRI with it.
    """
    document = f"{_lines(found)} <urn:s> <urn:p> {' , '.join(name.text for name in names)} ."
    try:
        nodes = [quad.object for quad in parse(document.encode(), RdfFormat.TURTLE, base_iri=BASE)]
    except UnicodeEncodeError:
        raise ValueError("half a character stands before or in it") from None
    except SyntaxError as error:
        raise ValueError(_PLACE.sub("", error.msg).rstrip(".")) from None
    iris = [node.value for node in nodes if isinstance(node, NamedNode)]
    if len(iris) != len(names):
        raise ValueError("there is more to it than a name")
    return iris


def _lines(found: Iterable[Token]) -> str:
    """The BASE and PREFIX lines, which Turtle reads as SPARQL does (https://www.w3.org/TR/turtle/#sec-iri)."""
    lines: list[str] = []
    previous = ""
    for token in found:
        word = token.text.upper()
        if token.kind is TokenKind.WORD and word not in {"BASE", "PREFIX", "VERSION"}:
            break
        if token.kind is TokenKind.PREFIXED and previous != "PREFIX":
            if not word.startswith("PREFIX"):
                break
            lines += ["PREFIX", token.text[len("PREFIX") :]]
        elif word != "VERSION" and previous != "VERSION":
            lines.append(token.text)
        previous = word
    return " ".join(lines)
