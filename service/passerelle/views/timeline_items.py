"""Things through time: when each began and ended as far as sources tell, and whether it held on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from passerelle.resources.things import Thing
from passerelle.views import timeline_terms as terms
from passerelle.views.dates import When, when
from passerelle.views.facts import Fact


class Standing(StrEnum):
    """Whether a thing held on a day, and how surely sources say so."""

    HOLDS = "holds"
    SINCE_UNKNOWN = "since"
    THAT_YEAR = "year"
    ENDED = "ended"
    LATER = "later"
    UNDATED = "undated"


# What may be said to have held on the day.
HELD = (Standing.HOLDS, Standing.SINCE_UNKNOWN, Standing.THAT_YEAR)


@dataclass(frozen=True)
class Item:
    """A thing through time.

    `begin` and `end` are what sources state, `end` the last day; `earliest` is a day before which it cannot have begun;
    `moment` is all that is known of what only happened. `changes` are its links to others, `changed` those from others;
    `doubts` are claims about its dates that may not be relied on.
    """

    thing: Thing
    kind: str
    dates: tuple[Fact, ...] = ()
    changes: tuple[Fact, ...] = ()
    changed: tuple[Fact, ...] = ()
    begin: When | None = None
    earliest: When | None = None
    end: When | None = None
    moment: When | None = None
    doubts: tuple[Thing, ...] = ()

    @property
    def first(self) -> date | None:
        """The day that it is sorted by: the first one known of it."""
        known = self.begin or self.earliest or self.moment
        return known.first if known else self.end.last if self.end else None

    @property
    def is_point(self) -> bool:
        """Whether it happened, and did not last."""
        return self.moment is not None

    def on(self, day: date) -> Standing:
        """Whether it held on that day."""
        if self.is_point or self.first is None:
            return Standing.UNDATED
        if self.end and day > self.end.last:
            return Standing.ENDED
        if self.begin is None:
            early = self.earliest is not None and day < self.earliest.first
            return Standing.LATER if early else Standing.SINCE_UNKNOWN
        if day < self.begin.first:
            return Standing.LATER
        return Standing.HOLDS if self.begin.is_day or day > self.begin.last else Standing.THAT_YEAR


def item(thing: Thing, kind: str, facts: Sequence[Fact], changed: Sequence[Fact], setters: Iterable[When]) -> Item:
    """A thing through time from what is said of it; `setters` are the dates of the acts that set it, if any do."""
    dates = tuple(fact for fact in facts if fact.property.iri in terms.DATES and when(fact.value.term))
    changes = tuple(fact for fact in facts if fact.property.iri in terms.CHANGES)
    begin, end = _first(dates, terms.BEGINNINGS), _end(dates)
    earliest = _first(dates, terms.EARLIEST) or min(setters, default=None)
    moment = _first(dates, terms.MOMENTS)
    paper = any(fact.value.term.value in terms.NEVER_IN_FORCE for fact in facts if fact.property.iri == terms.ACT_TYPE)
    if paper or (kind == terms.EVENT and end in {None, begin}):
        return Item(thing, kind, dates, changes, tuple(changed), moment=begin or earliest or moment)
    return Item(
        thing, kind, dates, changes, tuple(changed), begin, None if begin else earliest, end,
        None if begin or earliest or end else moment,
    )  # fmt: skip


def _first(dates: Sequence[Fact], properties: Iterable[str]) -> When | None:
    """The first of the properties that has a date, and its earliest one."""
    for name in properties:
        found = [moment for fact in dates if fact.property.iri == name and (moment := when(fact.value.term))]
        if found:
            return min(found)
    return None


def _end(dates: Sequence[Fact]) -> When | None:
    last = _first(dates, terms.LAST_DAYS)
    after = None if last else _first(dates, terms.FIRST_DAYS_AFTER)
    if after is None or after.first == date.min:
        return last
    before = after.first - timedelta(days=1)
    return When(before, before if after.is_day else after.last)
