"""A layered layout: boxes in columns, so that arrows lead from left to right where they can.

After Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System Structures" (1981): circles
are opened, each box has a column, arrows that pass a column bend there, and the order in a column avoids crossings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_SWEEPS = 12
_SETTLING = 40

Edge = tuple[str, str]
# The box of an arrow that passes a column: of no height.
_Bend = tuple[str, str, int]
_Node = str | _Bend


@dataclass(frozen=True)
class Layout:
    """For each box its column and the middle of its height; for each edge the same for every place that it passes."""

    boxes: dict[str, tuple[int, float]]
    edges: dict[Edge, list[tuple[int, float]]]
    height: float


def layout(heights: Mapping[str, float], edges: Iterable[Edge], gap: float) -> Layout:
    """Place boxes of these heights; edges are between boxes of the mapping, none from a box to itself.

    The same input gives the same layout.
    """
    wanted = sorted(dict.fromkeys(edges))
    forward = _without_circles(sorted(heights), wanted)
    columns = _columns(sorted(heights), set(forward.values()))
    chains = {edge: _chain(edge, columns) for edge in sorted(set(forward.values()))}
    rows = _ordered(columns, list(chains.values()))
    tall = {node: heights.get(node, 0.0) if isinstance(node, str) else gap / 2 for row in rows for node in row}
    middles = _settled(rows, tall, list(chains.values()), gap)
    column_of = {node: number for number, row in enumerate(rows) for node in row}
    places = {node: (column_of[node], middles[node]) for node in middles}
    ways = {}
    for edge, turned in forward.items():
        way = [places[node] for node in chains[turned]]
        ways[edge] = way if edge == turned else way[::-1]
    height = max((middles[node] + tall[node] / 2 for node in middles), default=0.0)
    return Layout({node: place for node, place in places.items() if isinstance(node, str)}, ways, height)


def _without_circles(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[Edge, Edge]:
    """Each edge, turned round where it would close a circle. What many point to goes to the right."""
    weight = dict.fromkeys(nodes, 0)
    for source, target in edges:
        weight[source] += 1
        weight[target] -= 1
    order: dict[str, int] = {}
    for node in sorted(nodes, key=lambda node: (-weight[node], node)):
        order[node] = len(order)
    return {(a, b): (a, b) if order[a] < order[b] else (b, a) for a, b in edges}


def _columns(nodes: Sequence[str], edges: set[Edge]) -> dict[str, int]:
    """The column of each node: one after the last of those that point to it, and as near as can be to what follows."""
    before = {node: sorted(a for a, b in edges if b == node) for node in nodes}
    after = {node: sorted(b for a, b in edges if a == node) for node in nodes}
    found: dict[str, int] = {}

    def column(node: str) -> int:
        if node not in found:
            found[node] = max((column(other) + 1 for other in before[node]), default=0)
        return found[node]

    for node in sorted(nodes, key=column, reverse=True):
        if after[node] and not before[node]:
            found[node] = min(found[other] for other in after[node]) - 1
    return found


def _chain(edge: Edge, columns: Mapping[str, int]) -> list[_Node]:
    source, target = edge
    return [source, *((source, target, column) for column in range(columns[source] + 1, columns[target])), target]


def _ordered(columns: Mapping[str, int], chains: Sequence[Sequence[_Node]]) -> list[list[_Node]]:
    """The nodes of each column, in an order that crosses few edges: by the mean place of neighbours, to and fro."""
    rows: list[list[_Node]] = [[] for _ in range(max(columns.values(), default=-1) + 1)]
    for node, column in sorted(columns.items()):
        rows[column].append(node)
    for chain in chains:
        for bend in chain[1:-1]:
            rows[bend[2] if isinstance(bend, tuple) else 0].append(bend)
    links = _links(chains)
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            place = {node: index / max(len(line), 1) for line in rows for index, node in enumerate(line)}
            row.sort(key=lambda node: _mean([place[other] for other in links[node]], place[node]))
    return rows


def _settled(
    rows: Sequence[Sequence[_Node]], tall: Mapping[_Node, float], chains: Sequence[Sequence[_Node]], gap: float
) -> dict[_Node, float]:
    """The middle of each node: near those of its neighbours, in the order of its column, none above the edge."""
    middles: dict[_Node, float] = {}
    for row in rows:
        top = 0.0
        for node in row:
            middles[node] = top + tall[node] / 2
            top += tall[node] + gap
    links = _links(chains)
    for _ in range(_SETTLING):
        for row in rows:
            wished = {node: _mean([middles[other] for other in links[node]], middles[node]) for node in row}
            _push_apart(row, wished, tall, gap)
            middles |= wished
    top = min((middles[node] - tall[node] / 2 for node in middles), default=0.0)
    return {node: middle - top for node, middle in middles.items()}


def _push_apart(row: Sequence[_Node], wished: dict[_Node, float], tall: Mapping[_Node, float], gap: float) -> None:
    """Make room between the nodes of a column, each as near to where it wishes to be as the others allow.

    Least squares under an order: neighbours that are too near one another are moved as one (pool adjacent violators).
    """
    offset, offsets = 0.0, []
    for index, node in enumerate(row):
        offset += (tall[row[index - 1]] + tall[node]) / 2 + gap if index else 0.0
        offsets.append(offset)
    blocks: list[tuple[float, int]] = []
    for node, moved in zip(row, offsets, strict=True):
        mean, size = wished[node] - moved, 1
        while blocks and blocks[-1][0] > mean:
            other, more = blocks.pop()
            mean, size = (mean * size + other * more) / (size + more), size + more
        blocks.append((mean, size))
    places = [mean for mean, size in blocks for _ in range(size)]
    wished.update({node: place + moved for node, place, moved in zip(row, places, offsets, strict=True)})


def _links(chains: Sequence[Sequence[_Node]]) -> dict[_Node, list[_Node]]:
    links: dict[_Node, list[_Node]] = {}
    for chain in chains:
        for left, right in pairwise(chain):
            links.setdefault(left, []).append(right)
            links.setdefault(right, []).append(left)
    return _Neighbours(links)


class _Neighbours(dict[_Node, list[_Node]]):
    def __missing__(self, _node: _Node) -> list[_Node]:
        return []


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
