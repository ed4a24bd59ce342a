"""Runs pySHACL on graphs that rdflib has parsed (https://www.w3.org/TR/shacl/).

pySHACL disagrees with the engine on how literals are written, and would report violations that are none; so it never
sees the engine's store, only statements written out by it.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, serialize
from pyshacl import validate
from pyshacl.constraints.sparql.sparql_based_constraints import SPARQLBasedConstraint
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result, ResultRow
from rdflib.term import Node

from passerelle.namespaces import BASE, shorten
from passerelle.store.failures import GraphError
from passerelle.store.findings import Finding, Severity
from passerelle.store.rows import Term

# Blank nodes are given these names (https://www.w3.org/TR/rdf11-concepts/#section-skolemization): pySHACL renames
# those that it reports, and what it found could not be found again.
GENID = f"{BASE}.well-known/genid/"
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)

# What a message says of a solution (https://www.w3.org/TR/shacl/#sparql-constraints-variables).
_PLACE = re.compile(r"\{[?$](\w+)\}")

# Ill-formed literals are findings; rdflib would also print a traceback for each.
logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
logging.getLogger("pyshacl").setLevel(logging.CRITICAL)


def _as_it_is(_self: object, message: str, _solution: object) -> str:
    return message


# pySHACL would put values into messages by regular expressions, which a backslash in a value breaks, and would lose the
# language of the messages; `_messages` does it instead.
SPARQLBasedConstraint._format_sparql_based_result_message = _as_it_is  # type: ignore[method-assign]


class DataGraph(Graph):
    """A graph that parses a query once: pySHACL asks that of a constraint again for every thing it looks at."""

    def query(self, query_object: Any, *arguments: Any, **named: Any) -> Result:
        """As `Graph.query`."""
        prepared = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *arguments, **named)

    def take(self, quads: Iterable[Quad]) -> None:
        """Add statements, whatever graphs they are in; blank nodes get names."""
        triples = (Triple(_named(quad.subject), quad.predicate, _named(quad.object)) for quad in quads)
        self.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")


@lru_cache(maxsize=256)
def _prepared(text: str) -> Query:
    return prepareQuery(text)


def read_turtle(folder: Path, pattern: str) -> Graph:
    """The Turtle files of a folder, merged."""
    graph = Graph()
    for path in sorted(folder.glob(pattern)):
        graph.parse(data=path.read_bytes(), format="turtle")
    return graph


def check_shapes(data: DataGraph, shapes: Graph) -> Iterator[Finding]:
    """What the shapes find in the data, in no order.

    Raises:
        GraphError: the shapes cannot be used.
    """
    _conforms, found, text = validate(data, shacl_graph=shapes, inplace=True)
    if not isinstance(found, Graph):
        raise GraphError(f"The shapes cannot be used: {text}", "Correct them.")
    for result in found.subjects(RDF.type, SH.ValidationResult):
        yield _finding(found, result, shapes, data)


def aimed_at(shapes: Graph, data: Graph, addition: Iterable[Quad]) -> Graph:
    """The shapes, with targets only among the things that an addition to the data describes.

    A shape for the objects of a property is about those objects that the addition names. pySHACL's own `focus_nodes`
    would do the same, but for shapes inside shapes, which it then skips.
    """
    added = [(_node(quad.subject), URIRef(quad.predicate.value), _node(quad.object)) for quad in addition]
    subjects = {subject for subject, _, _ in added}
    classes = _classes(data, subjects)
    aimed = Graph()
    for triple in shapes:
        if triple[1] not in _TARGETS:
            aimed.add(triple)
    for kind in _TARGETS:
        for shape, target in shapes.subject_objects(kind):
            if kind == SH.targetClass:
                nodes = classes.get(target, set())
            elif kind == SH.targetNode:
                nodes = {target} & subjects
            elif kind == SH.targetSubjectsOf:
                nodes = {subject for subject in subjects if (subject, target, None) in data}
            else:
                nodes = {value for _, predicate, value in added if predicate == target}
            for node in nodes:
                aimed.add((shape, SH.targetNode, node))
    return aimed


def term(node: Node) -> Term:
    """A node of rdflib as plain data."""
    if isinstance(node, Literal):
        return Term("literal", str(node), str(node.datatype or ""), node.language or "")
    text = str(node)
    if text.startswith(GENID):
        return Term("bnode", text.removeprefix(GENID))
    return Term("bnode" if isinstance(node, BNode) else "uri", text)


def _named(node: Any) -> Any:
    return NamedNode(GENID + node.value) if isinstance(node, BlankNode) else node


def _node(node: Any) -> Node:
    """A node of the engine as one of rdflib's; of literals, only that they are no IRI matters to targets."""
    if isinstance(node, BlankNode):
        return URIRef(GENID + node.value)
    if isinstance(node, NamedNode):
        return URIRef(node.value)
    return Literal(node.value, lang=node.language, datatype=None if node.language else URIRef(node.datatype.value))


def _classes(data: Graph, things: set[Node]) -> dict[Node, set[Node]]:
    """Those things by class and superclass."""
    found: dict[Node, set[Node]] = {}
    for thing in things:
        for kind in data.objects(thing, RDF.type):
            for ancestor in data.transitive_objects(kind, RDFS.subClassOf):
                if ancestor is not None:
                    found.setdefault(ancestor, set()).add(thing)
    return found


def _finding(found: Graph, result: Node, shapes: Graph, data: DataGraph) -> Finding:
    shape = found.value(result, SH.sourceShape)
    rule = found.value(result, SH.sourceConstraint) or shape
    path, value = found.value(result, SH.resultPath), found.value(result, SH.value)
    focus = found.value(result, SH.focusNode)
    if focus is None or rule is None:  # pragma: no cover - every result of SHACL has them
        raise GraphError("The validator reported a result without a focus or a shape.")
    severity = Severity(str(found.value(result, SH.resultSeverity)).rpartition("#")[2])
    return Finding(
        rule=str(rule),
        shape=str(shape),
        component=str(found.value(result, SH.sourceConstraintComponent)),
        severity=severity,
        messages=_messages(shapes, rule, _solution(shapes, rule, data, (focus, path, value))),
        focus=term(focus),
        path=str(path) if isinstance(path, URIRef) else None,
        value=None if value is None else term(value),
    )


def _solution(
    shapes: Graph, rule: Node, data: DataGraph, reported: tuple[Node, Node | None, Node | None]
) -> Mapping[str, Node]:
    """The solution of a constraint's query that a result was made of; nothing for a constraint without a query."""
    query = shapes.value(rule, SH.select)
    if query is None:
        return {}
    focus, path, value = reported
    for row in data.query(str(query), initBindings={"this": focus}):
        solution: dict[str, Node] = {"this": focus}
        if isinstance(row, ResultRow):
            solution |= row.asdict()
        if solution.get("path", path) == path and solution.get("value", value) == value:
            return solution
    return {}


def _messages(shapes: Graph, rule: Node, solution: Mapping[str, Node]) -> dict[str, str]:
    """The texts of a rule by language, with what the solution says in their places."""
    texts = {getattr(text, "language", None) or "": str(text) for text in shapes.objects(rule, SH.message)}
    return {
        language: _PLACE.sub(lambda place: _told(solution.get(place[1])), text)
        for language, text in sorted(texts.items())
    }


def _told(node: Node | None) -> str:
    if node is None:
        return "?"
    return shorten(str(node)) if isinstance(node, URIRef) else str(node)
