"""GEXF 1.3 (https://gexf.net/schema.html), which Gephi reads and writes."""

from typing import BinaryIO

from passerelle.graphs.attributes import (
    EDGE_ATTRIBUTES,
    NODE_ATTRIBUTES,
    Attributes,
    edge_attributes,
    edge_key,
    node_attributes,
)
from passerelle.graphs.elements import Elements, plain
from passerelle.graphs.projection import Projection
from passerelle.namespaces import LICENCE

_NAMESPACE = "http://gexf.net/1.3"
_TYPES = {str: "string", int: "integer", bool: "boolean"}
# It has a place of its own in this format.
_LABEL = "label"


def write_gexf(projection: Projection, stream: BinaryIO, language: str) -> None:
    """Write a network; parallel edges are told apart by their `kind`, so that Gephi does not merge them."""
    elements = Elements(stream)
    with elements.inside("gexf", xmlns=_NAMESPACE, version="1.3"):
        with elements.inside("meta"):
            elements.leaf("creator", "Passerelle")
            elements.leaf("description", f"{projection.view.title(language)}. {LICENCE}")
        with elements.inside("graph", defaultedgetype="directed", mode="static"):
            for scope, names in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES)):
                with elements.inside("attributes", **{"class": scope, "mode": "static"}):
                    for name, kind in names.items():
                        if name != _LABEL:
                            elements.leaf("attribute", id=name, title=name, type=_TYPES[kind])
            with elements.inside("nodes"):
                for node in projection.nodes.values():
                    told = node_attributes(projection, node, language)
                    with elements.inside("node", id=node.iri, label=plain(told[_LABEL])):
                        _write_values(elements, told)
            with elements.inside("edges"):
                for number, edge in enumerate(projection.edges):
                    told = edge_attributes(projection, edge, language)
                    ends = {"source": edge.source, "target": edge.target, "kind": edge_key(edge)}
                    with elements.inside("edge", id=str(number), label=plain(told[_LABEL]), **ends):
                        _write_values(elements, told)


def _write_values(elements: Elements, attributes: Attributes) -> None:
    with elements.inside("attvalues"):
        for name, value in attributes.items():
            if name != _LABEL:
                elements.leaf("attvalue", **{"for": name, "value": plain(value)})
