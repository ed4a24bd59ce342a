"""Counts what the data set holds, for its descriptions in VoID (https://www.w3.org/TR/void/#statistics)."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from passerelle.namespaces import VOID, XSD
from passerelle.store.answers import ask
from passerelle.store.pool import Pool
from passerelle.store.request import QueryRequest, ResultFormat
from passerelle.store.rows import Row, Term, read_table
from passerelle.store.statements import Statement


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


class Counting:
    """The counts of a pool's data set, made when they are first asked for, for it does not change."""

    def __init__(self, pool: Pool) -> None:
        """Count by that pool."""
        self._pool = pool
        self._lock = asyncio.Lock()
        self._counts: Counts | None = None

    async def counts(self) -> Counts:
        """The counts.

        Raises:
            StoreError: as `Pool.ask`; it is tried again the next time.
        """
        async with self._lock:
            if self._counts is None:
                self._counts = await count(self._pool)
            return self._counts


def statistics(graph: Term, counts: Counts) -> Iterator[Statement]:
    """What a description says of how much the default graph holds, but for its statements."""
    for name, number in (
        ("distinctSubjects", counts.subjects),
        ("distinctObjects", counts.objects),
        ("classes", len(counts.classes)),
        ("properties", len(counts.properties)),
    ):
        yield graph, VOID + name, integer(number)
    for kind, numbers, number_of in (("class", counts.classes, "entities"), ("property", counts.properties, "triples")):
        for index, (iri, number) in enumerate(numbers.items()):
            part = Term("bnode", f"{kind}{index}")
            yield graph, f"{VOID}{kind}Partition", part
            yield part, VOID + kind, Term("uri", iri)
            yield part, VOID + number_of, integer(number)


def integer(number: int) -> Term:
    """A whole number as a term."""
    return Term("literal", str(number), f"{XSD}integer")


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
