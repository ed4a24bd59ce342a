"""A layered layout: things in rows, ordered so that lines cross little, and placed so that lines are short.

After K. Sugiyama, S. Tagawa and M. Toda (https://doi.org/10.1109/TSMC.1981.4308636): a line over several rows is given
a place in each, and rows are sorted again and again by where their neighbours are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_SWEEPS = 12

Edge = tuple[str, str]
Room = Callable[[str], float]


@dataclass(frozen=True)
class Layout:
    """Where things and lines stand: rows are counted from 0, places are middles, from 0 to the width.

    Of a line over several rows `bends` has the place in each row between.
    """

    rows: Mapping[str, int]
    places: Mapping[str, float]
    bends: Mapping[Edge, tuple[tuple[int, float], ...]]
    width: float


def lay_out(rows: Mapping[str, int], edges: Iterable[Edge], room: float, passing: float) -> Layout:
    """Give each thing a place in its row.

    Args:
        rows: the row of each thing.
        edges: lines; those that do not go from a lower row to a higher one are left to whoever draws them.
        room: the width that a thing takes.
        passing: the width that a line takes where it passes a row.
    """
    chains = {edge: _chain(edge, rows) for edge in edges if rows[edge[0]] < rows[edge[1]]}
    order: dict[int, list[str]] = {}
    for row, name in dict.fromkeys([*((row, name) for name, row in sorted(rows.items())), *_passed(chains.values())]):
        order.setdefault(row, []).append(name)
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for (_, low), (_, high) in (pair for chain in chains.values() for pair in pairwise(chain)):
        above.setdefault(low, []).append(high)
        below.setdefault(high, []).append(low)

    def wide(name: str) -> float:
        return room if name in rows else passing

    width = max((sum(map(wide, names)) for names in order.values()), default=room)
    places = {name: at for names in order.values() for name, at in _placed(names, {}, wide, width).items()}
    for sweep in range(2 * _SWEEPS):
        # First the order of each row, by the rows on one side; then its places, by those on both.
        ordering = sweep < _SWEEPS
        sides = ([below, above][sweep % 2],) if ordering else (below, above)
        for row in sorted(order, reverse=sweep % 2 == 1):
            wanted = {name: _middle(name, sides, places) for name in order[row]}
            if ordering:
                order[row].sort(key=lambda name, wanted=wanted: (wanted[name], name))  # type: ignore[misc]
            places |= _placed(order[row], {} if ordering else wanted, wide, width)
    bends = {edge: tuple((row, places[name]) for row, name in chain[1:-1]) for edge, chain in chains.items()}
    return Layout(rows, {name: places[name] for name in rows}, bends, width)


def _chain(edge: Edge, rows: Mapping[str, int]) -> list[tuple[int, str]]:
    start, end = edge
    between = [(row, f"{row} {start} {end}") for row in range(rows[start] + 1, rows[end])]
    return [(rows[start], start), *between, (rows[end], end)]


def _passed(chains: Iterable[Sequence[tuple[int, str]]]) -> list[tuple[int, str]]:
    return [place for chain in chains for place in chain[1:-1]]


def _middle(name: str, sides: Sequence[Mapping[str, Sequence[str]]], places: Mapping[str, float]) -> float:
    """The middle of the neighbours of a thing, or where it is."""
    near = [places[other] for side in sides for other in side.get(name, ())]
    return sum(near) / len(near) if near else places[name]


def _placed(names: Sequence[str], wanted: Mapping[str, float], room: Room, width: float) -> dict[str, float]:
    """The middles of things in their order, as near as may be to where they are wanted, none over another.

    Things that would overlap are put together in a block, which stands in the middle of what its members want.
    """
    offsets, total = [], 0.0
    for name in names:
        offsets.append(total + room(name) / 2)
        total += room(name)
    gap = (width - total) / (len(names) + 1)
    blocks: list[tuple[float, int]] = []
    for place, name in enumerate(names):
        mean, number = wanted.get(name, offsets[place] + gap * (place + 1)) - offsets[place], 1
        while blocks and blocks[-1][0] > mean:
            before, size = blocks.pop()
            mean, number = (before * size + mean * number) / (size + number), size + number
        blocks.append((mean, number))
    starts = [min(max(mean, 0.0), width - total) for mean, number in blocks for _ in range(number)]
    return {name: start + offset for name, start, offset in zip(names, starts, offsets, strict=True)}
