"""What the graph knows of things through time: read once, then told by kind, by subject and at a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from passerelle.labels import chosen
from passerelle.namespaces import DCTERMS, PSL
from passerelle.resources.things import Thing, naming
from passerelle.store.rows import Answers, select
from passerelle.views import timeline_terms as terms
from passerelle.views.facts import Fact, about, read_facts, read_types
from passerelle.views.timeline_items import HELD, Item, Standing, item
from passerelle.views.timeline_subjects import Subject, dates_of_setters, shared, subjects

# More of a kind are not told: nobody would read them.
_MOST = 300


@dataclass(frozen=True)
class Timeline:
    """Things in the order of time, those without a date apart, and how many of a long list are left out.

    `subjects` are offered to choose one of; `about` says what each thing is about.
    """

    items: tuple[Item, ...]
    undated: tuple[Item, ...]
    subjects: tuple[Subject, ...]
    about: Mapping[str, frozenset[str]]
    left_out: int = 0

    def chosen(self, kind: str, subject: str) -> "Timeline":
        """The part of one kind, or of all that are told unasked, and of one subject, or of all."""

        def fits(found: Item) -> bool:
            of_kind = found.kind == kind if kind else found.kind not in terms.ON_DEMAND
            return of_kind and (not subject or subject in self.about[found.thing.iri])

        items, more = _first(list(filter(fits, self.items)))
        undated, others = _first(list(filter(fits, self.undated)))
        return replace(self, items=tuple(items), undated=tuple(undated), left_out=more + others)

    def held(self, day: date) -> dict[str, list[tuple[Item, Standing]]]:
        """What held on a day, by kind."""
        found: dict[str, list[tuple[Item, Standing]]] = {}
        for one in self.items:
            if (standing := one.on(day)) in HELD:
                found.setdefault(one.kind, []).append((one, standing))
        return {kind: found[kind] for kind in terms.KINDS if kind in found}

    def turns(self) -> list[date]:
        """The days from which on something holds, or no longer does, in order."""
        begun = {one.begin.first for one in self.items if one.begin and one.begin.is_day}
        ended = {date.fromordinal(one.end.last.toordinal() + 1) for one in self.items if one.end and one.end.is_day}
        return sorted(begun | ended)


def read_timeline(engine: Answers, language: str) -> Timeline:
    """Read all of it, labelled in a language.

    Raises:
        StoreError: as the engine tells it.
    """
    kinds = _kinds(engine)
    facts = read_facts(engine, _pattern(), language)
    of, to = about(facts), _by_value(facts)
    doubts = about(read_facts(engine, _doubts(), language))
    names = _names(engine, kinds, facts, language)
    found = []
    for iri, kind in kinds.items():
        back = [fact for fact in to.get(iri, ()) if fact.property.iri in terms.TOLD_BACK]
        one = item(names[iri], kind, of.get(iri, ()), back, dates_of_setters(of, iri))
        # Of statements only those that held, and no longer do.
        if kind != terms.STATEMENT or any(fact.property.iri == terms.OUTDATED_SINCE for fact in one.dates):
            claims = (fact.value.thing for fact in doubts.get(iri, ()) if fact.value.thing)
            found.append(replace(one, doubts=tuple(claims)))
    found.sort(key=lambda one: (one.first or date.max, one.thing.label, one.thing.iri))
    of_each = subjects(of, to, [one.thing.iri for one in found])
    return Timeline(
        tuple(one for one in found if one.first),
        tuple(one for one in found if not one.first),
        tuple(shared(of_each, names, found)),
        of_each,
    )


def _first(items: Sequence[Item]) -> tuple[list[Item], int]:
    """The first of each kind, and how many there are beyond."""
    kept = [one for kind in terms.KINDS for one in [found for found in items if found.kind == kind][:_MOST]]
    told = {one.thing.iri for one in kept}
    return [one for one in items if one.thing.iri in told], len(items) - len(kept)


def _kinds(engine: Answers) -> dict[str, str]:
    """The kind of each thing: the last that it belongs to, as an article is a legal resource too."""
    members = read_types(engine, [name for classes in terms.KINDS.values() for name in classes])
    return {iri: kind for kind, classes in terms.KINDS.items() for name in classes for iri in members.get(name, ())}


def _pattern() -> str:
    properties = (*terms.DATES, *terms.CHANGES, terms.PART_OF, terms.ACT_TYPE)
    classes = [name for names in terms.KINDS.values() for name in names]
    return f"""
    VALUES ?property {{ {" ".join(f"<{name}>" for name in properties)} }}
    VALUES ?class {{ {" ".join(f"<{name}>" for name in classes)} }}
    ?subject a ?class .
    GRAPH ?graph {{ ?subject ?property ?value }}"""


def _doubts() -> str:
    """Claims about a date of a thing that may not be relied on."""
    dates = " ".join(f"<{name}>" for name in (*terms.DATES, f"{DCTERMS}date"))
    return f"""
    VALUES ?standing {{ {" ".join(f"<{name}>" for name in terms.DOUBTED)} }}
    VALUES ?date {{ {dates} }}
    GRAPH ?graph {{ ?value <{PSL}about> ?subject ; <{PSL}property> ?date }}
    ?value <{PSL}standing> ?standing
    BIND(<{PSL}about> AS ?property)"""


def _by_value(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.value.thing:
            found.setdefault(fact.value.thing.iri, []).append(fact)
    return found


def _names(engine: Answers, kinds: Mapping[str, str], facts: Sequence[Fact], language: str) -> dict[str, Thing]:
    """What everything is called; of a statement what it says."""
    found = {fact.value.thing.iri: fact.value.thing for fact in facts if fact.value.thing}
    found |= {fact.subject.iri: fact.subject for fact in facts}
    thing = naming(engine, kinds.keys() - found.keys(), language)
    found |= {iri: thing(iri) for iri in kinds.keys() - found.keys()}
    wordings: dict[str, dict[str, str]] = {}
    query = f"SELECT ?claim ?text {{ GRAPH ?graph {{ ?claim <{terms.WORDING}> ?text }} }} ORDER BY ?claim ?text"
    for row in select(engine, query).rows:
        wordings.setdefault(row["claim"].value, {}).setdefault(row["text"].language, row["text"].value)
    for iri, texts in wordings.items():
        text = chosen(texts, language)
        if text and kinds.get(iri) == terms.STATEMENT:
            found[iri] = replace(found[iri], label=text.text)
    return found
