"""The graph for Python: as an rdflib `Dataset`, and as answers to queries. The engine answers, never rdflib."""

from __future__ import annotations

import json
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from rdflib import BNode, Dataset, Graph, URIRef
from rdflib import Literal as RdfLiteral

from passerelle.sparql.prefixes import with_prefixes
from passerelle.store.engine import Engine
from passerelle.store.files import data_version, graph_files, rule_files
from passerelle.store.guard import QueryForm
from passerelle.store.location import graph_folder
from passerelle.store.request import DumpFormat, QueryRequest, ResultFormat
from passerelle.store.rows import Table, Term, read_table

if TYPE_CHECKING:
    from pandas import DataFrame

Node = URIRef | BNode | RdfLiteral
Row = dict[str, Node | None]


def dataset(graph: str | Path | None = None) -> Dataset:
    """The graph as an rdflib `Dataset`: every named graph, and in its default graph the merge that queries see.

    Args:
        graph: a folder of the graph; without it the checkout's or the packaged one.

    Raises:
        GraphError: the graph is missing, or one of its files is broken.
    """
    engine = _engine(graph)
    found = Dataset(default_union=False)
    found.parse(data=engine.dump(DumpFormat.NQUADS), format="nquads")
    found.default_graph.parse(data=engine.dump(DumpFormat.NTRIPLES), format="nt")
    return found


@overload
def query(text: str, graph: str | Path | None = None, *, frame: Literal[True]) -> DataFrame: ...
@overload
def query(text: str, graph: str | Path | None = None, *, frame: Literal[False]) -> list[Row]: ...
@overload
def query(text: str, graph: str | Path | None = None, *, frame: bool | None = None) -> Any: ...
def query(text: str, graph: str | Path | None = None, *, frame: bool | None = None) -> Any:
    """Ask the graph a SPARQL query; well-known prefixes (`psl:`, `id:`, `rdfs:`, …) need not be declared.

    SELECT gives a pandas `DataFrame` of plain Python values where pandas is installed, and otherwise a list with a
    dictionary of rdflib terms for each row, None where a variable is unbound; `frame` asks for one or the other.
    ASK, without `frame`, gives a bool, CONSTRUCT and DESCRIBE an rdflib `Graph`.

    Args:
        text: the query.
        graph: a folder of the graph; without it the checkout's or the packaged one.
        frame: True for a `DataFrame`, False for rows, None for what is to be had.

    Raises:
        GraphError: the graph is missing, or one of its files is broken.
        QueryError: the query is malformed or refused.
        ValueError: `frame` is given and the query is no SELECT.
        ImportError: a frame is asked for and pandas is not installed.

    Examples:
        >>> query("ASK { region:84 ?p ?o }")
        True
    """
    engine = _engine(graph)
    complete = with_prefixes(text)
    form = engine.form(complete)
    if frame is not None and form not in {QueryForm.SELECT, None}:
        raise ValueError(f"{form} gives no rows: leave out frame")
    if form is not None and form.gives_graph:
        triples = engine.answer(QueryRequest(complete, ResultFormat.NTRIPLES))
        return Graph().parse(data=triples, format="nt")
    answer = engine.answer(QueryRequest(complete, ResultFormat.JSON))
    if form is QueryForm.ASK:
        return bool(json.loads(answer)["boolean"])
    table = read_table(answer)
    if frame or (frame is None and find_spec("pandas")):
        return _frame(table)
    return _rows(table)


def _rows(table: Table) -> list[Row]:
    return [{name: _node(row.get(name)) for name in table.variables} for row in table.rows]


def _frame(table: Table) -> DataFrame:
    from pandas import DataFrame  # noqa: PLC0415 - an optional dependency

    rows = [[_value(_node(row.get(name))) for name in table.variables] for row in table.rows]
    return DataFrame(rows, columns=list(table.variables))


def _node(term: Term | None) -> Node | None:
    if term is None:
        return None
    if term.kind == "uri":
        return URIRef(term.value)
    if term.kind == "bnode":
        return BNode(term.value)
    return RdfLiteral(term.value, lang=term.language or None, datatype=term.datatype or None)


def _value(node: Node | None) -> object:
    """Numbers, dates and truth values as Python's own; everything else as plain text."""
    if node is None:
        return None
    value = node.toPython() if isinstance(node, RdfLiteral) else None
    return value if isinstance(value, bool | int | float | Decimal | date | time) else str(node)


def _engine(graph: str | Path | None) -> Engine:
    folder = graph_folder(None if graph is None else Path(graph))
    return _loaded(folder, data_version([*graph_files(folder), *rule_files(folder)]))


@lru_cache(maxsize=2)
def _loaded(folder: Path, _version: str) -> Engine:
    """The engine of a folder as it stands: a change in a file is another version, and loads again."""
    return Engine(folder)
