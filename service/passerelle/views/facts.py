"""Statements about many things at once, each with who makes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from passerelle.resources.origins import Origin, origins
from passerelle.resources.things import Thing, Value, naming, value_of
from passerelle.store.rows import Answers, Term, select


@dataclass(frozen=True)
class Fact:
    """A statement, and who makes it."""

    subject: Thing
    property: Thing
    value: Value
    origins: tuple[Origin, ...]


def read_facts(engine: Answers, pattern: str, language: str) -> list[Fact]:
    """The statements that a pattern of ours finds, things labelled in a language.

    Args:
        engine: what answers.
        pattern: binds `?subject`, `?property`, `?value`, and `?graph`, the graph that says so; nothing of a request is
            in it.
        language: that of the labels.

    Raises:
        StoreError: as the engine tells it.
    """
    variables = "?subject ?property ?value ?graph"
    query = f"SELECT DISTINCT {variables} {{ {pattern} }} ORDER BY {variables}"
    graphs: dict[tuple[str, str, Term], list[str]] = {}
    for row in select(engine, query).rows:
        if row["subject"].kind == "uri":
            key = (row["subject"].value, row["property"].value, row["value"])
            graphs.setdefault(key, []).append(row["graph"].value)
    iris = {iri for subject, predicate, _ in graphs for iri in (subject, predicate)}
    iris |= {value.value for _, _, value in graphs if value.kind == "uri"}
    thing = naming(engine, iris, language)
    who = origins(engine, {graph for found in graphs.values() for graph in found}, language)
    return [
        Fact(thing(subject), thing(predicate), value_of(value, thing), tuple(who[graph] for graph in found))
        for (subject, predicate, value), found in graphs.items()
    ]


def read_types(engine: Answers, classes: Iterable[str]) -> dict[str, list[str]]:
    """The things that have an IRI in each of these classes, in order; a class without any is absent."""
    listed = " ".join(f"<{name}>" for name in classes)
    query = f"""
    SELECT DISTINCT ?class ?thing {{ VALUES ?class {{ {listed} }} ?thing a ?class FILTER(ISIRI(?thing)) }}
    ORDER BY ?class ?thing"""
    found: dict[str, list[str]] = {}
    for row in select(engine, query).rows:
        found.setdefault(row["class"].value, []).append(row["thing"].value)
    return found


def about(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    """Facts by the thing that they are about."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.subject.iri, []).append(fact)
    return found
