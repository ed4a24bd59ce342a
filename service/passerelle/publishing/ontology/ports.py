"""Where arrows leave a box: one place for all properties that lead to the same classes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from passerelle.publishing.ontology.relations import SUBCLASS, Relation


@dataclass(frozen=True)
class Port:
    """Properties, the classes that all of them lead to, and the lines of their label."""

    properties: tuple[str, ...]
    targets: tuple[str, ...]
    lines: tuple[str, ...]


def ports_of(relations: Iterable[Relation], lines: Callable[[str], tuple[str, ...]]) -> dict[str, tuple[Port, ...]]:
    """The ports of each class; what leads back to the class itself has none, a broader class one of its own."""
    targets: dict[str, dict[str, list[str]]] = {}
    for relation in relations:
        if relation.source != relation.target:
            for iri in relation.properties:
                targets.setdefault(relation.source, {}).setdefault(iri, []).append(relation.target)
    return {source: tuple(_grouped(by_property, lines)) for source, by_property in targets.items()}


def _grouped(by_property: dict[str, list[str]], lines: Callable[[str], tuple[str, ...]]) -> Iterable[Port]:
    groups: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    for iri, found in by_property.items():
        groups.setdefault((iri == SUBCLASS, tuple(sorted(found))), []).append(iri)
    for (_, found_targets), names in groups.items():
        yield Port(tuple(names), found_targets, tuple(line for iri in names for line in lines(iri)))
