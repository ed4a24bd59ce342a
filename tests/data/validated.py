"""Runs the shapes on examples, and tells what is reported of a thing."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pyshacl import validate
from rdflib import BNode, Graph
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from passerelle.store.shacl import DataGraph

# For each thing, what reports it (a shape, or the query of one) by which constraint component.
Reported = dict[Node, set[tuple[Node, Node]]]


def reported(shapes: Graph, examples: Iterable[Graph]) -> Reported:
    """What some shapes report of the things of some examples, all in one graph."""
    data = DataGraph()
    for example in examples:
        data += example
    report = validation_report(shapes, data)
    found: Reported = defaultdict(set)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        thing, component = _one(report, result, SH.focusNode), _one(report, result, SH.sourceConstraintComponent)
        found[thing].add((_one(report, result, SH.sourceShape), component))
        if (query := report.value(result, SH.sourceConstraint)) is not None:
            found[thing].add((query, component))
    return found


def validation_report(shapes: Graph, data: Graph) -> Graph:
    """The validation report of pySHACL."""
    _conforms, report, text = validate(data, shacl_graph=shapes, inplace=True)
    assert isinstance(report, Graph), text
    return report


def part(shapes: Graph, *wanted: Node) -> Graph:
    """Some shapes and queries with all that they say, but for the shapes that they name."""
    cut = Graph()
    pending = list(wanted)
    while pending:
        node = pending.pop()
        for triple in shapes.triples((node, None, None)):
            cut.add(triple)
            if isinstance(triple[2], BNode):
                pending.append(triple[2])
    for triple in list(cut.triples((None, SH.property, None))) + list(cut.triples((None, SH.sparql, None))):
        if triple[2] not in wanted:
            cut.remove(triple)
    return cut


def _one(graph: Graph, node: Any, predicate: Any) -> Node:
    value: Node | None = graph.value(node, predicate)
    assert value is not None
    return value
