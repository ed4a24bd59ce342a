"""What is told of networks as a whole is what networkx tells of them."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.graphs.details import Details
from passerelle.graphs.neighbourhood import neighbourhood, other_end
from passerelle.graphs.paths import ways
from passerelle.graphs.projection import Edge, Node, Projection
from passerelle.graphs.structure import Structure
from passerelle.graphs.views import VIEWS

NAMES = [f"x:{number}" for number in range(9)]
PAIRS = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from("pq"), st.sampled_from(NAMES)), min_size=1)


def structure(edges: set[tuple[str, str, str]]) -> Structure:
    kept = [Edge(*edge) for edge in sorted(edges) if edge[0] != edge[2]]
    ends = sorted({end for edge in kept for end in (edge.source, edge.target)})
    return Structure(Projection(VIEWS["all"], {iri: Node(iri, "", Details()) for iri in ends}, tuple(kept)))


def peer(found: Structure) -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(found.projection.nodes)
    graph.add_edges_from((edge.source, edge.target) for edge in found.projection.edges)
    return graph


@given(PAIRS)
def test_measures_are_what_they_are_defined_to_be(edges: set[tuple[str, str, str]]) -> None:
    found = structure(edges)
    graph = peer(found)
    between = nx.betweenness_centrality(graph)
    assert set(found.measures) == set(graph)
    for iri, measures in found.measures.items():
        assert measures.degree == graph.degree[iri]
        assert measures.betweenness == pytest.approx(between[iri])
        # The equation that PageRank solves.
        arriving = sum(found.measures[other].rank / graph.degree[other] for other in graph[iri])
        assert measures.rank == pytest.approx(0.15 / len(graph) + 0.85 * arriving, abs=1e-6)
    for one, other in graph.edges:
        if graph.degree[one] == graph.degree[other] == 1:
            assert found.measures[one].community == found.measures[other].community


@given(PAIRS, st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(1, 4))
def test_ways_are_the_shortest_there_are(edges: set[tuple[str, str, str]], start: str, goal: str, number: int) -> None:
    found = structure(edges)
    graph = peer(found)
    told = ways(found, start, goal, number)
    if start == goal or start not in graph or goal not in graph or not nx.has_path(graph, start, goal):
        assert told == ()
        return
    lengths = sorted(len(path) - 1 for path in nx.all_simple_paths(graph, start, goal))[:number]
    assert [len(way) for way in told] == lengths
    for way in told:
        things = [way[0].start, *(step.end for step in way)]
        assert (things[0], things[-1]) == (start, goal)
        assert len(set(things)) == len(things)
        for step in way:
            assert step.edges
            assert all({edge.source, edge.target} == {step.start, step.end} for edge in step.edges)


@given(PAIRS, st.integers(1, 3))
def test_a_neighbourhood_counts_every_edge_and_shows_some(edges: set[tuple[str, str, str]], most: int) -> None:
    found = structure(edges)
    for iri in found.projection.nodes:
        groups = neighbourhood(found, iri, most)
        assert sum(group.total for group in groups) == len(found.edges_of(iri))
        for group in groups:
            assert len(group.edges) == min(most, group.total)
            assert group.left_out == group.total - len(group.edges)
            assert all(other_end(edge, iri) != iri for edge in group.edges)
            assert {edge.source == iri for edge in group.edges} == {group.outgoing}


@given(PAIRS)
def test_the_same_network_is_drawn_in_the_same_places(edges: set[tuple[str, str, str]]) -> None:
    one, other = structure(edges), structure(edges)
    assert one.positions == other.positions
    assert {iri: m.community for iri, m in one.measures.items()} == {
        iri: m.community for iri, m in other.measures.items()
    }
    assert set(one.positions) == set(one.projection.nodes)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in one.positions.values())


def test_of_two_ways_as_long_the_one_through_the_less_connected_comes_first() -> None:
    hub = {("x:hub", "p", f"x:leaf{number}") for number in range(20)}
    edges = hub | {("x:a", "p", "x:hub"), ("x:hub", "p", "x:b"), ("x:a", "p", "x:quiet"), ("x:quiet", "p", "x:b")}
    first, second = ways(structure(edges), "x:a", "x:b", 2)
    assert (first[0].end, second[0].end) == ("x:quiet", "x:hub")
