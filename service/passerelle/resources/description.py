"""All that the graph says of one thing: its statements with who makes each, claims about it, and what points to it.

Everything is bounded: of a thing with 10,000 links a part is told, and how many there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from passerelle.labels import Text
from passerelle.namespaces import DCTERMS, RDF, RDFS, SKOS
from passerelle.resources.claims import Claim, read_claims
from passerelle.resources.links import count_links, count_values, read_links, read_values
from passerelle.resources.origins import Origin, origins
from passerelle.resources.parts import Part
from passerelle.resources.things import Naming, Thing, Value, naming, value_of
from passerelle.store import terms
from passerelle.store.rows import Answers, Row

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
    """The values of one property: a part of them, and how many there are."""

    property: Thing
    statements: tuple[Statement, ...]
    total: int


@dataclass(frozen=True)
class Links:
    """The things that point here by one property: a part of them, and how many there are."""

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

    @property
    def longest(self) -> int:
        """The length of its longest list."""
        totals = [member.total for member in self.properties] + [links.total for links in self.incoming]
        return max(self.claims_total, self.holds, *totals)


def describe(engine: Answers, iri: str, language: str, part: Part | None = None) -> Description:
    """Describe a thing, labelled in that language or the next best one, by a part of each list, the first by default.

    Raises:
        ValueError: it is no IRI.
    """
    node, part = terms.iri(iri), part or Part()
    (totals, used), (pointing, holds) = count_values(engine, node), count_links(engine, node)
    apart = {_TYPE, *_NAMES, *_DEFINITIONS}
    rows = read_values(engine, node, totals, {p: part.first if p in apart else part for p in totals})
    links = read_links(engine, node, pointing, part)
    read = [row for found in rows.values() for row in found]
    things = {row["value"].value for row in read if row["value"].kind == "uri"}
    linked = {linked for found in links.values() for linked in found}
    thing = naming(engine, {iri, *totals, *things, *pointing, *linked}, language)
    who = origins(engine, {row["graph"].value for row in read}, language)
    said = {predicate: _statements(found, thing, who) for predicate, found in rows.items()}
    claims, number = read_claims(engine, iri, language, part)
    return Description(
        thing(iri),
        tuple(dict.fromkeys(_text(s) for predicate in _NAMES for s in said.get(predicate, ()))),
        said.get(_TYPE, ()),
        tuple(statement for predicate in _DEFINITIONS for statement in said.get(predicate, ())),
        tuple(Property(thing(p), found, totals[p]) for p, found in said.items() if p not in apart),
        tuple(claims),
        number,
        tuple(Links(thing(p), tuple(map(thing, links[p])), total) for p, total in pointing.items()),
        holds,
        used,
    )


def _statements(rows: Iterable[Row], thing: Naming, who: dict[str, Origin]) -> tuple[Statement, ...]:
    graphs: dict[Value, list[Origin]] = {}
    for row in rows:
        graphs.setdefault(value_of(row["value"], thing), []).append(who[row["graph"].value])
    return tuple(Statement(value, tuple(found)) for value, found in graphs.items())


def _text(statement: Statement) -> Text:
    return Text(statement.value.term.value, statement.value.language)
