"""The graph as a network: things, and the statements that relate them, as plain data in a lasting order.

An edge is a statement of the default graph that some source or editor makes. So no claim that does not hold is ever an
edge, nor is what a rule adds: a closure would make every long way short, an inverse count each relation twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from passerelle.graphs.details import Details, read_details, read_words
from passerelle.graphs.views import NO_NODES, NO_RELATIONS, TURNED, View
from passerelle.labels import best
from passerelle.namespaces import DCTERMS, ID, INFERRED_GRAPHS, OWL, SKOS, SOURCES_GRAPH
from passerelle.store import terms
from passerelle.store.rows import Answers, values

# More graphs than this in one query make it slow to plan.
_AT_ONCE = 2_000


@dataclass(frozen=True)
class Node:
    """A thing of the network: its IRI, its kind (empty where the IRI is not ours), and what is known of it.

    `labels` has a text for each language, with the empty language for texts that tell none.
    """

    iri: str
    kind: str
    details: Details

    def label(self, language: str) -> str:
        """Its label in that language or the next best one; its IRI where it has none."""
        return best(self.details.labels, language) or self.iri


@dataclass(frozen=True)
class Edge:
    """A relation of one thing to another, and the named graphs that state it.

    `symmetric` tells that the relation holds both ways; it is one edge all the same.
    """

    source: str
    predicate: str
    target: str
    graphs: tuple[str, ...] = ()
    symmetric: bool = False


@dataclass(frozen=True)
class Projection:
    """A view of the graph as a network.

    `nodes` are sorted by IRI and `edges` by source, predicate and target. `words` has the labels by language of what is
    named and need be no node: relations, classes, places. `origins` has the passages or works that each graph is taken
    from.
    """

    view: View
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    origins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def word(self, iri: str, language: str) -> str:
        """What a relation, a class or a place is called in that language or the next best one; else its IRI."""
        return best(self.words.get(iri, {}), language) or iri

    def sources(self, edge: Edge) -> tuple[str, ...]:
        """The passages and works that state an edge, sorted."""
        return tuple(sorted({source for graph in edge.graphs for source in self.origins.get(graph, ())}))


def project(engine: Answers, view: View) -> Projection:
    """The network that a view takes from the graph; failures as `Engine.answer` tells them.

    A node is a thing that an edge names and that has a class; what is a concept of another's list is none. Of two
    relations that are each other's inverse, and of a symmetric one that is stated both ways, there is one edge.
    """
    symmetric = _symmetric(engine)
    stated = _stated(engine, view, symmetric)
    details = read_details(engine, {end for source, _, target in stated for end in (source, target)})
    edges = tuple(
        Edge(source, predicate, target, tuple(sorted(graphs)), predicate in symmetric)
        for (source, predicate, target), graphs in sorted(stated.items())
        if _is_thing(source, details[source]) and _is_thing(target, details[target])
    )
    ends = sorted({end for edge in edges for end in (edge.source, edge.target)})
    nodes = {iri: Node(iri, kind_of(iri), details[iri]) for iri in ends}
    named = {name for node in nodes.values() for name in (*node.details.classes, *node.details.places)}
    words = read_words(engine, {edge.predicate for edge in edges} | named)
    return Projection(view, nodes, edges, words, _origins(engine, {g for edge in edges for g in edge.graphs}))


def kind_of(iri: str) -> str:
    """The kind of a thing of ours, as its IRI says it; empty for any other IRI.

    Examples:
        >>> kind_of("https://w3id.org/passerelle/id/region/84")
        'region'
    """
    return iri.removeprefix(ID).partition("/")[0] if iri.startswith(ID) else ""


def _stated(engine: Answers, view: View, symmetric: set[str]) -> dict[tuple[str, str, str], set[str]]:
    """The edges of a view with the graphs that state each; no graph where the default graph alone has it."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for row in values(engine, _statements(view)):
        source, predicate, target, graph = row["s"], row["p"], row["o"], row["g"]
        if source == target or graph.startswith(INFERRED_GRAPHS):
            continue
        if predicate in TURNED:
            source, predicate, target = target, TURNED[predicate], source
        if predicate in symmetric and (target, predicate, source) in found:
            source, target = target, source
        if _is_taken(view, source, predicate, target):
            found.setdefault((source, predicate, target), set()).update({graph} - {""})
    return found


def _statements(view: View) -> str:
    """A query for what may be an edge, sorted, so that of a symmetric relation the same direction is always kept."""
    if view.takes_all:
        which = f"FILTER(?p NOT IN ({', '.join(map(terms.iri, NO_RELATIONS))}))"
        before = ""
    else:
        taken = {*view.own, *view.shared}
        taken |= {turned for turned, other in TURNED.items() if other in taken}
        which, before = "", f"VALUES ?p {{ {terms.listed(sorted(taken))} }}"
    return f"""
    SELECT ?s ?p ?o ?g {{
      {before} ?s ?p ?o FILTER(ISIRI(?s) && ISIRI(?o)) {which}
      OPTIONAL {{ GRAPH ?g {{ ?s ?p ?o }} }}
    }} ORDER BY ?s ?p ?o ?g"""


def _is_taken(view: View, source: str, predicate: str, target: str) -> bool:
    kinds = {kind_of(source), kind_of(target)}
    if kinds & NO_NODES:
        return False
    return view.takes_all or predicate in view.own or bool(kinds & view.kinds)


def _is_thing(iri: str, details: Details) -> bool:
    return bool(details.classes) and (iri.startswith(ID) or details.classes != (f"{SKOS}Concept",))


def _symmetric(engine: Answers) -> set[str]:
    query = f"SELECT DISTINCT ?p {{ GRAPH ?g {{ ?p a <{OWL}SymmetricProperty> }} }}"
    return {row["p"] for row in values(engine, query)} | {f"{SKOS}related"}


def _origins(engine: Answers, graphs: set[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    names = sorted(graphs)
    for start in range(0, len(names), _AT_ONCE):
        query = f"""
        SELECT ?graph ?source {{
          VALUES ?graph {{ {terms.listed(names[start : start + _AT_ONCE])} }}
          GRAPH <{SOURCES_GRAPH}> {{ ?graph <{DCTERMS}source> ?source }}
        }} ORDER BY ?graph ?source"""
        for row in values(engine, query):
            found[row["graph"]] = (*found.get(row["graph"], ()), row["source"])
    return found
