"""The shape of a network: who stands beside whom, how central each is, in which community, and where it is drawn.

igraph does the work, as it needs a tenth of the time of networkx; the same network always gives the same answer.
"""

import random
import threading
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from passerelle.graphs.projection import Edge, Projection

# igraph draws its random numbers from one source for the whole process.
_DICE = threading.Lock()
_SEED = 20_190_101
_ROUNDS = 500


@dataclass(frozen=True)
class Measures:
    """How a thing stands in its network, whose edges are taken without their directions.

    `degree` is the number of things beside it; `betweenness` the share of shortest ways between other things that lead
    through it, from 0 to 1 (https://doi.org/10.2307/3033543); `rank` its PageRank, all of which add up to 1;
    `community` the number of its group, the largest being 0 (https://doi.org/10.1088/1742-5468/2008/10/P10008).
    """

    degree: int
    betweenness: float
    rank: float
    community: int


class Structure:
    """A network and what can be told of it as a whole; each is worked out when it is first asked for."""

    def __init__(self, projection: Projection) -> None:
        """Take a network as it is."""
        self.projection = projection
        self._names = list(projection.nodes)
        self._numbers = {iri: number for number, iri in enumerate(self._names)}

    def __contains__(self, iri: str) -> bool:
        """Whether a thing is in the network."""
        return iri in self._numbers

    def edges_of(self, iri: str) -> list[Edge]:
        """The edges at a thing, in the order of the network; none of what is not in it."""
        return self._at.get(iri, [])

    def edges_between(self, one: str, other: str) -> list[Edge]:
        """The edges from one thing to the other, and back."""
        return [edge for edge in self.edges_of(one) if other in {edge.source, edge.target}]

    def shortest(self, start: str, goal: str, number: int) -> list[list[str]]:
        """So many of the shortest ways between two things, each as the things along it, no thing twice on any.

        Of two ways of the same length, that through less connected things comes first: it tells more.
        """
        if start not in self or goal not in self or start == goal:
            return []
        degrees = self._graph.degree()
        busiest = 2 * max(degrees) * len(degrees)
        # Together, the additions are less than a step.
        weights = [1 + (degrees[a] + degrees[b]) / busiest for a, b in self._graph.get_edgelist()]
        if self._graph.distances(self._numbers[start], self._numbers[goal], mode="all")[0][0] == float("inf"):
            return []
        found = self._graph.get_k_shortest_paths(
            self._numbers[start], self._numbers[goal], k=number, weights=weights, mode="all", output="vpath"
        )
        return [[self._names[step] for step in way] for way in found if way]

    @cached_property
    def measures(self) -> dict[str, Measures]:
        """How each thing stands."""
        graph, many = self._graph, len(self._names)
        ways = max(1, (many - 1) * (many - 2) / 2)
        with _DICE:
            _throw_the_same()
            groups = graph.community_multilevel()
        order = sorted(range(len(groups)), key=lambda number: (-len(groups[number]), min(groups[number], default=0)))
        ranks = {number: rank for rank, number in enumerate(order)}
        return {
            iri: Measures(degree, between / ways, rank, ranks[group])
            for iri, degree, between, rank, group in zip(
                self._names, graph.degree(), graph.betweenness(), graph.pagerank(), groups.membership, strict=True
            )
        }

    @cached_property
    def positions(self) -> dict[str, tuple[float, float]]:
        """Where each thing is drawn, from 0 to 1 in both directions: close to what it has to do with.

        See https://doi.org/10.1002/spe.4380211102.
        """
        if not self._names:
            return {}
        with _DICE:
            _throw_the_same()
            found = self._graph.layout_fruchterman_reingold(niter=_ROUNDS, grid=False)
        (left, top), (right, bottom) = found.boundaries()
        wide, high = (right - left) or 1, (bottom - top) or 1
        return {iri: ((x - left) / wide, (y - top) / high) for iri, (x, y) in zip(self._names, found, strict=True)}

    @cached_property
    def _at(self) -> dict[str, list[Edge]]:
        found: dict[str, list[Edge]] = defaultdict(list)
        for edge in self.projection.edges:
            found[edge.source].append(edge)
            found[edge.target].append(edge)
        return found

    @cached_property
    def _graph(self) -> Any:
        """Without directions, and with one edge between two things."""
        import igraph  # noqa: PLC0415 - slow to import, and the service starts without it

        pairs = sorted({self._pair(edge) for edge in self.projection.edges})
        return igraph.Graph(n=len(self._names), edges=pairs)

    def _pair(self, edge: Edge) -> tuple[int, int]:
        one, other = self._numbers[edge.source], self._numbers[edge.target]
        return (one, other) if one < other else (other, one)


def _throw_the_same() -> None:
    import igraph  # noqa: PLC0415

    igraph.set_random_number_generator(random.Random(_SEED))  # noqa: S311 - nothing is to be kept secret
