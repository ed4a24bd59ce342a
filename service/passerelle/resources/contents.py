"""What is inside of a thing: the statements of a named graph, the parts of a work."""

from dataclasses import dataclass

from passerelle.namespaces import DCTERMS, PSL, SOURCE, SOURCES_GRAPH
from passerelle.resources.parts import Part
from passerelle.resources.things import Thing, Value, naming, value_of
from passerelle.store import terms
from passerelle.store.rows import Answers, select, values


@dataclass(frozen=True)
class Inside:
    """A statement of a named graph."""

    subject: Value
    property: Thing
    value: Value


@dataclass(frozen=True)
class Piece:
    """A section, passage or sentence: its name in the addresses of the work, and the graphs of what it says."""

    thing: Thing
    name: str
    graphs: tuple[Thing, ...]
    pieces: tuple["Piece", ...]


def read_statements(engine: Answers, iri: str, language: str, part: Part) -> tuple[Inside, ...]:
    """A part of the statements of a named graph.

    Raises:
        ValueError: it is no IRI.
    """
    query = f"SELECT ?s ?p ?o {{ GRAPH {terms.iri(iri)} {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o {part.limits}"
    rows = select(engine, query).rows
    thing = naming(engine, {term.value for row in rows for term in row.values() if term.kind == "uri"}, language)
    return tuple(Inside(value_of(row["s"], thing), thing(row["p"].value), value_of(row["o"], thing)) for row in rows)


def read_pieces(engine: Answers, iri: str, language: str) -> tuple[Piece, ...]:
    """The parts of a work and their parts, in the order of the work; nothing of anything else.

    Raises:
        ValueError: it is no IRI.
    """
    if not iri.startswith(SOURCE):
        return ()
    query = f"""
    SELECT ?piece ?whole ?graph {{ GRAPH <{SOURCES_GRAPH}> {{
      ?piece <{DCTERMS}isPartOf>+ {terms.iri(iri)} ; <{DCTERMS}isPartOf> ?whole
      OPTIONAL {{ ?piece <{PSL}position> ?position }}
      OPTIONAL {{ ?graph <{DCTERMS}source> ?piece }}
    }} }} ORDER BY ?position ?piece ?graph"""
    wholes: dict[str, dict[str, list[str]]] = {}
    for row in values(engine, query):
        graphs = wholes.setdefault(row["whole"], {}).setdefault(row["piece"], [])
        graphs += [row["graph"]] if row["graph"] else []
    names = {name for pieces in wholes.values() for piece, graphs in pieces.items() for name in (piece, *graphs)}
    thing = naming(engine, names, language)

    def within(whole: str, around: frozenset[str]) -> tuple[Piece, ...]:
        return tuple(
            Piece(thing(name), name.partition("#")[2], tuple(map(thing, graphs)), within(name, around | {name}))
            for name, graphs in wholes.get(whole, {}).items()
            if name not in around
        )

    return within(iri, frozenset({iri}))
