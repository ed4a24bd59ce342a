"""GraphML (http://graphml.graphdrawing.org/specification.html), as igraph, networkx, Cytoscape and Gephi read it."""

from typing import BinaryIO

from passerelle.graphs.attributes import (
    EDGE_ATTRIBUTES,
    NODE_ATTRIBUTES,
    Attributes,
    edge_attributes,
    node_attributes,
)
from passerelle.graphs.elements import Elements, plain
from passerelle.graphs.projection import Projection

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_TYPES = {str: "string", int: "int", bool: "boolean"}


def write_graphml(projection: Projection, stream: BinaryIO, language: str) -> None:
    """Write a network; the identity of a node is its IRI.

    Edges have none: the one that networkx writes, the key among parallel edges, is not unique in the document, and
    Gephi passes over an edge whose identity it has seen.
    """
    elements = Elements(stream)
    with elements.inside("graphml", xmlns=_NAMESPACE):
        for scope, names in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES)):
            for name, kind in names.items():
                described = {"id": _key(scope, name), "for": scope, "attr.name": name, "attr.type": _TYPES[kind]}
                elements.leaf("key", **described)
        with elements.inside("graph", id=projection.view.name, edgedefault="directed"):
            for node in projection.nodes.values():
                with elements.inside("node", id=node.iri):
                    _write_data(elements, "node", node_attributes(projection, node, language))
            for edge in projection.edges:
                with elements.inside("edge", source=edge.source, target=edge.target):
                    _write_data(elements, "edge", edge_attributes(projection, edge, language))


def _write_data(elements: Elements, scope: str, attributes: Attributes) -> None:
    for name, value in attributes.items():
        elements.leaf("data", plain(value), key=_key(scope, name))


def _key(scope: str, name: str) -> str:
    return f"{scope}-{name}"
