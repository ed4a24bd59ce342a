"""The drawing of things through time: where each bar stands, in hundredths of a width that the page decides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from passerelle.views import timeline_terms as terms
from passerelle.views.dates import When
from passerelle.views.timeline_items import Item

# In CSS pixels, which stay as they are at any width.
_TOP, _GROUP, _ROW, _BAR = 26, 50, 32, 21
_FEWEST_TICKS, _MOST_TICKS = 4, 7
# The share of things that may have begun before the axis does: the first of them by centuries.
_EARLY = 0.08


@dataclass(frozen=True)
class Segment:
    """A part of a bar, and how surely it held: `sure`, `unsure` (no source tells its beginning) or `about` (a year)."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True)
class Mark:
    """A sign on the line of a thing: `point`, `before` and `after` (it goes on beyond the drawing)."""

    x: float
    kind: str


@dataclass(frozen=True)
class Row:
    """A thing in the drawing."""

    item: Item
    y: int
    segments: tuple[Segment, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Group:
    """The things of one kind."""

    kind: str
    y: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Link:
    """A line from a thing to the one that replaces it, where that begins."""

    x: float
    top: int
    bottom: int
    down: bool


@dataclass(frozen=True)
class Drawing:
    """All of it; `day` is where the day in question stands, if the axis reaches it."""

    height: int
    bar: int
    ticks: tuple[tuple[float, int], ...]
    groups: tuple[Group, ...]
    links: tuple[Link, ...]
    day: float | None


class _Axis:
    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        self._start = date(first, 1, 1).toordinal()
        self._length = date(last, 12, 31).toordinal() - self._start + 1

    def at(self, day: date, *, end: bool = False) -> float:
        """Where a day begins, or ends; at the nearer end of the axis if it is beyond."""
        x = 100 * (day.toordinal() + end - self._start) / self._length
        return round(min(100.0, max(0.0, x)), 2)

    def holds(self, day: date) -> bool:
        return self.first <= day.year <= self.last

    def ticks(self) -> list[tuple[float, int]]:
        years = self.last - self.first
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 2000, 10000) if years // step < _MOST_TICKS)
        first = -(-self.first // step) * step
        return [(self.at(date(year, 1, 1)), year) for year in range(first, self.last + 1, step)]


def draw(items: Sequence[Item], day: date) -> Drawing | None:
    """The drawing of dated things, by kind; None where there is nothing to draw."""
    if not items:
        return None
    axis = _axis(items, day)
    y, groups = _TOP, []
    for kind in terms.KINDS:
        of_kind = _in_order([one for one in items if one.kind == kind])
        if of_kind:
            rows = tuple(_row(one, y + _GROUP + _ROW * place, axis) for place, one in enumerate(of_kind))
            groups.append(Group(kind, y, rows))
            y += _GROUP + _ROW * len(rows) + 8
    at = axis.at(day) if axis.holds(day) else None
    return Drawing(y, _BAR, tuple(axis.ticks()), tuple(groups), tuple(_links(groups, axis)), at)


def _axis(items: Sequence[Item], day: date) -> _Axis:
    years = sorted(one.first.year for one in items if one.first)
    known = [moment for one in items for moment in (one.begin, one.earliest, one.end, one.moment) if moment]
    first, last = years[int(len(years) * _EARLY)], max(moment.last.year for moment in known)
    # The day in question is on it, if it is not far from everything else.
    if years[0] <= day.year < first or last < day.year <= last + _MOST_TICKS:
        first, last = min(first, day.year), max(last, day.year)
    # What goes on is seen to.
    last = min(last + 1, date.max.year)
    return _Axis(max(1, min(first, last - _FEWEST_TICKS)), last)


def _row(one: Item, y: int, axis: _Axis) -> Row:
    if one.moment:
        return Row(one, y, *_point(one.moment, axis))
    last = one.end.last if one.end else date(axis.last, 12, 31)
    segments, marks = [], []
    if one.begin is None:
        start = one.earliest.first if one.earliest else date(axis.first, 1, 1)
        segments.append(_segment(axis, start, last, "unsure"))
    else:
        start = one.begin.first
        sure = start
        if not one.begin.is_day:
            segments.append(_segment(axis, start, min(one.begin.last, last), "about"))
            sure = one.begin.last
        if sure < last or one.begin.is_day:
            segments.append(_segment(axis, sure, last, "sure"))
    if start.year < axis.first or (one.begin is None and one.earliest is None):
        marks.append(Mark(0, "before"))
    if one.end is None:
        marks.append(Mark(100, "after"))
    return Row(one, y, tuple(found for found in segments if found.width), tuple(marks))


def _segment(axis: _Axis, first: date, last: date, kind: str) -> Segment:
    start, end = axis.at(first), axis.at(last, end=True)
    # A day is seen as well; what lies before the axis is not drawn on it.
    width = max(end - start, 0.5) if end > 0 else 0
    return Segment(min(start, 99.5) if width else start, round(width, 2), kind)


def _point(moment: When, axis: _Axis) -> tuple[tuple[Segment, ...], tuple[Mark, ...]]:
    if moment.last.year < axis.first:
        return (), (Mark(0, "before"),)
    if moment.is_day:
        return (), (Mark(axis.at(moment.first), "point"),)
    return (_segment(axis, moment.first, moment.last, "about"),), ()


def _in_order(items: Sequence[Item]) -> list[Item]:
    """In the order of time, but what was replaced right above what replaced it."""
    here = {one.thing.iri: one for one in items}
    placed: dict[str, Item] = {}

    def place(one: Item, *, above: frozenset[str]) -> None:
        if one.thing.iri in placed or one.thing.iri in above:
            return
        for iri in _others(one, terms.REPLACES):
            if iri in here:
                place(here[iri], above=above | {one.thing.iri})
        placed[one.thing.iri] = one

    replaced = {iri for one in items for iri in _others(one, terms.REPLACES)}
    for one in [*(one for one in items if one.thing.iri not in replaced), *items]:
        place(one, above=frozenset())
    return list(placed.values())


def _links(groups: Iterable[Group], axis: _Axis) -> list[Link]:
    rows = {row.item.thing.iri: row for group in groups for row in group.rows}
    found = []
    for row in rows.values():
        for old in (rows[iri] for iri in _others(row.item, terms.REPLACES) if iri in rows):
            begun = row.item.begin or row.item.earliest
            x = axis.at(begun.first) if begun else min((part.x for part in row.segments), default=0)
            top, bottom = sorted((old.y, row.y))
            found.append(Link(x, top, bottom, row.y > old.y))
    return found


def _others(one: Item, name: str) -> list[str]:
    return [fact.value.thing.iri for fact in one.changes if fact.property.iri == name and fact.value.thing]
