"""Every constraint of the shapes as a line of text: what shapes/ holds, and the list kept by hand in constraints.txt.

A line is `shape parameter value` for a node shape and `shape path parameter value` for a property shape, with the
IRIs of shapes without their base and everything else with its prefix.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from passerelle.namespaces import PREFIXES, SHAPE

ROOT = Path(__file__).parents[2]
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
# What a shape says beside its targets and constraints.
_DESCRIPTIONS = {SH.message, SH.severity, SH.path, SH.property}


def shapes_graph() -> Graph:
    """All shapes of the repository, merged."""
    merged = Graph()
    for path in sorted((ROOT / "shapes").glob("*.ttl")):
        merged.parse(data=path.read_text(encoding="utf-8"), format="turtle")
    return merged


@cache
def listed() -> list[str]:
    """The lines kept by hand."""
    return (Path(__file__).parent / "constraints.txt").read_text(encoding="utf-8").splitlines()


def written(graph: Graph) -> dict[str, tuple[Node, Node, Node]]:
    """The lines of some shapes, each with the statement that makes it."""
    return dict(_lines(graph))


def _lines(graph: Graph) -> Iterator[tuple[str, tuple[Node, Node, Node]]]:
    for shape in set(graph.subjects(RDF.type, SH.NodeShape)) | set(graph.subjects(RDF.type, SH.PropertyShape)):
        path = graph.value(shape, SH.path)
        words = [short(shape)] if path is None else [short(shape), path_text(graph, path)]
        for predicate, value in graph.predicate_objects(shape):
            if str(predicate).startswith(str(SH)) and predicate not in _DESCRIPTIONS:
                yield " ".join([*words, short(predicate), value_text(graph, value)]), (shape, predicate, value)
            elif predicate == SH.severity and value != SH.Violation:
                yield " ".join([*words, "severity", short(value)]), (shape, predicate, value)


def short(node: Node) -> str:
    """An IRI of SHACL or of a shape by its name, any other with its prefix; a literal as its text."""
    text = str(node)
    if isinstance(node, Literal):
        return text
    for base in (str(SH), SHAPE):
        if text.startswith(base):
            return text.removeprefix(base)
    for prefix, base in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        if text.startswith(base):
            return f"{prefix}:{text.removeprefix(base)}"
    return f"<{text}>"


def path_text(graph: Graph, path: Node) -> str:
    """A path as SPARQL writes it (https://www.w3.org/TR/sparql11-query/#propertypaths), without blanks."""
    if isinstance(path, URIRef):
        return short(path)
    if (path, RDF.first, None) in graph:
        return "/".join(path_text(graph, step) for step in Collection(graph, path))
    if (inverse := graph.value(path, SH.inversePath)) is not None:
        return f"^{path_text(graph, inverse)}"
    choice = graph.value(path, SH.alternativePath)
    assert choice is not None, "describe this kind of path here"
    return f"({'|'.join(path_text(graph, step) for step in Collection(graph, choice))})"


def value_text(graph: Graph, value: Node) -> str:
    """The value of a parameter; a list in parentheses, a shape without a name in brackets."""
    if (value, RDF.first, None) in graph:
        return f"({','.join(value_text(graph, part) for part in Collection(graph, value))})"
    if isinstance(value, URIRef | Literal):
        return short(value)
    parts = sorted(f"{short(p)}={value_text(graph, o)}" for p, o in graph.predicate_objects(value))
    return f"[{';'.join(parts)}]"
