"""All that the graph says of one thing: its statements with who makes each, claims about it, and what points to it.

Everything is bounded: of a thing with 10,000 links the first few are told, and how many there are.
"""

from dataclasses import dataclass

from passerelle.labels import Text
from passerelle.namespaces import DCTERMS, PSL, RDF, RDFS, SKOS
from passerelle.resources.claims import Claim, read_claims
from passerelle.resources.origins import Origin, origins
from passerelle.resources.things import Naming, Thing, Value, naming, value_of
from passerelle.store import terms
from passerelle.store.engine import Engine
from passerelle.store.rows import Row, select, values

# Values of one property, and things that point here by one property.
_MOST_VALUES = 10
# Properties of a thing, and properties that point to it.
_MOST_PROPERTIES = 100

_TYPE = f"{RDF}type"
_NAMES = (f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}altLabel")
_DEFINITIONS = (f"{SKOS}definition", f"{DCTERMS}description", f"{RDFS}comment", f"{SKOS}scopeNote")


@dataclass(frozen=True)
class Statement:
    """A value of a property, and who says so."""

    value: Value
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class Property:
    """The values of one property: the first of them, and how many there are."""

    property: Thing
    statements: tuple[Statement, ...]
    total: int


@dataclass(frozen=True)
class Links:
    """The things that point here by one property: the first of them, and how many there are."""

    property: Thing
    things: tuple[Thing, ...]
    total: int


@dataclass(frozen=True)
class Description:
    """What the graph says of a thing.

    `holds` is the number of statements in it, if it is a named graph; `used`, of those it is the property of.
    """

    thing: Thing
    names: tuple[Text, ...]
    kinds: tuple[Statement, ...]
    definitions: tuple[Statement, ...]
    properties: tuple[Property, ...]
    claims: tuple[Claim, ...]
    claims_total: int
    incoming: tuple[Links, ...]
    holds: int
    used: int


def describe(engine: Engine, iri: str, language: str) -> Description:
    """Describe a thing, labelled in that language or the next best one.

    Raises:
        ValueError: it is no IRI.
    """
    node = terms.iri(iri)
    totals = _totals(engine, f"{node} ?property ?value")
    rows = {predicate: _rows(engine, node, predicate) for predicate in totals}
    pointing = _totals(engine, f"?value ?property {node}")
    pointing.pop(f"{PSL}about", None)
    links = {predicate: _pointing(engine, node, predicate) for predicate in pointing}
    read = [row for found in rows.values() for row in found]
    things = {row["value"].value for row in read if row["value"].kind == "uri"}
    linked = {linked for found in links.values() for linked in found}
    thing = naming(engine, {iri, *totals, *things, *pointing, *linked}, language)
    who = origins(engine, {row["graph"].value for row in read}, language)
    said = {predicate: _statements(found, thing, who) for predicate, found in rows.items()}
    claims, number = read_claims(engine, iri, language)
    apart = {_TYPE, *_NAMES, *_DEFINITIONS}
    return Description(
        thing(iri),
        tuple(dict.fromkeys(_text(s) for predicate in _NAMES for s in said.get(predicate, ()))),
        said.get(_TYPE, ()),
        tuple(statement for predicate in _DEFINITIONS for statement in said.get(predicate, ())),
        tuple(Property(thing(p), found, totals[p]) for p, found in said.items() if p not in apart),
        tuple(claims),
        number,
        tuple(Links(thing(p), tuple(map(thing, links[p])), total) for p, total in pointing.items()),
        _number(engine, f"GRAPH {node} {{ ?s ?p ?o }}"),
        _number(engine, f"GRAPH ?graph {{ ?s {node} ?o }}"),
    )


def _totals(engine: Engine, pattern: str) -> dict[str, int]:
    """How many values each property has in a pattern of `?property` and `?value`: the most first, then by name."""
    query = f"""
    SELECT ?property (COUNT(DISTINCT ?value) AS ?number) {{ GRAPH ?graph {{ {pattern} }} }}
    GROUP BY ?property ORDER BY DESC(?number) ?property LIMIT {_MOST_PROPERTIES}"""
    return {row["property"]: int(row["number"]) for row in values(engine, query)}


def _rows(engine: Engine, node: str, predicate: str) -> tuple[Row, ...]:
    query = f"""
    SELECT ?value ?graph {{
      {{ SELECT DISTINCT ?value {{ GRAPH ?any {{ {node} {terms.iri(predicate)} ?value }} }}
         ORDER BY ?value LIMIT {_MOST_VALUES} }}
      GRAPH ?graph {{ {node} {terms.iri(predicate)} ?value }}
    }} ORDER BY ?value ?graph"""
    return select(engine, query).rows


def _pointing(engine: Engine, node: str, predicate: str) -> list[str]:
    query = f"""
    SELECT DISTINCT ?thing {{ GRAPH ?graph {{ ?thing {terms.iri(predicate)} {node} }} FILTER(ISIRI(?thing)) }}
    ORDER BY ?thing LIMIT {_MOST_VALUES}"""
    return [row["thing"] for row in values(engine, query)]


def _statements(rows: tuple[Row, ...], thing: Naming, who: dict[str, Origin]) -> tuple[Statement, ...]:
    graphs: dict[Value, list[Origin]] = {}
    for row in rows:
        graphs.setdefault(value_of(row["value"], thing), []).append(who[row["graph"].value])
    return tuple(Statement(value, tuple(found)) for value, found in graphs.items())


def _text(statement: Statement) -> Text:
    return Text(statement.value.term.value, statement.value.language)


def _number(engine: Engine, pattern: str) -> int:
    (row,) = values(engine, f"SELECT (COUNT(*) AS ?number) {{ {pattern} }}")
    return int(row["number"])
