"""Counts what the data set holds, for its description in VoID (https://www.w3.org/TR/void/#statistics)."""

from dataclasses import dataclass

from passerelle.store.answers import ask
from passerelle.store.pool import Pool
from passerelle.store.request import QueryRequest, ResultFormat
from passerelle.store.rows import Row, read_table


@dataclass(frozen=True)
class Counts:
    """Numbers of the default graph, and of the statements of each named graph."""

    triples: int
    subjects: int
    objects: int
    classes: dict[str, int]
    properties: dict[str, int]
    graphs: dict[str, int]


_TOTALS = """
SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o }
"""
_CLASSES = """
SELECT ?name (COUNT(DISTINCT ?thing) AS ?number) { ?thing a ?name FILTER (ISIRI(?name)) } GROUP BY ?name ORDER BY ?name
"""
_PROPERTIES = "SELECT ?name (COUNT(*) AS ?number) { ?s ?name ?o } GROUP BY ?name ORDER BY ?name"
_GRAPHS = "SELECT ?name (COUNT(*) AS ?number) { GRAPH ?name { ?s ?p ?o } } GROUP BY ?name ORDER BY ?name"


async def count(pool: Pool) -> Counts:
    """The counts, by one query after another, so that the other workers stay free for visitors.

    Raises:
        StoreError: as `Pool.ask`.
    """
    (totals,) = await _rows(pool, _TOTALS)
    return Counts(
        triples=int(totals["triples"].value),
        subjects=int(totals["subjects"].value),
        objects=int(totals["objects"].value),
        classes=await _numbers(pool, _CLASSES),
        properties=await _numbers(pool, _PROPERTIES),
        graphs=await _numbers(pool, _GRAPHS),
    )


async def _numbers(pool: Pool, query: str) -> dict[str, int]:
    return {row["name"].value: int(row["number"].value) for row in await _rows(pool, query)}


async def _rows(pool: Pool, query: str) -> tuple[Row, ...]:
    return read_table(await ask(pool, QueryRequest(query, ResultFormat.JSON))).rows
