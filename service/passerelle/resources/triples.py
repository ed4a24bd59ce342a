"""The description of a thing as RDF, the same in every format.

It holds what the thing is said to be, the claims about it, a part of what points to it, and the labels of all that
these name. Formats of triples cannot say who makes which statement: the document names by `dcterms:source` the named
graphs that hold the statements about the thing, and repeats of each of them what `graph/sources` says of it: the
passage or work that it was taken from, or the rule that made it. For a statement alone, `GRAPH ?g { … }` at the
endpoint gives it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from passerelle.namespaces import DCTERMS, FOAF, LICENCE, PROV, PSL, RDF, RDFS, SOURCE, SOURCES_GRAPH
from passerelle.phrases import LANGUAGES
from passerelle.resources.links import count_links, read_links
from passerelle.resources.parts import Part
from passerelle.store import terms
from passerelle.store.rows import Answers, Row, Term, select
from passerelle.store.statements import Statement


@dataclass(frozen=True)
class Triples:
    """The statements of a description, and how long the longest of the lists is that a page tells by parts."""

    statements: list[Statement]
    longest: int


def read_triples(engine: Answers, iri: str, document: str, part: Part) -> Triples:
    """The description of a thing, in the document of that IRI, with a part of what points to it.

    Raises:
        ValueError: one of the two is no IRI.
    """
    node = terms.iri(iri)
    # What is said of it, and in claims about it, in one query.
    rows = _rows(
        engine,
        f"{{ VALUES ?s {{ {node} }} GRAPH ?g {{ ?s ?p ?o }} }} UNION "
        f"{{ {{ SELECT DISTINCT ?s {{ GRAPH ?a {{ ?s <{PSL}about> {node} }} }} }} GRAPH ?g {{ ?s ?p ?o }} }}",
    )
    own = tuple(row for row in rows if row["s"].value == iri)
    claims = tuple(row for row in rows if row["s"].value != iri)
    own += _pieces(engine, iri, node)
    own += _nested(engine, own)
    totals, holds = count_links(engine, node)
    links = read_links(engine, node, totals, part)
    pointing = ((_iri(thing), p, _iri(iri)) for p, things in links.items() for thing in things)
    graphs = sorted({row["g"].value for row in own})
    found = dict.fromkeys(
        [*_document(document, iri, graphs), *_said(own), *_said(claims), *pointing, *_origins(engine, graphs)]
    )
    labels = [said for said in dict.fromkeys(_labels(engine, found)) if said not in found]
    longest = max(_longest(own, iri), len({row["s"] for row in claims}), holds, *totals.values())
    return Triples([*found, *labels], longest)


def _pieces(engine: Answers, iri: str, node: str) -> tuple[Row, ...]:
    """What is said of the parts of a work, whose IRIs lead here (https://www.w3.org/TR/cooluris/#hashuri)."""
    if not iri.startswith(SOURCE):
        return ()
    parts = f"SELECT DISTINCT ?s {{ GRAPH <{SOURCES_GRAPH}> {{ ?s <{DCTERMS}isPartOf>+ {node} }} }}"
    return _rows(engine, f"{{ {parts} }} GRAPH <{SOURCES_GRAPH}> {{ ?s ?p ?o }} BIND(<{SOURCES_GRAPH}> AS ?g)")


def _nested(engine: Answers, rows: Iterable[Row]) -> tuple[Row, ...]:
    """What is said of the blank nodes that statements name, and of those named there."""
    wanted = {row["o"] for row in rows if row["o"].kind == "bnode"}
    if not wanted:
        return ()
    graphs = terms.listed(sorted({row["g"].value for row in rows}))
    pattern = f"VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?s ?p ?o FILTER(ISBLANK(?s)) }}"
    by_subject: dict[Term, list[Row]] = {}
    for row in _rows(engine, pattern):
        by_subject.setdefault(row["s"], []).append(row)
    found: list[Row] = []
    while wanted:
        reached = [row for subject in wanted for row in by_subject.pop(subject, [])]
        found += reached
        wanted = {row["o"] for row in reached if row["o"].kind == "bnode"}
    return tuple(sorted(found, key=lambda row: [row[name].value for name in "spog"]))


def _longest(rows: Iterable[Row], iri: str) -> int:
    """The most values that a property of a thing has."""
    found = Counter(p for p, _ in {(row["p"].value, row["o"]) for row in rows if row["s"].value == iri})
    return max(found.values(), default=0)


def _document(document: str, iri: str, graphs: Iterable[str]) -> Iterator[Statement]:
    yield _iri(document), f"{RDF}type", _iri(f"{FOAF}Document")
    yield _iri(document), f"{FOAF}primaryTopic", _iri(iri)
    yield _iri(document), f"{DCTERMS}license", _iri(LICENCE)
    for graph in graphs:
        yield _iri(document), f"{DCTERMS}source", _iri(graph)


def _origins(engine: Answers, graphs: Iterable[str]) -> Iterator[Statement]:
    return _said(
        _rows(
            engine,
            f"VALUES ?s {{ {terms.listed(graphs)} }} VALUES ?p {{ <{DCTERMS}source> <{PROV}wasGeneratedBy> }} "
            f"GRAPH <{SOURCES_GRAPH}> {{ ?s ?p ?o }}",
        )
    )


def _labels(engine: Answers, found: Iterable[Statement]) -> Iterator[Statement]:
    """What people call the things that statements name, in the languages that we write in and where it has none."""
    named = {name for s, p, o in found for name in (s.value, p, o.value if o.kind == "uri" else p)}
    languages = ", ".join(f'"{language}"' for language in ("", *LANGUAGES))
    return _said(
        _rows(
            engine,
            f"VALUES ?s {{ {terms.listed(sorted(named))} }} BIND(<{RDFS}label> AS ?p) GRAPH ?g {{ ?s ?p ?o }} "
            f"FILTER(LANG(?o) IN ({languages}))",
        )
    )


def _rows(engine: Answers, pattern: str) -> tuple[Row, ...]:
    return select(engine, f"SELECT DISTINCT ?s ?p ?o ?g {{ {pattern} }} ORDER BY ?s ?p ?o ?g").rows


def _said(rows: Iterable[Row]) -> Iterator[Statement]:
    """The statements of rows; triple terms have no place in the formats that all of them are offered in."""
    return ((row["s"], row["p"].value, row["o"]) for row in rows if row["o"].kind != "triple")


def _iri(text: str) -> Term:
    return Term("uri", text)
