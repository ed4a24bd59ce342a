"""A part of a network as a drawing: each family with a shape of its own, names where there is room for them."""

from dataclasses import dataclass

from passerelle.graphs.families import Family, family_of
from passerelle.graphs.projection import Edge, Node
from passerelle.graphs.selection import Selection
from passerelle.graphs.structure import Structure

_WIDTH, _MARGIN = 1000, 60
_LONGEST_NAME = 34
# How far below a thing its name stands, and about how much room a name takes: names on names cannot be read.
_BELOW, _LETTER, _LINE = 22, 7.2, 15
# So many names are placed even where they cover a thing, and about how much room a thing takes about its middle.
_FIRST, _HALF = 15, 9
# SVG path data (https://www.w3.org/TR/SVG2/paths.html#PathData) about the middle of a thing, about ten units across.
SHAPES = {
    Family.ACTORS: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
    Family.PATHWAYS: "M-5.5-5.5h11v11h-11z",
    Family.LEGISLATION: "M0-7.5L7.5 0L0 7.5L-7.5 0z",
    Family.STRATEGY: "M0-7.5L7 5.5H-7z",
    Family.MOBILITY: "M0 7.5L7-5.5H-7z",
    Family.TERRITORIES: "M-3.7-6.5h7.4L7.4 0L3.7 6.5h-7.4L-7.4 0z",
    Family.OTHER: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
}
Point = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """A thing that is drawn: where, in which shape, how large, and its name if there is room for it."""

    node: Node
    family: Family
    at: Point
    scale: float
    name: "Name | None"
    opened: bool


@dataclass(frozen=True)
class Name:
    """A name in a drawing, and the middle of the line it stands on."""

    text: str
    at: Point


@dataclass(frozen=True)
class Line:
    """An edge that is drawn, from one thing to another."""

    edge: Edge
    start: Point
    end: Point


@dataclass(frozen=True)
class Picture:
    """A drawing: its size, its lines, and its marks, those that were opened last, so that they lie on top."""

    width: int
    height: int
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]

    @property
    def families(self) -> list[Family]:
        """The families that are in it."""
        there = {mark.family for mark in self.marks}
        return [family for family in Family if family in there]


def draw(selection: Selection, language: str) -> Picture | None:
    """The drawing of a part of a network, its names in a language; nothing where there is nothing to draw."""
    nodes = selection.network.nodes
    if not nodes:
        return None
    structure = Structure(selection.network)
    height = 320 if len(nodes) < 6 else 520 if len(nodes) < 25 else 760
    places = {iri: _place(at, height) for iri, at in structure.positions.items()}
    measures = structure.measures
    ranked = sorted(nodes, key=lambda iri: (iri not in selection.opened, -measures[iri].degree, iri))
    names = _names([(iri, _short(nodes[iri].label(language)), places[iri]) for iri in ranked])
    marks = [
        Mark(
            node,
            family_of(node.kind),
            places[iri],
            round(min(2.2, 0.9 + measures[iri].degree ** 0.5 / 6) + (0.5 if iri in selection.opened else 0), 2),
            names.get(iri),
            iri in selection.opened,
        )
        for iri, node in nodes.items()
    ]
    lines = [Line(edge, places[edge.source], places[edge.target]) for edge in selection.network.edges]
    return Picture(_WIDTH, height, tuple(lines), tuple(sorted(marks, key=lambda mark: (mark.opened, mark.scale))))


def _names(wanted: list[tuple[str, str, Point]]) -> dict[str, Name]:
    """The names that stand on no other, and but for the first ones on no thing, in the order in which they come."""
    found: dict[str, Name] = {}
    taken: list[tuple[float, float, float]] = []
    things = [(x, y, _HALF) for _, _, (x, y) in wanted]
    for number, (iri, text, (x, y)) in enumerate(wanted):
        half = len(text) * _LETTER / 2
        middle, line = round(min(max(x, half), _WIDTH - half), 1), round(y + _BELOW, 1)
        in_the_way = taken if number < _FIRST else [*taken, *things]
        if all(abs(middle - x) > half + other or abs(line - y) > _LINE for x, y, other in in_the_way):
            taken.append((middle, line, half))
            found[iri] = Name(text, (middle, line))
    return found


def _place(at: Point, height: int) -> Point:
    x, y = at
    return round(_MARGIN + x * (_WIDTH - 2 * _MARGIN), 1), round(_MARGIN / 2 + y * (height - _MARGIN), 1)


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_NAME else f"{label[: _LONGEST_NAME - 1].rstrip()}…"
