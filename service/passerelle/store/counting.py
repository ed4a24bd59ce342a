"""Counts what a store holds."""

from pyoxigraph import QuerySolutions, Store

from passerelle.namespaces import ID
from passerelle.store.request import DatasetSummary

_STATEMENTS = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_QUADS = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
_THINGS = f'SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER (ISIRI(?s) && STRSTARTS(STR(?s), "{ID}")) }}'


def count_store(store: Store, version: str) -> DatasetSummary:
    """Quads in named graphs, those graphs, statements in the default graph, and our things that it describes."""
    graphs = sum(1 for _ in store.named_graphs())
    return DatasetSummary(version, _count(store, _QUADS), graphs, _count(store, _STATEMENTS), _count(store, _THINGS))


def _count(store: Store, query: str) -> int:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - what SELECT gives
    return int(next(solutions)["n"].value)
