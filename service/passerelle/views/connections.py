"""What on the strategy board is connected to one thing, and by what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from passerelle.namespaces import PSL
from passerelle.resources.things import Thing
from passerelle.views.facts import Fact
from passerelle.views.strategy import Board, Card

# Where a thing stands on the board is no connection.
_APART = frozenset({f"{PSL}quadrant", f"{PSL}position"})


@dataclass(frozen=True)
class Connection:
    """A thing of the board with the statements that link it, and other things that both it and the first speak of."""

    card: Card
    facts: tuple[Fact, ...]
    shared: tuple[Thing, ...]


def connections(board: Board, iri: str) -> list[Connection]:
    """What is connected to a thing: what is said of both together first, then what both speak of something with."""
    mine = _values(board.links, iri)
    direct, indirect = [], []
    for card in board.cards:
        other = card.thing.iri
        if other == iri:
            continue
        theirs = _values(board.links, other)
        facts = (*mine.get(other, ()), *theirs.get(iri, ()))
        shared = tuple(thing for name in mine if name in theirs and (thing := mine[name][0].value.thing))
        if facts:
            direct.append(Connection(card, facts, shared))
        elif shared:
            indirect.append(Connection(card, (), shared))
    return [*direct, *indirect]


def _values(links: Mapping[str, Sequence[Fact]], iri: str) -> dict[str, list[Fact]]:
    """The statements about a thing by what they name."""
    found: dict[str, list[Fact]] = {}
    for fact in links.get(iri, ()):
        if fact.value.thing and fact.property.iri not in _APART:
            found.setdefault(fact.value.thing.iri, []).append(fact)
    return found
