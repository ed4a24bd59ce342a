"""Which classes are tied by which properties, as the ontology and the shapes say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from passerelle.namespaces import RDF, RDFS, XSD
from passerelle.publishing.ontology.constraints import Aim, Shape
from passerelle.publishing.ontology.vocabulary import OwnTerm, Vocabulary

SUBCLASS = f"{RDFS}subClassOf"
_DATATYPES = (XSD, f"{RDF}langString", f"{RDFS}Literal")


@dataclass(frozen=True)
class Relation:
    """Two classes and the properties that lead from one to the other, or `SUBCLASS` alone."""

    source: str
    target: str
    properties: tuple[str, ...]


def relations(vocabulary: Vocabulary, shapes: Iterable[Shape]) -> list[Relation]:
    """All relations between classes, in the order of the modules and of their terms.

    What a property is said of is its domain, or the classes that shapes ask it of; its values are of its range, or of
    the class that the shape asks for.
    """
    known = list(shapes)
    found: dict[tuple[str, str], list[str]] = {}
    for term in vocabulary.terms.values():
        for pair in _pairs(term, known):
            found.setdefault(pair, []).append(term.iri)
    return [Relation(*pair, tuple(dict.fromkeys(names))) for pair, names in found.items()]


def _pairs(term: OwnTerm, shapes: list[Shape]) -> Iterator[tuple[str, str]]:
    if term.is_class:
        return
    asked = dict(_asked(term, shapes))
    for source in term.domains or asked:
        for target in term.ranges or asked.get(source, ()):
            if not target.startswith(_DATATYPES):
                yield source, target


def _asked(term: OwnTerm, shapes: list[Shape]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The classes that shapes ask the property of, each with the classes of its values."""
    for shape in shapes:
        rules = [rule for rule in shape.properties if rule.path == term.iri]
        targets = [target.iri for target in shape.targets if target.aim is Aim.CLASS]
        for target in targets if rules else ():
            yield target, tuple(value.value for rule in rules for value in rule.parameters.get("class", ()))
