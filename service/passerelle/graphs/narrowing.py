"""A network with only what a person wants to look at: some relations, kinds, sources or years."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from passerelle.graphs.projection import Edge, Node, Projection


@dataclass(frozen=True)
class Filter:
    """What is kept; of what is empty, everything.

    `relations` are IRIs of properties, `kinds` those that IRIs of things name, `works` IRIs of works; `since` and
    `until` are years, and a thing without any date is in all of them. Things that are `hidden` are never kept.
    """

    relations: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    works: frozenset[str] = frozenset()
    since: int | None = None
    until: int | None = None
    hidden: frozenset[str] = frozenset()

    @property
    def keeps_all(self) -> bool:
        """Whether nothing is left out."""
        return self == Filter()


def narrow(projection: Projection, wanted: Filter) -> Projection:
    """The network of the edges that a filter keeps, and of their ends."""
    if wanted.keeps_all:
        return projection
    kept = {node.iri for node in projection.nodes.values() if _keeps_node(wanted, node)}
    edges = tuple(
        edge
        for edge in projection.edges
        if edge.source in kept and edge.target in kept and _keeps_edge(wanted, projection, edge)
    )
    return part_of(projection, {end for edge in edges for end in (edge.source, edge.target)}, edges)


def part_of(projection: Projection, iris: Collection[str], edges: tuple[Edge, ...]) -> Projection:
    """The same view with only these things and edges."""
    return replace(projection, nodes={iri: projection.nodes[iri] for iri in sorted(iris)}, edges=edges)


def work_of(source: str) -> str:
    """The work that a source, a work or a passage of one, belongs to."""
    return source.partition("#")[0]


def _keeps_node(wanted: Filter, node: Node) -> bool:
    if node.iri in wanted.hidden or (wanted.kinds and node.kind not in wanted.kinds):
        return False
    first, last = year(node.details.start), year(node.details.end)
    if wanted.until is not None and first is not None and first > wanted.until:
        return False
    return wanted.since is None or last is None or last >= wanted.since


def _keeps_edge(wanted: Filter, projection: Projection, edge: Edge) -> bool:
    if wanted.relations and edge.predicate not in wanted.relations:
        return False
    return not wanted.works or any(work_of(source) in wanted.works for source in projection.sources(edge))


def year(date: str) -> int | None:
    """The year of a date, a month or a year; None where it has none.

    Examples:
        >>> year("2019-08-30"), year("1959"), year("")
        (2019, 1959, None)
    """
    written = date[:4]
    return int(written) if len(written) == 4 and written.isdecimal() else None
