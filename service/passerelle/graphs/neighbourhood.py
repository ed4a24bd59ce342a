"""What stands beside a thing, by relation: how many there are, before any is shown."""

from dataclasses import dataclass

from passerelle.graphs.projection import Edge
from passerelle.graphs.structure import Structure


@dataclass(frozen=True)
class Group:
    """The things at the other end of one relation of a thing, in one direction: a part of them, and how many there are.

    `outgoing` tells that the thing is the subject; a symmetric relation always counts as such.
    """

    predicate: str
    outgoing: bool
    edges: tuple[Edge, ...]
    total: int

    @property
    def left_out(self) -> int:
        """How many are not shown."""
        return self.total - len(self.edges)


def neighbourhood(structure: Structure, iri: str, most: int) -> tuple[Group, ...]:
    """The groups around a thing, the largest first, each with the most connected of its things and so many at most."""
    found: dict[tuple[str, bool], list[Edge]] = {}
    for edge in structure.edges_of(iri):
        found.setdefault((edge.predicate, edge.symmetric or edge.source == iri), []).append(edge)
    ordered = sorted(found.items(), key=lambda group: (-len(group[1]), group[0]))
    return tuple(
        Group(predicate, outgoing, tuple(sorted(edges, key=lambda e: _rank(structure, e, iri))[:most]), len(edges))
        for (predicate, outgoing), edges in ordered
    )


def other_end(edge: Edge, iri: str) -> str:
    """The thing that an edge relates this one to."""
    return edge.target if edge.source == iri else edge.source


def _rank(structure: Structure, edge: Edge, iri: str) -> tuple[int, str]:
    other = other_end(edge, iri)
    return -len(structure.edges_of(other)), other
