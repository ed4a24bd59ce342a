"""Rows of a SELECT for Python users: dictionaries of rdflib terms, or a pandas frame of plain values."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from rdflib import BNode, Literal, URIRef

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandas import DataFrame

    from passerelle.store.rows import Table, Term

Node = URIRef | BNode | Literal
Row = dict[str, Node | None]


def shaped(table: Table, frame: bool | None) -> Any:
    """A frame or rows, as is asked for; where it is not, a frame if pandas is there.

    Raises:
        ImportError: a frame is asked for and pandas is not installed.
    """
    return to_frame(table) if frame or (frame is None and find_spec("pandas")) else to_rows(table)


def to_rows(table: Table) -> list[Row]:
    """A dictionary of rdflib terms for each row, None where a variable is unbound."""
    return [{name: _node(row.get(name)) for name in table.variables} for row in table.rows]


def to_frame(table: Table) -> DataFrame:
    """A frame of Python's own values."""
    cells = [[_value(_node(row.get(name))) for name in table.variables] for row in table.rows]
    return frame_of(table.variables, cells)


def frame_of(columns: Sequence[str], cells: Sequence[Sequence[object]]) -> DataFrame:
    """A frame of rows; failures as `shaped`."""
    from pandas import DataFrame  # noqa: PLC0415 - an optional dependency

    return DataFrame(list(cells), columns=list(columns))


def _node(term: Term | None) -> Node | None:
    if term is None:
        return None
    if term.kind == "uri":
        return URIRef(term.value)
    if term.kind == "bnode":
        return BNode(term.value)
    return Literal(term.value, lang=term.language or None, datatype=term.datatype or None)


def _value(node: Node | None) -> object:
    """Numbers, dates and truth values as Python's own; everything else as plain text."""
    if node is None:
        return None
    value = node.toPython() if isinstance(node, Literal) else None
    return value if isinstance(value, bool | int | float | Decimal | date | time) else str(node)
