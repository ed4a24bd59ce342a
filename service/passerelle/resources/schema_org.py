"""A thing in the terms of schema.org as one JSON object, as search engines like it, with nothing to be fetched."""

import json
from collections.abc import Iterable, Sequence

from passerelle.namespaces import LICENCE, RDF, SCHEMA
from passerelle.resources.jsonld import native
from passerelle.store.rows import Term
from passerelle.store.statements import Statement

Node = dict[str, object]
_TYPE = f"{RDF}type"
# Of scripts and comments in a page (https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements).
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def around(statements: Sequence[Statement], iri: str, document: str) -> list[Statement]:
    """The statements with the page that they are from, and a class for a thing that has none."""
    thing, page = Term("uri", iri), Term("uri", document)
    has_class = any(subject == thing and predicate == _TYPE for subject, predicate, _ in statements)
    return [
        *([] if has_class else [(thing, _TYPE, Term("uri", f"{SCHEMA}Thing"))]),
        *statements,
        (thing, f"{SCHEMA}mainEntityOfPage", page),
        (page, _TYPE, Term("uri", f"{SCHEMA}WebPage")),
        (page, f"{SCHEMA}license", Term("uri", LICENCE)),
    ]


def write_object(statements: Iterable[Statement], iri: str, *, in_page: bool = False) -> str:
    """The statements as one object, that of the thing, with the others where it names them."""
    about: dict[Term, list[Statement]] = {}
    for statement in statements:
        about.setdefault(statement[0], []).append(statement)
    found: Node = {"@context": {"@vocab": SCHEMA}} | _node(Term("uri", iri), about)
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES) if in_page else text


def _node(thing: Term, about: dict[Term, list[Statement]]) -> Node:
    node: Node = {"@id": f"_:{thing.value}" if thing.kind == "bnode" else thing.value}
    values: dict[str, list[object]] = {}
    # Taken out, so that each is written once however things name each other.
    for _, predicate, value in about.pop(thing, []):
        if predicate == _TYPE:
            values.setdefault("@type", []).append(value.value.removeprefix(SCHEMA))
        else:
            values.setdefault(predicate.removeprefix(SCHEMA), []).append(_value(value, about))
    return node | {key: found[0] if len(found) == 1 else found for key, found in values.items()}


def _value(value: Term, about: dict[Term, list[Statement]]) -> object:
    if value.kind != "literal":
        return _node(value, about)
    if value.language:
        return {"@language": value.language, "@value": value.value}
    if not value.datatype:
        return value.value
    plain = native(value)
    return {"@type": value.datatype, "@value": value.value} if plain is None else plain
