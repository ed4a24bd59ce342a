"""Draws classes as boxes and properties as arrows, for a template to write as SVG."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from passerelle.publishing.ontology.layout import Layout, layout
from passerelle.publishing.ontology.ports import Port, ports_of
from passerelle.publishing.ontology.relations import SUBCLASS, Relation

# Sizes in pixels, for names of 13 and labels of 11, whose letters are 7.5 and 5.5 wide or less.
_BOX, _LINE, _LABEL_LINE, _PADDING = 136, 16, 12, 8
_BETWEEN, _GAP, _MARGIN = 170, 26, 12
_LETTERS, _LABEL_LETTERS, _LABEL_LETTER = 17, 20, 5.5

Naming = Callable[[str], str]


@dataclass(frozen=True)
class Box:
    """A class: its corner and size, the lines of its name, and of the properties that lead back to it."""

    iri: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    loops: tuple[str, ...]
    main: bool


@dataclass(frozen=True)
class Arrow:
    """An arrow as a path of SVG; whether it leads to a broader class."""

    path: str
    is_kind: bool


@dataclass(frozen=True)
class Label:
    """The lines of a label at the start of its arrows: the middle of its height, and its side of the box."""

    x: float
    y: float
    lines: tuple[str, ...]
    anchor: str


@dataclass(frozen=True)
class Diagram:
    """A drawing, with what it shows as a list of relations for whoever does not see it."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    labels: tuple[Label, ...]
    relations: tuple[Relation, ...]


def draw(found: Iterable[Relation], classes: Iterable[str], main: Iterable[str], name: Naming) -> Diagram:
    """Draw relations.

    Args:
        found: what is drawn.
        classes: more classes, with or without relations.
        main: those of the boxes that the drawing is about.
        name: what a class or a property is called.
    """
    shown, about = list(found), set(main)
    ends = [end for relation in shown for end in (relation.source, relation.target)]
    loops = {relation.source: relation.properties for relation in shown if relation.source == relation.target}
    ports = ports_of(shown, lambda iri: wrap(name(iri), _LABEL_LETTERS))
    boxes = [_Drawn(iri, name, loops.get(iri, ()), ports.get(iri, ())) for iri in dict.fromkeys([*classes, *ends])]
    edges = [(iri, target) for iri, mine in ports.items() for port in mine for target in port.targets]
    placed = layout({box.iri: box.height for box in boxes}, edges, _GAP)
    columns = 1 + max((column for column, _ in placed.boxes.values()), default=0)
    drawn = [part for box in boxes for part in _ports(box, placed)]
    return Diagram(
        2 * _MARGIN + columns * _BOX + (columns - 1) * _BETWEEN,
        round(2 * _MARGIN + placed.height),
        tuple(box.placed(placed.boxes[box.iri], box.iri in about) for box in boxes),
        tuple(part for part in drawn if isinstance(part, Arrow)),
        tuple(part for part in drawn if isinstance(part, Label)),
        tuple(shown),
    )


class _Drawn:
    """A box before it has its place."""

    def __init__(self, iri: str, name: Naming, loops: Iterable[str], ports: Iterable[Port]) -> None:
        self.iri = iri
        self.ports = tuple(ports)
        self.lines = wrap(name(iri), _LETTERS)
        self.loops = tuple(line for loop in loops for line in wrap(f"↻ {name(loop)}", _LABEL_LETTERS + 2))
        own = (len(self.lines) + len(self.loops)) * _LINE + 2 * _PADDING
        self.height = max(own, sum(map(height_of, self.ports)))

    def placed(self, place: tuple[int, float], main: bool) -> Box:
        column, middle = place
        top = round(_MARGIN + middle - self.height / 2, 1)
        return Box(self.iri, _left(column), top, _BOX, self.height, self.lines, self.loops, main)


def height_of(port: Port) -> float:
    """How much room the label of a port takes."""
    return max(len(port.lines), 1) * _LABEL_LINE + 4


def _ports(box: _Drawn, placed: Layout) -> Iterable[Arrow | Label]:
    """The arrows that leave a box, each port on the side of its targets, in the order of where they lead."""
    column, middle = placed.boxes[box.iri]
    sides: Mapping[bool, list[Port]] = {True: [], False: []}
    for port in box.ports:
        for right in (True, False):
            targets = tuple(target for target in port.targets if (placed.boxes[target][0] > column) is right)
            if targets:
                sides[right].append(Port(port.properties, targets, port.lines))
    for right, ports in sides.items():
        ports.sort(
            key=lambda port: sum(placed.edges[box.iri, target][1][1] for target in port.targets) / len(port.targets)
        )
        y = _MARGIN + middle - sum(map(height_of, ports)) / 2
        for port in ports:
            here = round(y + height_of(port) / 2, 1)
            y += height_of(port)
            x = _left(column) + (_BOX if right else 0)
            room = (max(map(len, port.lines)) * _LABEL_LETTER + 10) * (1 if right else -1)
            yield Label(x + (5 if right else -5), here, port.lines, "start" if right else "end")
            for target in port.targets:
                way = placed.edges[box.iri, target]
                yield Arrow(_path(x, here, room, way, right), port.properties == (SUBCLASS,))


def _path(x: float, y: float, room: float, way: list[tuple[int, float]], right: bool) -> str:
    """A line past the label, then curves from column to column."""
    path, x0, y0 = f"M {x} {y} H {round(x + room, 1)}", x + room, y
    for (_, _), (column, middle) in pairwise(way):
        x1, y1 = _left(column) + (0 if right else _BOX), round(_MARGIN + middle, 1)
        half = round((x0 + x1) / 2, 1)
        path += f" C {half} {y0} {half} {y1} {x1} {y1}"
        if (column, middle) != way[-1]:
            x1 += _BOX if right else -_BOX
            path += f" H {x1}"
        x0, y0 = x1, y1
    return path


def _left(column: int) -> float:
    return _MARGIN + column * (_BOX + _BETWEEN)


def wrap(text: str, letters: int) -> tuple[str, ...]:
    """A text in lines of so many letters at most, if its words allow."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= letters or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return tuple(lines)
