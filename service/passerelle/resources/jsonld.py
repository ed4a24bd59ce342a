"""Statements as compact JSON-LD under the context of the ontology (https://www.w3.org/TR/json-ld11-api/#compaction).

A JSON-LD processor makes the same of them, in some hundred times the time: the tests compare the two.
"""

import json
import re
from collections.abc import Iterable
from typing import cast

from passerelle.namespaces import RDF, XSD
from passerelle.resources.context import LANGUAGE, Context
from passerelle.store.rows import Term
from passerelle.store.statements import Statement

Node = dict[str, object]
_TYPE = f"{RDF}type"
_NATIVE = {f"{XSD}integer", f"{XSD}boolean"}
# Whole numbers that every reader of JSON reads as they are (https://www.rfc-editor.org/rfc/rfc8259#section-6).
_WHOLE = re.compile(r"0|-?[1-9]\d{0,14}", re.ASCII)


def write_jsonld(statements: Iterable[Statement], context: Context, name: str) -> bytes:
    """The statements as a document that names the context, a line for each thing.

    Raises:
        ValueError: an IRI among them cannot be written under the context.
    """
    nodes = [json.dumps(node, ensure_ascii=False, separators=(",", ":")) for node in compact(statements, context)]
    graph = ",\n".join(nodes)
    return f'{{"@context":{json.dumps(name)},\n"@graph":[\n{graph}\n]}}\n'.encode()


def compact(statements: Iterable[Statement], context: Context) -> list[Node]:
    """The things that statements are about, each with its values, in their order.

    Raises:
        ValueError: as `write_jsonld`.
    """
    nodes: dict[Term, Node] = {}
    for subject, predicate, value in statements:
        node = nodes.get(subject)
        if node is None:
            node = nodes[subject] = {"id": _reference(subject, context)}
        if predicate == _TYPE and value.kind != "literal":
            _add(node, "type", _type(value, context))
            continue
        found = context.property(predicate)
        if found is None or not _fits(value, found.values):
            _add(node, context.term(predicate), _long(value, context))
        elif found.values == LANGUAGE:
            _add(cast("Node", node.setdefault(found.term, {})), value.language or "@none", value.value)
        else:
            _add(node, found.term, _short(value, context))
    return list(nodes.values())


def _fits(value: Term, values: str) -> bool:
    """Whether a value is what those of a property are."""
    if values == "@id":
        return value.kind != "literal"
    if values == LANGUAGE:
        return value.kind == "literal" and not value.datatype
    return value.datatype == values


def _short(value: Term, context: Context) -> object:
    """A value of which the term says what it is."""
    if value.kind != "literal":
        return _reference(value, context)
    plain = native(value)
    return value.value if plain is None else plain


def _long(value: Term, context: Context) -> object:
    if value.kind != "literal":
        return {"id": _reference(value, context)}
    if value.language:
        return {"@language": value.language, "@value": value.value}
    if not value.datatype:
        return value.value
    plain = native(value)
    if plain is not None:
        return plain
    return {"type": context.name(value.datatype), "@value": value.value}


def native(value: Term) -> int | bool | None:
    """A whole number or a truth value as JSON has it, if it is written there as it is here."""
    if value.datatype not in _NATIVE:
        return None
    if value.datatype.endswith("integer"):
        return int(value.value) if _WHOLE.fullmatch(value.value) else None
    return {"true": True, "false": False}.get(value.value)


def _reference(term: Term, context: Context) -> str:
    return f"_:{term.value}" if term.kind == "bnode" else context.reference(term.value)


def _type(term: Term, context: Context) -> str:
    return f"_:{term.value}" if term.kind == "bnode" else context.name(term.value)


def _add(node: Node, key: str, value: object) -> None:
    """One value stands for itself, several are a list."""
    if key not in node:
        node[key] = value
    elif isinstance(present := node[key], list):
        present.append(value)
    else:
        node[key] = [present, value]
