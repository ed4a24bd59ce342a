"""What a person looks at in the network, as the address of the page says it: the same address shows the same."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from urllib.parse import urlencode

from passerelle.errors import Problem
from passerelle.graphs.narrowing import Filter
from passerelle.graphs.paths import MOST_WAYS
from passerelle.graphs.views import VIEWS, UnknownViewError, View, view_named
from passerelle.namespaces import Kind, expand, shorten

Parameters = list[tuple[str, str]]
# Things opened at a time, things shown of each of their relations, ways between two things.
_MOST_OPENED, _MOST_BESIDE = 30, 200
BESIDE, WAYS = 8, 3
_ONCE = ("view", "from", "to", "since", "until", "more", "k")
_OFTEN = ("thing", "relation", "kind", "work", "hide")


@dataclass(frozen=True)
class Exploration:
    """A view, the things that were opened in it, two things to be connected, a filter, and how much is shown."""

    view: View
    opened: tuple[str, ...] = ()
    start: str = ""
    goal: str = ""
    filter: Filter = field(default_factory=Filter)
    beside: int = BESIDE
    ways: int = WAYS

    def query(self, **more: str) -> str:
        """The query string of an address that shows this."""
        pairs: Parameters = [("view", self.view.name)]
        pairs += [("thing", shorten(iri)) for iri in self.opened]
        pairs += [(name, shorten(iri)) for name, iri in (("from", self.start), ("to", self.goal)) if iri]
        wanted = self.filter
        pairs += [("relation", shorten(iri)) for iri in sorted(wanted.relations)]
        pairs += [("kind", kind) for kind in sorted(wanted.kinds)]
        pairs += [("work", shorten(iri)) for iri in sorted(wanted.works)]
        pairs += [(name, str(year)) for name, year in (("since", wanted.since), ("until", wanted.until)) if year]
        pairs += [("hide", shorten(iri)) for iri in sorted(wanted.hidden)]
        pairs += [("more", str(self.beside))] if self.beside != BESIDE else []
        pairs += [("k", str(self.ways))] if self.ways != WAYS else []
        return urlencode([*pairs, *more.items()])

    def opening(self, iri: str) -> "Exploration":
        """The same with one more thing opened, and no longer the ways between two."""
        opened = tuple(dict.fromkeys([*self.opened, iri]))[-_MOST_OPENED:]
        return replace(self, opened=opened, start="", goal="")

    def closing(self, iri: str) -> "Exploration":
        """The same without a thing that was opened."""
        return replace(self, opened=tuple(other for other in self.opened if other != iri))

    def hiding(self, iri: str) -> "Exploration":
        """The same without a thing at all."""
        return replace(self.closing(iri), filter=replace(self.filter, hidden=self.filter.hidden | {iri}))

    def showing(self, iri: str) -> "Exploration":
        """The same with a thing that was hidden."""
        return replace(self, filter=replace(self.filter, hidden=self.filter.hidden - {iri}))


def read_exploration(parameters: Parameters, find: Callable[[str], str]) -> Exploration:
    """What the parameters of an address say.

    Args:
        parameters: names and values; names that are not ours are left aside.
        find: gives the IRI of a thing that is named by an IRI, a prefixed name or a label.

    Raises:
        Problem: 400 for a value that does not fit, or a name that is given twice.
        LookupFailedError: as `find` tells it.
    """
    once: dict[str, str] = {}
    often: dict[str, list[str]] = {name: [] for name in _OFTEN}
    for name, value in parameters:
        if not value.strip():
            continue
        if name in often:
            often[name].append(value.strip())
        elif name in _ONCE:
            if name in once:
                raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter {name!r} is given more than once.")
            once[name] = value.strip()
    if len(often["thing"]) > _MOST_OPENED:
        raise Problem(HTTPStatus.BAD_REQUEST, f"At most {_MOST_OPENED} things can be opened at a time.")
    return Exploration(
        _view(once.get("view", "all")),
        tuple(dict.fromkeys(map(find, often["thing"]))),
        find(once["from"]) if "from" in once else "",
        find(once["to"]) if "to" in once else "",
        Filter(
            frozenset(_iris("relation", often["relation"])),
            frozenset(_kinds(often["kind"])),
            frozenset(_iris("work", often["work"])),
            _number(once, "since", 9999),
            _number(once, "until", 9999),
            frozenset(_iris("hide", often["hide"])),
        ),
        _number(once, "more", _MOST_BESIDE) or BESIDE,
        _number(once, "k", MOST_WAYS) or WAYS,
    )


def _view(name: str) -> View:
    try:
        return view_named(name)
    except UnknownViewError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, str(error), views=list(VIEWS)) from None


def _iris(name: str, values: Iterable[str]) -> list[str]:
    try:
        return [expand(value) for value in values]
    except ValueError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter {name!r} does not fit: {error}.") from None


def _kinds(values: Iterable[str]) -> list[str]:
    found = list(values)
    known = {kind.value for kind in Kind}
    if wrong := [value for value in found if value not in known]:
        raise Problem(HTTPStatus.BAD_REQUEST, f"There is no kind {wrong[0]!r}.", kinds=sorted(known))
    return found


def _number(given: dict[str, str], name: str, most: int) -> int | None:
    value = given.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) <= len(str(most)) and 1 <= int(value) <= most):
        raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter {name!r} is a whole number from 1 to {most}.")
    return int(value)
