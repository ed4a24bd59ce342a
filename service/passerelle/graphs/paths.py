"""How two things are connected: the shortest ways between them, step by step."""

from dataclasses import dataclass
from itertools import pairwise

from passerelle.graphs.projection import Edge
from passerelle.graphs.structure import Structure

# Each further way costs as much as all before it.
MOST_WAYS = 10


@dataclass(frozen=True)
class Step:
    """From one thing to the next, by each of the statements that relate them, in whichever direction."""

    start: str
    end: str
    edges: tuple[Edge, ...]


Way = tuple[Step, ...]


def ways(structure: Structure, start: str, goal: str, number: int) -> tuple[Way, ...]:
    """So many of the shortest ways between two things, MOST_WAYS at most; none where nothing connects them."""
    found = structure.shortest(start, goal, min(number, MOST_WAYS))
    return tuple(
        tuple(Step(one, other, tuple(structure.edges_between(one, other))) for one, other in pairwise(things))
        for things in found
    )
