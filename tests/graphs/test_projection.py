"""The relationships of the graph as a network: what is an edge, what is none, and what each view takes."""

from pathlib import Path

import pytest

from helpers import Write
from passerelle.graphs.projection import Edge, Projection, project
from passerelle.graphs.views import NO_NODES, VIEWS, UnknownViewError, view_named
from passerelle.namespaces import PREFIXES, expand, shorten
from passerelle.phrases import LANGUAGES
from passerelle.store.engine import Engine
from passerelle.store.rows import values
from related import DCTERMS, GRAPH, ID, PSL, RELATED

QT = f"{ID}qualification-type/"


@pytest.fixture(scope="module")
def small(write: Write) -> Projection:
    return project(Engine(write(RELATED)), VIEWS["all"])


@pytest.fixture(scope="module")
def engine(repository: Path) -> Engine:
    return Engine(repository)


def short(edge: Edge) -> tuple[str, str, str]:
    return shorten(edge.source), shorten(edge.predicate), shorten(edge.target)


def test_edges_are_what_is_stated_and_no_more(small: Projection) -> None:
    assert [short(edge) for edge in small.edges] == [
        ("<https://example.org/own>", "psl:teaches", "qualification-type:cap"),
        ("organisation:one", "psl:seatedIn", "region:84"),
        ("qualification-type:bp", "psl:leadsTo", "qualification-type:bts"),
        ("qualification-type:cap", "psl:bridgesTo", "qualification-type:bp"),
        ("qualification-type:cap", "psl:leadsTo", "qualification-type:bp"),
        ("qualification-type:unit", "dcterms:isPartOf", "qualification-type:bts"),
        ("region:84", "psl:cooperatesWith", "region:X"),
    ]
    assert list(small.nodes) == sorted({end for edge in small.edges for end in (edge.source, edge.target)})


def test_an_edge_names_the_graphs_and_sources_that_state_it(small: Projection) -> None:
    found = {short(edge)[1:]: edge for edge in small.edges}
    both = (f"{GRAPH}report/context-01", f"{GRAPH}report/context-02")
    twice = found["psl:leadsTo", "qualification-type:bp"]
    assert twice.graphs == both
    assert small.sources(twice) == tuple(
        f"https://w3id.org/passerelle/source/digint-aura#{name}" for name in ("context-01", "context-02")
    )
    # Stated in either direction, by either graph.
    assert found["dcterms:isPartOf", "qualification-type:bts"].graphs == both
    assert found["psl:cooperatesWith", "region:X"].graphs == both
    assert [edge.predicate for edge in small.edges if edge.symmetric] == [f"{PSL}cooperatesWith"]
    seated = found["psl:seatedIn", "region:84"]
    assert (seated.graphs, small.sources(seated)) == ((f"{GRAPH}editorial/names",), ())


def test_nodes_tell_what_is_known_of_things(small: Projection) -> None:
    bts, bp, one = small.nodes[f"{QT}bts"], small.nodes[f"{QT}bp"], small.nodes[f"{ID}organisation/one"]
    assert (bts.kind, bts.details.classes) == ("qualification-type", (f"{PSL}QualificationType",))
    assert (bts.label("en"), bts.details.labels) == ("BTS 🎓", {"fr": "BTS 🎓"})
    assert (bts.details.start, bts.details.end) == ("1959-01-01", "2030-12-31")
    assert bp.details.levels == (4, 5)
    assert one.details.places == (f"{ID}region/84",)
    assert small.nodes[f"{QT}unit"].label("fr") == f"{QT}unit"
    assert small.nodes["https://example.org/own"].kind == ""
    assert small.word(f"{PSL}QualificationType", "fr") == "type de diplôme"
    assert small.word(f"{PSL}leadsTo", "en") == "leads to"
    assert small.word(f"{PSL}teaches", "en") == f"{PSL}teaches"


def test_the_network_is_the_same_whatever_the_order_of_statements(write: Write, small: Projection) -> None:
    """Of a symmetric relation the same direction is kept."""
    turned = dict(RELATED)
    name = "data/report/things.trig"
    head, first, rest = turned[name].partition("report:context-01 {")
    one, second, others = rest.partition("report:context-02 {")
    turned[name] = head + second + others + first + one
    other = project(Engine(write(turned)), VIEWS["all"])
    assert (other.edges, list(other.nodes)) == (small.edges, list(small.nodes))


@pytest.mark.parametrize("name", VIEWS)
def test_no_view_has_what_does_not_hold_or_what_a_rule_adds(engine: Engine, name: str) -> None:
    found = project(engine, VIEWS[name])
    stated = {
        (row["s"], row["p"], row["o"])
        for row in values(
            engine,
            "SELECT ?s ?p ?o { ?s ?p ?o GRAPH ?g { ?s ?p ?o }"
            f' FILTER(ISIRI(?o) && !STRSTARTS(STR(?g), "{GRAPH}inferred/")) }}',
        )
    }
    inverse = {f"{DCTERMS}isPartOf": f"{DCTERMS}hasPart", f"{DCTERMS}isReplacedBy": f"{DCTERMS}replaces"}
    inverse[expand("org:memberOf")] = expand("org:hasMember")
    assert found.edges
    for edge in found.edges:
        turned = edge.target, inverse.get(edge.predicate, ""), edge.source
        assert (edge.source, edge.predicate, edge.target) in stated or turned in stated
        assert edge.graphs
        assert not any(graph.startswith(f"{GRAPH}inferred/") for graph in edge.graphs)
        assert found.sources(edge)
    assert not {node.kind for node in found.nodes.values()} & NO_NODES
    assert list(found.edges) == sorted(found.edges, key=lambda edge: (edge.source, edge.predicate, edge.target))


def test_no_value_of_a_wrong_claim_is_an_edge(engine: Engine) -> None:
    wrong = {
        (row["about"], row["property"], row["value"])
        for row in values(
            engine,
            """PREFIX psl: <https://w3id.org/passerelle/ns/> PREFIX concept: <https://w3id.org/passerelle/id/concept/>
            SELECT ?about ?property ?value {
              ?claim a psl:Claim ; psl:about ?about ; psl:property ?property ; psl:value ?value ; psl:standing ?standing
              FILTER(?standing NOT IN (concept:standing-stated, concept:standing-confirmed) && ISIRI(?value))
            }""",
        )
    }
    assert wrong
    edges = {(edge.source, edge.predicate, edge.target) for edge in project(engine, VIEWS["all"]).edges}
    assert not wrong & edges


def test_each_view_is_a_part_of_all(engine: Engine) -> None:
    everything = project(engine, VIEWS["all"])
    edges = set(everything.edges)
    for view in VIEWS.values():
        found = project(engine, view)
        assert set(found.edges) <= edges
        assert all(node == everything.nodes[iri] for iri, node in found.nodes.items())
    assert all(node.label("fr") != iri for iri, node in everything.nodes.items()), "a thing of the network has no label"
    unnamed = {edge.predicate for edge in everything.edges if everything.word(edge.predicate, "fr") == edge.predicate}
    assert not unnamed, f"put labels into ontology/reused.ttl for {unnamed}"


def test_every_relation_of_a_view_is_one_of_the_ontology(engine: Engine) -> None:
    """A view that names a property that has no label has probably misspelt it."""
    named = {relation for view in VIEWS.values() for relation in (*view.own, *view.shared)}
    known = {
        row["p"] for row in values(engine, f"SELECT DISTINCT ?p {{ GRAPH ?g {{ ?p <{PREFIXES['rdfs']}label> ?l }} }}")
    }
    assert named <= known


def test_views_are_told_in_both_languages() -> None:
    for view in VIEWS.values():
        told = {(view.title(language), view.explanation(language)) for language in LANGUAGES}
        assert len(told) == len(LANGUAGES)


def test_an_unknown_view_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownViewError, match=r"no view 'Pathway'. Did you mean pathways\? The views are all, actors"):
        view_named("Pathway")
