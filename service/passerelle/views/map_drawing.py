"""The two maps: a region with what is where in it, and the region among its partners."""

from dataclasses import dataclass
from math import sqrt

from passerelle.namespaces import ID
from passerelle.resources.things import Thing
from passerelle.views.boundaries import Outline, Point, Sheet, outlines
from passerelle.views.places import Department, Places, Seat

_WIDTH = 900.0
# Colours for so many groups; more would not be told apart.
_GROUPS = 6


@dataclass(frozen=True)
class Area:
    """A territory that is drawn: its path data, its class of style, where its name stands; without a thing, nothing."""

    path: str
    style: str
    thing: Thing | None = None
    group: Thing | None = None
    at: Point = (0, 0)


@dataclass(frozen=True)
class Dot:
    """A commune that is drawn: where, how large, and what is there."""

    at: Point
    radius: float
    seat: Seat


@dataclass(frozen=True)
class Drawing:
    """A map: its size, its areas in the order of drawing, its dots, and lines between places."""

    width: float
    height: float
    areas: tuple[Area, ...]
    dots: tuple[Dot, ...] = ()
    lines: tuple[tuple[Point, Point], ...] = ()


def draw_region(places: Places) -> Drawing | None:
    """The departments of the graph with what is in them, or nothing where there is no outline of any."""
    inside = {name: found for found in places.departments if (name := _name(found.thing)) in outlines()}
    if not inside:
        return None
    sheet = Sheet([point for name in inside for ring in outlines()[name].rings for point in ring], _WIDTH, 0.12)
    groups = _groups(places.departments)
    dots = [
        Dot(sheet.at(seat.point), round(3 + 2 * sqrt(len(seat.occupants)), 1), seat)
        for seat in places.seats
        if _is_on(sheet, seat.point)
    ]
    return Drawing(
        sheet.width,
        sheet.height,
        (*_around(sheet, set(inside)), *(_department(sheet, found, groups) for found in inside.values())),
        # The smaller ones on top of the larger.
        tuple(sorted(dots, key=lambda dot: -dot.radius)),
    )


def draw_partners(places: Places) -> Drawing | None:
    """The region among its partner regions, or nothing where there is no outline of a partner."""
    partners = [partner for _, partner in places.partners if _name(partner) in outlines()]
    own = [name for found in places.departments if (name := _name(found.thing)) in outlines()]
    if not partners or not own:
        return None
    shown = {*own, *map(_name, partners)}
    sheet = Sheet([point for name in shown for ring in outlines()[name].rings for point in ring], _WIDTH, 0.8)
    middles = [outlines()[name].middle for name in own]
    centre = (sum(x for x, _ in middles) / len(middles), sum(y for _, y in middles) / len(middles))
    region = places.partners[0][0]
    return Drawing(
        sheet.width,
        sheet.height,
        (
            *_around(sheet, shown),
            *(Area(sheet.path(outlines()[name]), "own") for name in own),
            Area("", "own", region, at=sheet.at(centre)),
            *(_partner(sheet, partner) for partner in partners),
        ),
        lines=tuple((sheet.at(centre), sheet.at(outlines()[_name(partner)].middle)) for partner in partners),
    )


def _department(sheet: Sheet, found: Department, groups: dict[str, int]) -> Area:
    outline = outlines()[_name(found.thing)]
    number = groups.get(found.academy.iri, 0) if found.academy else 0
    return Area(sheet.path(outline), f"group-{number}", found.thing, found.academy, sheet.at(outline.middle))


def _partner(sheet: Sheet, partner: Thing) -> Area:
    outline = outlines()[_name(partner)]
    return Area(sheet.path(outline), "partner", partner, at=sheet.at(outline.middle))


def _groups(departments: tuple[Department, ...]) -> dict[str, int]:
    """The number of the colour of each académie."""
    found = sorted({each.academy.iri for each in departments if each.academy})
    return {iri: 1 + number % _GROUPS for number, iri in enumerate(found)}


def _around(sheet: Sheet, inside: set[str]) -> list[Area]:
    rest = [found for found in outlines().values() if found.name not in inside and sheet.shows(found)]
    # A region lies in a country, which is drawn first.
    return [Area(sheet.path(found), "around") for found in sorted(rest, key=_is_part)]


def _is_part(outline: Outline) -> bool:
    return not outline.name.startswith("country/")


def _is_on(sheet: Sheet, point: Point) -> bool:
    x, y = sheet.at(point)
    return 0 <= x <= sheet.width and 0 <= y <= sheet.height


def _name(thing: Thing) -> str:
    return thing.iri.removeprefix(ID)
