"""All that the page of the ontology tells, read once for a version of the data set."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from passerelle.namespaces import RDFS, SKOS
from passerelle.publishing.ontology.constraints import Aim, PropertyRule, Rule, Shape, read_shapes
from passerelle.publishing.ontology.examples import Example, read_examples
from passerelle.publishing.ontology.relations import SUBCLASS, Relation, relations
from passerelle.publishing.ontology.vocabulary import Module, OwnTerm, Vocabulary, read_vocabulary
from passerelle.store.rows import Answers

# The overview leaves out properties that tie more pairs of classes than this, lists of values, and classes with fewer
# ties than the first so many have.
_COMMON, _OVERVIEW = 4, 16


@dataclass(frozen=True)
class Asked:
    """A rule about a property of the things that a shape is about."""

    shape: Shape
    rule: PropertyRule


@dataclass(frozen=True)
class Model:
    """The terms, the shapes, an example of each term, and the relations between classes."""

    vocabulary: Vocabulary
    shapes: tuple[Shape, ...]
    examples: dict[str, Example]
    relations: tuple[Relation, ...]

    def asked_of(self, term: str, *, is_class: bool) -> list[Asked]:
        """The rules about properties of a class, or about a property wherever it is asked for."""
        return [
            Asked(shape, rule)
            for shape in self.shapes
            for rule in shape.properties
            if (shape.is_about(term, Aim.CLASS) if is_class else rule.path == term)
        ]

    def asked_of_values(self, term: str) -> list[Asked]:
        """The rules about the values of a property."""
        return [
            Asked(shape, rule)
            for shape in self.shapes
            if shape.is_about(term, Aim.OBJECTS)
            for rule in shape.properties
        ]

    def rules_of(self, term: str) -> list[Rule]:
        """The rules that are told by a message and are about a class, or name a term of ours."""
        return [
            rule for shape in self.shapes for rule in shape.rules if term in rule.names or shape.is_about(term, *Aim)
        ]

    def said_of(self, term: str) -> list[str]:
        """The properties of ours that expect a class, and that no rule asks of it."""
        asked = {one.rule.path for one in self.asked_of(term, is_class=True)}
        own = self.vocabulary.terms.values()
        return [other.iri for other in own if term in other.domains and other.iri not in asked]

    def leading_to(self, term: str) -> list[str]:
        """The properties of ours whose values are expected to be of a class."""
        return [other.iri for other in self.vocabulary.terms.values() if term in other.ranges]

    def narrower(self, term: str) -> list[str]:
        """The classes or properties below one, that are of ours."""
        above = f"{RDFS}subClassOf", f"{RDFS}subPropertyOf"
        return [other.iri for other in self.vocabulary.terms.values() if term in other.values(*above)]

    @property
    def reused(self) -> list[str]:
        """The classes of others that shapes are about, or that are at an end of a property of ours."""
        ends = [end for relation in self.relations for end in (relation.source, relation.target)]
        aims = [target.iri for shape in self.shapes for target in shape.targets if target.aim is Aim.CLASS]
        return sorted({iri for iri in (*ends, *aims) if iri not in self.vocabulary.terms})

    def overview(self) -> list[Relation]:
        """The relations between the classes with most ties, by properties that tell one pair from another."""
        pairs = Counter(iri for relation in self.relations for iri in relation.properties)
        telling = [
            Relation(relation.source, relation.target, names)
            for relation in self.relations
            if relation.target != f"{SKOS}Concept"
            and (names := tuple(iri for iri in relation.properties if pairs[iri] <= _COMMON))
        ]
        ties = Counter(
            end
            for relation in telling
            if relation.source != relation.target
            for end in (relation.source, relation.target)
        )
        first = {iri for iri, _ in sorted(ties.items(), key=lambda item: (-item[1], item[0]))[:_OVERVIEW]}
        return [relation for relation in telling if {relation.source, relation.target} <= first]

    def around(self, module: Module) -> tuple[list[Relation], list[str]]:
        """What the diagram of a module shows: relations that its properties make, and its classes with those above."""
        classes = [term.iri for term in module.terms if term.is_class]
        own = {term.iri for term in module.terms}
        found = [
            Relation(relation.source, relation.target, names)
            for relation in self.relations
            if (names := tuple(iri for iri in relation.properties if iri in own and self._is_telling(iri)))
        ]
        return [*found, *self._hierarchy(module.terms)], classes

    def common(self, module: Module) -> list[str]:
        """The properties of a module that tie so many classes that no diagram shows them."""
        return [term.iri for term in module.terms if not term.is_class and not self._is_telling(term.iri)]

    def _is_telling(self, iri: str) -> bool:
        return sum(iri in relation.properties for relation in self.relations) <= 2 * _COMMON

    def _hierarchy(self, terms: tuple[OwnTerm, ...]) -> Iterator[Relation]:
        for term in terms:
            for above in term.values(SUBCLASS):
                yield Relation(term.iri, above, (SUBCLASS,))


def read_model(engine: Answers) -> Model:
    """Read the ontology, the shapes and the examples; failures as `Answers.answer` tells them."""
    vocabulary, shapes = read_vocabulary(engine), read_shapes(engine)
    examples = read_examples(engine, vocabulary.terms.values())
    return Model(vocabulary, tuple(shapes), examples, tuple(relations(vocabulary, shapes)))
