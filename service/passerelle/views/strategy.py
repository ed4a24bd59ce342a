"""The strategy board: factors by quadrant, levers with their means, what answers what, and the plans around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from passerelle.namespaces import DCTERMS, ID, PREFIXES, PSL, RDF
from passerelle.resources.things import Thing
from passerelle.store.rows import Answers
from passerelle.views.facts import Fact, about, read_facts
from passerelle.views.readings import Reading, is_ours, read_readings

_ANSWERS, _QUADRANT, _MEANS = f"{PSL}answers", f"{PSL}quadrant", f"{PSL}usesMeans"
_INTEGRATES, _TARGETS, _POSITION = f"{PSL}integrates", f"{PSL}targetsZone", f"{PSL}position"
# The order in which a board is read; other quadrants come after.
_ORDER = tuple(f"{ID}concept/quadrant-{name}" for name in ("strength", "weakness", "opportunity", "threat"))
# Those that wait for an answer; strengths and opportunities do not.
_WAITING = frozenset({_ORDER[1], _ORDER[3]})
# What a thing is, its codes, and the book that it stands in, are no links to others.
_APART = frozenset({f"{RDF}type", f"{DCTERMS}isPartOf", f"{PREFIXES['adms']}identifier"})


@dataclass(frozen=True)
class Answer:
    """That a lever answers a factor, with what says so."""

    lever: Thing
    factor: Thing
    fact: Fact
    reading: Reading | None

    @property
    def is_reading(self) -> bool:
        """Whether nobody but ourselves says so."""
        return self.reading is not None or is_ours(self.fact)


@dataclass(frozen=True)
class Card:
    """A factor, a lever, a plan or a zone: what is said of it, and what it answers or is answered by.

    `waits` is a factor that asks for an answer; `readings` are interpretations of its place on the board; `aimed` says
    who aims at a zone.
    """

    thing: Thing
    facts: tuple[Fact, ...]
    answers: tuple[Answer, ...] = ()
    means: tuple[Fact, ...] = ()
    readings: tuple[Reading, ...] = ()
    waits: bool = False
    aimed: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Quadrant:
    """A quadrant with its factors; `is_reading` where nobody but ourselves puts them there."""

    thing: Thing
    factors: tuple[Card, ...]
    is_reading: bool


@dataclass(frozen=True)
class Board:
    """All of it. `links` are all statements about what is on the board, by the thing they are about."""

    quadrants: tuple[Quadrant, ...]
    levers: tuple[Card, ...]
    plans: tuple[Card, ...]
    zones: tuple[Card, ...]
    links: Mapping[str, Sequence[Fact]]

    @property
    def cards(self) -> list[Card]:
        """Everything that stands on it, in order."""
        factors = [card for quadrant in self.quadrants for card in quadrant.factors]
        return [*factors, *self.levers, *self.plans, *self.zones]

    @property
    def waiting(self) -> list[Card]:
        """Factors that ask for an answer."""
        return [card for quadrant in self.quadrants for card in quadrant.factors if card.waits]


def read_board(engine: Answers, language: str) -> Board:
    """Read the board, labelled in a language.

    Raises:
        StoreError: as the engine tells it.
    """
    of = about(read_facts(engine, _pattern(), language))
    readings = read_readings(engine, language)
    kinds = {name: _members(of, f"{PSL}{name}") for name in ("Factor", "Lever", "Strategy", "Zone")}
    links = {iri: [fact for fact in facts if fact.property.iri not in _APART] for iri, facts in of.items()}
    answers = [
        Answer(fact.subject, fact.value.thing, fact, readings.get((lever, _ANSWERS, fact.value.thing.iri)))
        for lever in kinds["Lever"]
        for fact in links[lever]
        if fact.property.iri == _ANSWERS and fact.value.thing
    ]
    levers = sorted(kinds["Lever"], key=lambda iri: (_position(of[iri]), _name(of[iri])))
    plans = sorted(kinds["Strategy"], key=lambda iri: (not _has(links[iri], _INTEGRATES), _name(of[iri])))
    return Board(
        tuple(_quadrants(kinds["Factor"], links, answers, readings)),
        tuple(_card(links[iri], _thing(of[iri]), [one for one in answers if one.lever.iri == iri]) for iri in levers),
        tuple(_card(links[iri], _thing(of[iri])) for iri in plans),
        tuple(_zone(links, _thing(of[iri])) for iri in sorted(kinds["Zone"], key=lambda iri: _name(of[iri]))),
        links,
    )


def _pattern() -> str:
    """All links of what is on the board, and of whoever aims at a zone."""
    return f"""
    {{ VALUES ?class {{ <{PSL}Factor> <{PSL}Lever> <{PSL}Strategy> <{PSL}Zone> }} ?subject a ?class }}
    UNION {{ ?subject <{_TARGETS}> ?zone }}
    GRAPH ?graph {{ ?subject ?property ?value }}
    FILTER(ISIRI(?subject) && (ISIRI(?value) || ?property = <{_POSITION}>))"""


def _members(of: Mapping[str, Sequence[Fact]], kind: str) -> list[str]:
    def fits(fact: Fact) -> bool:
        return fact.property.iri == f"{RDF}type" and fact.value.term.value == kind

    return [iri for iri, facts in of.items() if any(map(fits, facts))]


def _quadrants(
    factors: Sequence[str],
    links: Mapping[str, Sequence[Fact]],
    answers: Sequence[Answer],
    readings: Mapping[tuple[str, str, str], Reading],
) -> list[Quadrant]:
    placed: dict[str, list[Fact]] = {}
    for iri in factors:
        for fact in links[iri]:
            if fact.property.iri == _QUADRANT and fact.value.thing:
                placed.setdefault(fact.value.thing.iri, []).append(fact)
    found = []
    for quadrant in sorted(placed, key=lambda iri: (_ORDER.index(iri) if iri in _ORDER else len(_ORDER), iri)):
        cards = [
            _card(
                links[fact.subject.iri],
                fact.subject,
                [one for one in answers if one.factor.iri == fact.subject.iri],
                [readings[key] for key in [(fact.subject.iri, _QUADRANT, quadrant)] if key in readings],
                waits=quadrant in _WAITING,
            )
            for fact in placed[quadrant]
        ]
        thing = placed[quadrant][0].value.thing
        if thing:
            found.append(Quadrant(thing, tuple(cards), all(map(is_ours, placed[quadrant]))))
    return found


def _card(
    links: Sequence[Fact],
    thing: Thing,
    answers: Sequence[Answer] = (),
    readings: Sequence[Reading] = (),
    *,
    waits: bool = False,
) -> Card:
    apart = {_MEANS, _ANSWERS, _QUADRANT, _POSITION}
    told = tuple(fact for fact in links if fact.property.iri not in apart)
    means = tuple(fact for fact in links if fact.property.iri == _MEANS)
    return Card(thing, told, tuple(answers), means, tuple(readings), waits)


def _zone(links: Mapping[str, Sequence[Fact]], thing: Thing) -> Card:
    aimed = [fact for facts in links.values() for fact in facts if fact.property.iri == _TARGETS]
    here = tuple(fact for fact in aimed if fact.value.thing and fact.value.thing.iri == thing.iri)
    return replace(_card(links[thing.iri], thing), aimed=here)


def _thing(facts: Sequence[Fact]) -> Thing:
    return facts[0].subject


def _name(facts: Sequence[Fact]) -> str:
    return facts[0].subject.label or facts[0].subject.name


def _has(facts: Sequence[Fact], name: str) -> bool:
    return any(fact.property.iri == name for fact in facts)


def _position(facts: Sequence[Fact]) -> float:
    numbers = [fact.value.term.value for fact in facts if fact.property.iri == _POSITION]
    return min((float(number) for number in numbers if number.isdecimal()), default=float("inf"))
