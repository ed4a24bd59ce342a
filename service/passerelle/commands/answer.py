"""Shows the answer to a query: a table for the eye, or the engine's own bytes."""

import json
import sys

import click

from passerelle.commands.terminal import print_table, reader_language
from passerelle.namespaces import XSD, shorten
from passerelle.sparql.examples import Example
from passerelle.store.engine import Engine
from passerelle.store.guard import QueryForm
from passerelle.store.request import QueryRequest, ResultFormat
from passerelle.store.rows import Term, read_table


def show(engine: Engine, text: str, written: str | None) -> None:
    """Run the query and write its answer to standard output.

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
        rows = [[_cell(row.get(name)) for name in table.variables] for row in table.rows]
        print_table(list(table.variables), rows)
        if sys.stdout.isatty():
            click.echo(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")
        return
    _write(engine.answer(QueryRequest(text, ResultFormat(written), pretty=True)))


def list_examples(examples: list[Example]) -> None:
    """Name and title of each example, in the language of the user's LANG."""
    rows = [[example.name, example.title(reader_language())] for example in examples]
    print_table(["name", "title"], rows)


def _write(answer: bytes) -> None:
    stream = sys.stdout.buffer
    stream.write(answer)
    if answer and not answer.endswith(b"\n") and sys.stdout.isatty():
        stream.write(b"\n")
    stream.flush()


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    if term.kind == "uri":
        return shorten(term.value)
    if term.kind == "bnode":
        return f"_:{term.value}"
    if term.language:
        return f"{term.value} @{term.language}"
    known = {"", f"{XSD}string", f"{XSD}integer", f"{XSD}decimal", f"{XSD}boolean", f"{XSD}date", f"{XSD}gYear"}
    return term.value if term.datatype in known else f"{term.value} ^^{shorten(term.datatype)}"
