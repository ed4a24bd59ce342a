"""What the page tells of each term: everything with its name, in the language of the reader."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from passerelle import urls
from passerelle.labels import Text
from passerelle.namespaces import DCTERMS, OWL, RDFS, SKOS, shorten
from passerelle.phrases import LANGUAGES, phrase
from passerelle.publishing.ontology.constraints import Aim
from passerelle.publishing.ontology.examples import Example
from passerelle.publishing.ontology.model import Asked, Model
from passerelle.publishing.ontology.vocabulary import OwnTerm
from passerelle.publishing.ontology.wording import Wording, words
from passerelle.resources.things import Thing, Value, value_of

Naming = Callable[[str], Thing]
_NOTES = (f"{SKOS}scopeNote", f"{SKOS}changeNote", f"{SKOS}historyNote", f"{SKOS}editorialNote", f"{RDFS}comment")


@dataclass(frozen=True)
class Row:
    """What is asked: of which thing, and in which words."""

    thing: Thing
    words: tuple[Wording, ...]


@dataclass(frozen=True)
class ShownExample:
    """An example with the names of its thing and its value, and the address that asks its query."""

    found: Example
    thing: Value
    value: Value | None
    address: str


@dataclass(frozen=True)
class Entry:
    """A term of ours as the page tells it."""

    term: OwnTerm
    thing: Thing
    label: Text
    other_labels: tuple[Text, ...]
    definition: Text | None
    other_definitions: tuple[Text, ...]
    kind: str
    traits: tuple[str, ...]
    above: tuple[Thing, ...]
    below: tuple[Thing, ...]
    disjoint: tuple[Thing, ...]
    domains: tuple[Thing, ...]
    ranges: tuple[Thing, ...]
    rows: tuple[Row, ...]
    value_rows: tuple[Row, ...]
    properties: tuple[Thing, ...]
    value_of: tuple[Thing, ...]
    rules: tuple[Text, ...]
    example: ShownExample | None
    mappings: tuple[tuple[str, Thing], ...]
    notes: tuple[Text, ...]
    replaced_by: tuple[Thing, ...]


def iris_named(model: Model) -> Iterator[str]:
    """Every IRI that the entries call by its name."""
    for term in model.vocabulary.terms.values():
        yield from (term.iri, *(value.value for values in term.said.values() for value in values))
    for shape in model.shapes:
        yield from (target.iri for target in shape.targets)
        for rule in shape.properties:
            yield from (rule.path, *(value.value for values in rule.parameters.values() for value in values))
    for example in model.examples.values():
        yield from (term.value for term in (example.thing, example.value) if term and term.kind == "uri")
    for mappings in model.vocabulary.mappings.values():
        yield from (iri for _, iri in mappings)


def entry(model: Model, term: OwnTerm, name: Naming, language: str, links: urls.Urls) -> Entry:
    """The entry of a term."""
    label = term.text(f"{RDFS}label", language) or Text(term.name, "")
    definition = term.text(f"{SKOS}definition", language)
    what = term.kind
    asked = model.asked_of(term.iri, is_class=term.is_class)
    return Entry(
        term=term,
        thing=name(term.iri),
        label=label,
        other_labels=_others(term, f"{RDFS}label", label),
        definition=definition,
        other_definitions=_others(term, f"{SKOS}definition", definition),
        kind=phrase(f"kind_{what}", language),
        traits=tuple(phrase(f"trait_{what}", language) for what in term.traits),
        above=tuple(map(name, term.values(f"{RDFS}subClassOf", f"{RDFS}subPropertyOf"))),
        below=tuple(map(name, model.narrower(term.iri))),
        disjoint=tuple(map(name, term.values(f"{OWL}disjointWith"))),
        domains=tuple(map(name, term.domains)),
        ranges=tuple(map(name, term.ranges)),
        rows=tuple(_rows(term.is_class, asked, name, language)),
        value_rows=tuple(_value_rows(model.asked_of_values(term.iri), name, language)),
        properties=tuple(map(name, model.said_of(term.iri))),
        value_of=tuple(map(name, model.leading_to(term.iri))),
        rules=tuple(told for rule in model.rules_of(term.iri) if (told := rule.told(language))),
        example=_example(model.examples.get(term.iri), name, links),
        mappings=tuple(_mappings(model.vocabulary.mappings.get(term.iri, ()), name, language)),
        notes=tuple(note for kind in _NOTES if (note := term.text(kind, language))),
        replaced_by=tuple(map(name, term.values(f"{DCTERMS}isReplacedBy"))),
    )


def reused_rows(model: Model, iri: str, name: Naming, language: str) -> tuple[Row, ...]:
    """What the shapes ask of a class of others."""
    return tuple(_rows(True, model.asked_of(iri, is_class=True), name, language))


def _rows(is_class: bool, asked: list[Asked], name: Naming, language: str) -> Iterator[Row]:
    """One row for each property of a class, or for each class of a property."""
    found: dict[str, list[Wording]] = {}
    for one in asked:
        said = words(one.rule, language)
        if is_class:
            found.setdefault(one.rule.path, []).extend(said)
            continue
        for target in one.shape.targets:
            # What has the property, whatever it is, is told as the property itself.
            found.setdefault(target.iri if target.aim is Aim.CLASS else one.rule.path, []).extend(said)
    yield from _told(found, name)


def _value_rows(asked: list[Asked], name: Naming, language: str) -> Iterator[Row]:
    """What is asked of the values of a property: one row for each property of theirs."""
    found: dict[str, list[Wording]] = {}
    for one in asked:
        found.setdefault(one.rule.path, []).extend(words(one.rule, language))
    yield from _told(found, name)


def _told(found: dict[str, list[Wording]], name: Naming) -> Iterator[Row]:
    return (Row(name(iri), tuple(dict.fromkeys(said))) for iri, said in found.items())


def _others(term: OwnTerm, kind: str, shown: Text | None) -> tuple[Text, ...]:
    texts = (Text(value.value, value.language) for value in term.said.get(kind, ()) if value.language in LANGUAGES)
    return tuple(text for text in texts if text != shown)


def _mappings(found: Iterable[tuple[str, str]], name: Naming, language: str) -> Iterator[tuple[str, Thing]]:
    for mapping, iri in found:
        what = mapping.removeprefix(SKOS).removesuffix("Match")
        yield phrase(f"mapping_{what}", language), name(iri)


def _example(found: Example | None, name: Naming, links: urls.Urls) -> ShownExample | None:
    if found is None:
        return None
    address = f"{links.local(urls.SPARQL)}?query={quote(found.query, safe='')}"
    value = value_of(found.value, name) if found.value else None
    return ShownExample(found, value_of(found.thing, name), value, address)


def called(thing: Thing) -> str:
    """What a thing is called in running text."""
    return thing.label or shorten(thing.iri)
