"""Shows the answer to a query: a table for the eye, or the engine's own bytes."""

import json
import sys

import click

from passerelle.commands.terminal import Cell, Labelled, print_table, reader_language
from passerelle.labels import labels
from passerelle.namespaces import shorten
from passerelle.resources.values import literal
from passerelle.store.engine import Engine
from passerelle.store.guard import QueryForm
from passerelle.store.request import QueryRequest, ResultFormat
from passerelle.store.rows import Row, Table, Term, read_table


def show(engine: Engine, text: str, written: str | None, labelled: bool = True) -> None:
    """Run the query and write its answer to standard output; `labelled` shows labels beside IRIs in tables.

    Raises:
        QueryError: as `Engine.answer`.
    """
    form = engine.form(text)
    if written is None or written == "table":
        if form is not None and form.gives_graph:
            _write(engine.answer(QueryRequest(text, ResultFormat.TURTLE, pretty=True)))
            return
        answer = engine.answer(QueryRequest(text, ResultFormat.JSON))
        if form is QueryForm.ASK:
            click.echo("yes" if json.loads(answer)["boolean"] else "no")
            return
        table = read_table(answer)
        known = _labels(engine, table) if labelled else {}
        print_table(list(table.variables), [_cells(row, table, known) for row in table.rows])
        if sys.stdout.isatty():
            click.echo(f"{len(table.rows)} row{'' if len(table.rows) == 1 else 's'}")
        return
    _write(engine.answer(QueryRequest(text, ResultFormat(written), pretty=True)))


def _labels(engine: Engine, table: Table) -> dict[str, str]:
    things = (term.value for row in table.rows for term in row.values() if term.kind == "uri")
    return labels(engine, things, reader_language())


def _cells(row: Row, table: Table, known: dict[str, str]) -> list[Cell]:
    said = {term.value for term in row.values() if term.kind == "literal"}
    return [_cell(row.get(name), known, said, f"{name}Label" in table.variables) for name in table.variables]


def _cell(term: Term | None, known: dict[str, str], said: set[str], has_own: bool) -> Cell:
    """What a cell shows; a label is left out that another cell of the row says already."""
    if term is None:
        return ""
    if term.kind == "uri":
        name, label = shorten(term.value), known.get(term.value, "")
        return Labelled(name, label) if label and label not in said and not has_own else name
    return literal(term)


def _write(answer: bytes) -> None:
    stream = sys.stdout.buffer
    stream.write(answer)
    if answer and not answer.endswith(b"\n") and sys.stdout.isatty():
        stream.write(b"\n")
    stream.flush()
