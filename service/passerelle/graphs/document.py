"""A part of a network as plain data for programs: what is shown, where, and what is left out."""

from typing import Any

from passerelle.graphs.families import family_of
from passerelle.graphs.neighbourhood import other_end
from passerelle.graphs.paths import Way
from passerelle.graphs.projection import Edge, Projection
from passerelle.graphs.selection import Selection
from passerelle.graphs.structure import Structure
from passerelle.namespaces import shorten


def as_document(selection: Selection, within: Structure, language: str) -> dict[str, Any]:
    """Nodes with their positions (0 to 1) and how each stands in the network it is taken from, edges, and groups."""
    network = selection.network
    positions = Structure(network).positions
    measures = within.measures
    return {
        "view": network.view.name,
        "nodes": [
            {
                "iri": node.iri,
                "name": shorten(node.iri),
                "label": node.label(language),
                "kind": node.kind,
                "family": family_of(node.kind).value,
                "classes": [network.word(name, language) for name in node.details.classes],
                "levels": list(node.details.levels),
                "start": node.details.start or None,
                "end": node.details.end or None,
                "degree": measures[node.iri].degree if node.iri in measures else 0,
                "betweenness": round(measures[node.iri].betweenness, 6) if node.iri in measures else 0,
                "rank": round(measures[node.iri].rank, 6) if node.iri in measures else 0,
                "community": measures[node.iri].community if node.iri in measures else None,
                "x": round(positions[node.iri][0], 4),
                "y": round(positions[node.iri][1], 4),
            }
            for node in network.nodes.values()
        ],
        "edges": [edge_document(network, edge, language) for edge in network.edges],
        "groups": {
            iri: [
                {
                    "predicate": group.predicate,
                    "label": network.word(group.predicate, language),
                    "outgoing": group.outgoing,
                    "total": group.total,
                    "shown": [other_end(edge, iri) for edge in group.edges],
                }
                for group in groups
            ]
            for iri, groups in (selection.groups or {}).items()
        },
        "leftOut": selection.left_out,
    }


def edge_document(network: Projection, edge: Edge, language: str) -> dict[str, Any]:
    """An edge with what it says in words, and who says so."""
    return {
        "source": edge.source,
        "target": edge.target,
        "predicate": edge.predicate,
        "label": network.word(edge.predicate, language),
        "symmetric": edge.symmetric,
        "sentence": sentence(network, edge, language),
        "graphs": list(edge.graphs),
        "sources": list(network.sources(edge)),
    }


def ways_document(found: tuple[Way, ...], network: Projection, language: str) -> list[dict[str, Any]]:
    """Ways between two things, step by step."""
    return [
        {
            "length": len(way),
            "steps": [
                {
                    "from": step.start,
                    "to": step.end,
                    "edges": [edge_document(network, edge, language) for edge in step.edges],
                }
                for step in way
            ],
        }
        for way in found
    ]


def sentence(network: Projection, edge: Edge, language: str) -> str:
    """What an edge says, as words."""
    ends = [network.nodes[iri].label(language) for iri in (edge.source, edge.target)]
    return f"{ends[0]} – {network.word(edge.predicate, language)} – {ends[1]}"
