"""The drawing of diplomas by level, the lowest at the bottom, and of the ways between them."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap

from passerelle.views.facts import Fact
from passerelle.views.heights import heights
from passerelle.views.layers import Layout, lay_out
from passerelle.views.pathways import Node, System

# In the units of the drawing, which its width on the page scales.
_WIDE, _PASSING = 146.0, 20.0
_BOX, _LINE, _TALL, _GAP = 132, 14, 54, 44
_LEFT, _LETTERS, _LINES = 70, 20, 3
_ACRONYM = re.compile(r"\s\([^()]{1,12}\)$")
# Of more nothing could be seen.
_MOST = 250


@dataclass(frozen=True)
class Box:
    """A node, the left and upper end of its box, and the lines of its name."""

    node: Node
    x: float
    y: int
    lines: tuple[str, ...]
    on: bool


@dataclass(frozen=True)
class Line:
    """A way: what it is (`step`, `bridge`, `within`), its path, and whether it is on a route that is shown."""

    kind: str
    path: str
    both_ways: bool
    start: str
    end: str
    on: bool


@dataclass(frozen=True)
class Drawing:
    """All of it; `bands` are levels with the upper end of their row."""

    width: float
    height: int
    box: int
    tall: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    bands: tuple[tuple[str, int], ...]


def draw(system: System, routes: Sequence[Sequence[str]]) -> Drawing | None:
    """The drawing, with the ways of some routes brought out; None where there is nothing to draw, or too much."""
    ends = {iri for fact in (*system.steps, *system.bridges, *system.within) for iri in _pair(fact)}
    drawn = {iri: node for iri, node in system.nodes.items() if node.level or iri in ends}
    if not 0 < len(drawn) <= _MOST:
        return None
    order = [level.iri for level, _ in system.levels]
    numbers = {iri: order.index(node.level.iri) for iri, node in drawn.items() if node.level}
    rows = heights(numbers, list(drawn), system.ways, _bridged(system))
    flow = list(dict.fromkeys(_pair(fact) for fact in (*system.steps, *system.within)))
    layout = lay_out(rows, flow, _WIDE, _PASSING)
    highest = max(rows.values())
    canvas = _Canvas(layout, highest)
    on = {pair for route in routes for pair in pairwise(route)}
    passed = {iri for route in routes for iri in route}
    levels = {rows[iri]: node.level.iri.rpartition("/")[2] for iri, node in drawn.items() if node.level}
    return Drawing(
        round(canvas.width, 1),
        (highest + 1) * (_TALL + _GAP) + _GAP,
        _BOX,
        _TALL,
        tuple(
            Box(node, round(canvas.x(iri) - _BOX / 2, 1), canvas.y(rows[iri]), _lines(node), iri in passed)
            for iri, node in drawn.items()
        ),
        tuple(_lines_of(system, canvas, on)),
        tuple((name, canvas.y(row)) for row, name in sorted(levels.items())),
    )


class _Canvas:
    def __init__(self, layout: Layout, highest: int) -> None:
        self._layout, self._highest = layout, highest
        self.width = layout.width + _LEFT + _GAP

    def at(self, place: float) -> float:
        return round(_LEFT + place, 1)

    def x(self, iri: str) -> float:
        return self.at(self._layout.places[iri])

    def y(self, row: int) -> int:
        """The upper end of a row."""
        return (self._highest - row) * (_TALL + _GAP) + _GAP

    def path(self, pair: tuple[str, str]) -> str:
        """From the top of the lower box to the foot of the upper one; beside the boxes where it does not go up."""
        start, end = pair
        low, high = self._layout.rows[start], self._layout.rows[end]
        if low < high:
            here = (self.x(start), self.y(low))
            found = f"M{here[0]} {here[1]}"
            for row, place in (*self._layout.bends.get(pair, ()), (high, self._layout.places[end])):
                there = (self.at(place), self.y(row) + _TALL)
                middle = (here[1] + there[1]) / 2
                found += f"C{here[0]} {middle} {there[0]} {middle} {there[0]} {there[1]}"
                if row != high:
                    found += f"V{self.y(row)}"
                here = (there[0], self.y(row))
            return found
        if low == high:
            left, right, y = self.x(start), self.x(end), self.y(low)
            return f"M{left} {y}C{left} {y - _GAP * 0.7} {right} {y - _GAP * 0.7} {right} {y}"
        return self.beside(start, end)

    def beside(self, start: str, end: str) -> str:
        """An arc from the right of one box to the right of another."""
        x, y, to_x, to_y = (
            value
            for iri in (start, end)
            for value in (self.x(iri) + _BOX / 2, self.y(self._layout.rows[iri]) + _TALL / 2)
        )
        out = max(x, to_x) + _GAP
        return f"M{x} {y}C{out} {y} {out} {to_y} {to_x} {to_y}"

    def arc(self, pair: tuple[str, str]) -> str:
        start, end = pair
        rows = self._layout.rows
        return self.path(pair) if rows[start] == rows[end] else self.beside(start, end)


def _lines_of(system: System, canvas: _Canvas, on: Set[tuple[str, str]]) -> list[Line]:
    names = {iri: node.thing.label or node.thing.name for iri, node in system.nodes.items()}
    found = []
    for kind, facts in (("step", system.steps), ("within", system.within), ("bridge", system.bridges)):
        pairs = list(dict.fromkeys(map(_pair, facts)))
        for start, end in pairs:
            back = (end, start) in pairs
            # Of a way and its way back one line is drawn.
            if kind == "bridge" and back and start > end:
                continue
            pair = (start, end)
            path = canvas.arc(pair) if kind == "bridge" else canvas.path(pair)
            both = kind == "bridge" and back
            found.append(Line(kind, path, both, names[start], names[end], kind == "step" and pair in on))
    # What is brought out lies above the rest.
    return sorted(found, key=lambda line: line.on)


def _bridged(system: System) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for start, end in map(_pair, system.bridges):
        found.setdefault(start, []).append(end)
        found.setdefault(end, []).append(start)
    return found


def _pair(fact: Fact) -> tuple[str, str]:
    return fact.subject.iri, fact.value.term.value


def _lines(node: Node) -> tuple[str, ...]:
    """The name in a few lines; of a long one the end is cut, but for the acronym that people know it by."""
    name = node.thing.label or node.thing.name
    lines = wrap(name, _LETTERS)
    known = _ACRONYM.search(name)
    if len(lines) > _LINES and known:
        return (*wrap(name[: known.start()], _LETTERS, max_lines=_LINES - 1, placeholder="…"), known[0].strip())
    return tuple(wrap(name, _LETTERS, max_lines=_LINES, placeholder="…"))
