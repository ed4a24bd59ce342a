"""The layout of diagrams keeps boxes apart and arrows between their boxes, whatever the graph."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from passerelle.publishing.ontology.layout import layout

NODES = [f"node{number}" for number in range(9)]
GAP = 20.0

heights = st.dictionaries(st.sampled_from(NODES), st.floats(20, 200), min_size=1)
pairs = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=25)


@given(heights, pairs)
def test_boxes_stand_apart_and_arrows_lead_from_box_to_box(
    tall: dict[str, float], wanted: list[tuple[str, str]]
) -> None:
    edges = [(a, b) for a, b in wanted if a != b and a in tall and b in tall]
    found = layout(tall, edges, GAP)
    assert found.boxes.keys() == tall.keys()
    columns: dict[int, list[tuple[float, float]]] = {}
    for node, (column, middle) in found.boxes.items():
        assert middle - tall[node] / 2 >= -0.01
        assert middle + tall[node] / 2 <= found.height + 0.01
        columns.setdefault(column, []).append((middle - tall[node] / 2, middle + tall[node] / 2))
    for places in columns.values():
        for (_, bottom), (top, _) in pairwise(sorted(places)):
            assert top - bottom >= GAP - 0.01
    assert found.edges.keys() == set(edges)
    for (source, target), way in found.edges.items():
        assert (way[0], way[-1]) == (found.boxes[source], found.boxes[target])
        steps = {right - left for (left, _), (right, _) in pairwise(way)}
        assert steps in ({1}, {-1}), "an arrow passes every column between its boxes, in one direction"


@given(heights, pairs)
def test_the_same_graph_is_laid_out_the_same(tall: dict[str, float], wanted: list[tuple[str, str]]) -> None:
    edges = [(a, b) for a, b in wanted if a != b and a in tall and b in tall]
    turned = dict(sorted(tall.items(), reverse=True))
    assert layout(tall, edges, GAP) == layout(turned, edges[::-1], GAP)


def test_nothing_is_laid_out_as_nothing() -> None:
    found = layout({}, [], GAP)
    assert (found.boxes, found.edges, found.height) == ({}, {}, 0.0)
