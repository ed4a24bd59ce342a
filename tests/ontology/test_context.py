"""The JSON-LD context has a term for each class and property of ours and for each property that is reused."""

import json

import pytest
from rdflib import OWL, RDF, Graph, Literal, URIRef
from rdflib.namespace import FOAF, XSD
from rdflib.term import Node

from json_ld import CONTEXT_FILE
from passerelle.namespaces import PREFIXES, PSL, expand, shorten

Definition = dict[str, str]
ALIASES = {"id": "@id", "type": "@type", "@version": 1.1}


def sort(value: Node) -> str:
    """What a value is: a reference, a text in a language, or a datatype."""
    if not isinstance(value, Literal):
        return "@id"
    return "@language" if value.language else str(value.datatype or XSD.string)


def coercion(sorts: set[str]) -> Definition:
    """What the definition of a property says beside its IRI, where its values are of these sorts."""
    plain = str(XSD.string)
    if sorts == {"@id"}:
        return {"@type": "@id"}
    if "@language" in sorts and sorts <= {"@language", plain}:
        return {"@container": "@language"}
    return {"@type": shorten(*sorts)} if len(sorts) == 1 and sorts != {plain} else {}


@pytest.fixture(scope="module")
def context() -> dict[str, object]:
    found: dict[str, object] = json.loads(CONTEXT_FILE.read_bytes())["@context"]
    return found


@pytest.fixture(scope="module")
def sorts(
    ontology: Graph, reused: Graph, alignments: Graph, shapes: Graph, queries: Graph, data: Graph
) -> dict[str, set[str]]:
    """Each property with the sorts of its values, as it is used or, where it is inferred only, as it is declared."""
    found = {str(FOAF.primaryTopic): {"@id"}}
    for declared in ontology.subjects(RDF.type, OWL.ObjectProperty):
        found[str(declared)] = {"@id"}
    for graph in (ontology, reused, alignments, shapes, queries, data):
        for _, predicate, value in graph:
            found.setdefault(str(predicate), set()).add(sort(value))
    del found[str(RDF.type)]
    return found


def test_every_property_has_its_term(context: dict[str, object], sorts: dict[str, set[str]]) -> None:
    own = {iri: iri.removeprefix(PSL) if iri.startswith(PSL) else shorten(iri) for iri in sorts}
    wrong = []
    for iri, term in own.items():
        more = coercion(sorts[iri])
        name = f"psl:{term}" if iri.startswith(PSL) else iri
        right = name if iri.startswith(PSL) and not more else {"@id": name, **more}
        if context.get(term) != right:
            wrong.append(f"{json.dumps(term)}: {json.dumps(right)},")
    assert not wrong, "write into ontology/context.jsonld:\n    " + "\n    ".join(sorted(wrong))


def test_every_class_has_its_term(context: dict[str, object], own_terms: dict[URIRef, set[URIRef]]) -> None:
    classes = {str(term).removeprefix(PSL) for term, kinds in own_terms.items() if OWL.Class in kinds}
    lacking = [f'"{name}": "psl:{name}",' for name in sorted(classes) if context.get(name) != f"psl:{name}"]
    assert not lacking, "write into ontology/context.jsonld:\n    " + "\n    ".join(lacking)


def test_a_prefix_is_what_it_is_everywhere(context: dict[str, object], own_terms: dict[URIRef, set[URIRef]]) -> None:
    """Where a prefix of ours is the name of a term as well, the term has it."""
    taken = {str(term).removeprefix(PSL) for term in own_terms} | set(ALIASES)
    lacking = [f'"{name}": "{PREFIXES[name]}",' for name in PREFIXES if name not in {*taken, *context}]
    assert not lacking, "write into ontology/context.jsonld:\n    " + "\n    ".join(lacking)
    other = [
        name for name, what in context.items() if name in PREFIXES and name not in taken and what != PREFIXES[name]
    ]
    assert not other, f"these prefixes stand for something else elsewhere: {other}"


def test_nothing_is_left_over(
    context: dict[str, object], sorts: dict[str, set[str]], own_terms: dict[URIRef, set[URIRef]]
) -> None:
    known = {*sorts, *map(str, own_terms)}
    idle = []
    for term, what in context.items():
        if ALIASES.get(term) == what or PREFIXES.get(term) == what:
            continue
        name = what["@id"] if isinstance(what, dict) else what
        iri = name if "//" in str(name) else expand(str(name))
        idle += [] if iri in known else [term]
    assert not idle, f"no statement uses these; remove them from ontology/context.jsonld: {idle}"
