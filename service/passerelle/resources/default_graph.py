"""Looks into the default graph where a store has data there that are in no named graph, as `oxigraph load` puts them.

Descriptions ask for statements in any named graph. In a graph of ours that is every statement; of a store that another
program has written, what no named graph says is asked of its default graph.
"""

import json
import re
from dataclasses import replace

from passerelle.namespaces import BASE
from passerelle.store.request import QueryRequest, ResultFormat
from passerelle.store.rows import Answers

# What the default graph is called where the graph of a statement is told: the service answers for it at `/graphs`.
DEFAULT_GRAPH = f"{BASE}graphs?default"
_ANY_GRAPH = re.compile(r"GRAPH \?(\w+) \{")


class WithDefaultGraph:
    """Answers from the named graphs, or from the default graph where these say nothing."""

    def __init__(self, engine: Answers) -> None:
        """Ask that engine."""
        self._engine = engine

    def answer(self, request: QueryRequest) -> bytes:
        """As `Engine.answer`, of queries that say `GRAPH ?name { … }` for any graph."""
        found = self._engine.answer(request)
        other = in_default_graph(request.text)
        if other == request.text or not _is_empty(found, request.format):
            return found
        return self._engine.answer(replace(request, text=other))


def in_default_graph(query: str) -> str:
    """The query about the default graph instead of any named one.

    Examples:
        >>> in_default_graph("SELECT ?g { GRAPH ?g { ?s ?p ?o } }")
        'SELECT ?g {  ?s ?p ?o  BIND(<https://w3id.org/passerelle/graphs?default> AS ?g) }'
    """
    while found := _ANY_GRAPH.search(query):
        end = _closing(query, found.end())
        inside = f"{query[found.end() : end]} BIND(<{DEFAULT_GRAPH}> AS ?{found[1]})"
        query = query[: found.start()] + inside + query[end + 1 :]
    return query


def _closing(query: str, start: int) -> int:
    """Where the group ends that has begun; neither IRIs nor the words of our queries have braces."""
    depth = 1
    for sign in re.finditer(r"[{}]", query[start:]):
        depth += 1 if sign[0] == "{" else -1
        if not depth:
            return start + sign.start()
    raise ValueError("the group has no end")


def _is_empty(found: bytes, kind: ResultFormat) -> bool:
    """Whether a result says nothing: no statement, no row, or counts of none."""
    if kind is not ResultFormat.JSON:
        return not found.strip()
    rows = json.loads(found)["results"]["bindings"]
    return all(term["value"] == "0" for row in rows for term in row.values())
