"""What a network tells of its nodes and edges as plain values: the same in Python and in every file format."""

from collections.abc import Mapping

from passerelle.graphs.projection import Edge, Node, Projection
from passerelle.namespaces import shorten

Attributes = dict[str, str | int | bool]

# The name and the type of each, in the order in which they are written; what is not known of a thing is left out.
NODE_ATTRIBUTES: Mapping[str, type] = {
    "label": str,
    "label_fr": str,
    "label_en": str,
    "name": str,
    "kind": str,
    "class": str,
    "class_label": str,
    "level": int,
    "place": str,
    "place_label": str,
    "start": str,
    "end": str,
}
EDGE_ATTRIBUTES: Mapping[str, type] = {
    "label": str,
    "label_fr": str,
    "label_en": str,
    "predicate": str,
    "symmetric": bool,
    "graphs": str,
    "sources": str,
}


def node_attributes(projection: Projection, node: Node, language: str) -> Attributes:
    """Of a node: several IRIs stand in one text with spaces between them, and of several levels the lowest is told."""
    details = node.details
    places = [projection.word(place, language) for place in details.places]
    told: dict[str, str | int | bool | None] = {
        "label": node.label(language),
        "label_fr": node.label("fr"),
        "label_en": node.label("en"),
        "name": shorten(node.iri),
        "kind": node.kind,
        "class": " ".join(map(shorten, details.classes)),
        "class_label": ", ".join(projection.word(name, language) for name in details.classes),
        "level": min(details.levels, default=None),
        "place": " ".join(details.places),
        "place_label": ", ".join(places),
        "start": details.start,
        "end": details.end,
    }
    return {name: value for name, value in told.items() if value not in {None, ""}}


def edge_attributes(projection: Projection, edge: Edge, language: str) -> Attributes:
    """Of an edge, in the same way."""
    return {
        "label": projection.word(edge.predicate, language),
        "label_fr": projection.word(edge.predicate, "fr"),
        "label_en": projection.word(edge.predicate, "en"),
        "predicate": edge.predicate,
        "symmetric": edge.symmetric,
        "graphs": " ".join(edge.graphs),
        "sources": " ".join(projection.sources(edge)),
    }


def edge_key(edge: Edge) -> str:
    """What tells an edge from others between the same things: its relation as a prefixed name."""
    return shorten(edge.predicate)
