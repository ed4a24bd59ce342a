"""What things of the timeline are about, and by which acts a rule is set."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from passerelle.namespaces import ID
from passerelle.resources.things import Thing
from passerelle.views import timeline_terms as terms
from passerelle.views.dates import When, when
from passerelle.views.facts import Fact
from passerelle.views.timeline_items import Item

# Subjects of so many things are offered.
_SHARED = 3
# A way to a subject, and not one.
_WAYS = frozenset({terms.ACT, terms.ARTICLE, terms.RULE, terms.EVENT, terms.STATEMENT})

Facts = Mapping[str, Sequence[Fact]]


@dataclass(frozen=True)
class Subject:
    """Something that things of the timeline are about, and how many they are."""

    thing: Thing
    number: int


def subjects(of: Facts, to: Facts, iris: Collection[str]) -> dict[str, frozenset[str]]:
    """What each thing is about: itself, what it or a part of it governs, and what those follow or replace.

    Args:
        of: facts by what they are about.
        to: facts by the thing that is their value.
        iris: the things.
    """
    direct = {iri: _direct(iri, of, to) for iri in {*of, *iris}}
    found = {}
    for iri in iris:
        near = {name for one in direct[iri] for name in _values(of, one, *terms.FOLLOWED)}
        found[iri] = frozenset(direct[iri].union(near, *(direct.get(name, set()) for name in near)))
    return found


def shared(about: Mapping[str, frozenset[str]], names: Mapping[str, Thing], items: Sequence[Item]) -> list[Subject]:
    """The subjects of several things that are told, those of most first."""
    numbers: dict[str, int] = {}
    kinds = {one.thing.iri: one.kind for one in items}
    told = [one.thing.iri for one in items if one.first and one.kind not in terms.ON_DEMAND]
    for iri in (subject for one in told for subject in about[one]):
        if kinds.get(iri) not in _WAYS and iri in names and not iri.startswith(f"{ID}concept/"):
            numbers[iri] = numbers.get(iri, 0) + 1
    found = [Subject(names[iri], number) for iri, number in numbers.items() if number >= _SHARED]
    return sorted(found, key=lambda one: (-one.number, one.thing.label, one.thing.iri))


def dates_of_setters(of: Facts, rule: str) -> list[When]:
    """The dates of the acts that set a rule, or that what sets it is part of."""
    setters = _values(of, rule, terms.SET_BY)
    acts = {*setters, *(whole for one in setters for whole in _values(of, one, terms.PART_OF))}
    return [
        moment
        for act in acts
        for fact in of.get(act, ())
        if fact.property.iri in terms.EARLIEST and (moment := when(fact.value.term))
    ]


def _direct(iri: str, of: Facts, to: Facts) -> set[str]:
    whole = [iri, *(fact.subject.iri for fact in to.get(iri, ()) if fact.property.iri == terms.PART_OF)]
    rules = [fact.subject.iri for one in whole for fact in to.get(one, ()) if fact.property.iri == terms.SET_BY]
    return {iri, *(name for one in (*whole, *rules) for name in _values(of, one, *terms.SUBJECTS))}


def _values(of: Facts, iri: str, *properties: str) -> list[str]:
    return [fact.value.thing.iri for fact in of.get(iri, ()) if fact.property.iri in properties and fact.value.thing]
