"""The part of a network that is looked at: bounded, and telling what it leaves out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from passerelle.graphs.narrowing import part_of
from passerelle.graphs.neighbourhood import Group, neighbourhood
from passerelle.graphs.paths import Way
from passerelle.graphs.projection import Edge, Projection
from passerelle.graphs.structure import Structure

# What can be read in one drawing.
MOST_NODES = 250


@dataclass(frozen=True)
class Selection:
    """Things and the edges between them, those that were opened first; `left_out` is how many things are not there.

    `groups` tells of each opened thing what stands beside it.
    """

    network: Projection
    opened: tuple[str, ...] = ()
    left_out: int = 0
    groups: dict[str, tuple[Group, ...]] | None = None


def whole(structure: Structure) -> Selection:
    """The network itself, or the things in it that rank highest where it has too many."""
    projection = structure.projection
    if len(projection.nodes) <= MOST_NODES:
        return Selection(projection)
    measures = structure.measures
    ranked = sorted(projection.nodes, key=lambda iri: (-measures[iri].rank, iri))
    kept = _among(projection, ranked[:MOST_NODES])
    return Selection(kept, left_out=len(projection.nodes) - len(kept.nodes))


def around(structure: Structure, opened: Sequence[str], most: int) -> Selection:
    """Things that were opened, so many of the things by each of their relations, and the edges between all these."""
    groups = {iri: neighbourhood(structure, iri, most) for iri in opened}
    beside = [
        end
        for found in groups.values()
        for group in found
        for edge in group.edges
        for end in (edge.source, edge.target)
    ]
    shown = list(dict.fromkeys([*opened, *beside]))
    everything = {
        end
        for iri in opened
        for edge in structure.edges_of(iri)
        for end in (edge.source, edge.target)
    } | set(opened)  # fmt: skip
    kept = shown[:MOST_NODES]
    return Selection(_among(structure.projection, kept, alone=True), tuple(opened), len(everything) - len(kept), groups)


def along(structure: Structure, ways: Iterable[Way]) -> Selection:
    """The things along some ways, and the statements by which they lead."""
    steps = [step for way in ways for step in way]
    iris = list(dict.fromkeys(end for step in steps for end in (step.start, step.end)))
    edges = tuple(sorted({edge for step in steps for edge in step.edges}, key=_in_order))
    return Selection(part_of(structure.projection, iris, edges), (iris[0], steps[-1].end) if steps else ())


def _among(projection: Projection, iris: Iterable[str], *, alone: bool = False) -> Projection:
    """The part of a network that has only these things; those without an edge among them stay if they may be alone."""
    wanted = set(iris)
    edges = tuple(edge for edge in projection.edges if edge.source in wanted and edge.target in wanted)
    kept = wanted if alone else {end for edge in edges for end in (edge.source, edge.target)}
    return part_of(projection, kept, edges)


def _in_order(edge: Edge) -> tuple[str, str, str]:
    return edge.source, edge.predicate, edge.target
