"""Tables for people: ruled on a terminal and wrapped to its width, separated by tabs in a pipe; nothing is cut off."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click


def reader_language() -> str:
    """The language of the person at the terminal, from LC_ALL or LANG; English where neither says."""
    return (os.environ.get("LC_ALL") or os.environ.get("LANG") or "en")[:2].lower()


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Show that work is going on, on a terminal; in a pipe, nothing."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 - slow to import, and only terminals need it

    with Console(stderr=True).status(f"{what} …"):
        yield


def print_table(header: list[str], rows: list[list[str]]) -> None:
    """Print rows under a header.

    On a terminal long cells wrap; in a pipe a row is a line, its line breaks and tabs turned to spaces.
    """
    if not sys.stdout.isatty():
        lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in [header, *rows])
        click.echo("".join(f"{line}\n" for line in lines), nl=False)
        return
    from rich.console import Console  # noqa: PLC0415 - slow to import, and only terminals need it
    from rich.table import Table  # noqa: PLC0415

    table = Table()
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(_plain(cell) for cell in row))
    Console().print(table)


def _plain(cell: str) -> str:
    """The cell with rich's markup taken literally."""
    from rich.markup import escape  # noqa: PLC0415

    return escape(cell)
