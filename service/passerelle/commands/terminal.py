"""Tables for people: ruled on a terminal and wrapped to its width, separated by tabs in a pipe; nothing is cut off."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from passerelle.escaping import visible

# The width of a column, with its rule and padding, below which words come apart and columns vanish.
_NARROWEST = 10


def reader_language() -> str:
    """The language of the person at the terminal, from LC_ALL or LANG; English where neither names one."""
    language = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").partition(".")[0].partition("_")[0].lower()
    return language if language not in {"", "c", "posix"} else "en"


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

    On a terminal long cells wrap, and where a table of so many columns does not fit each row is a list of its cells;
    in a pipe a row is a line, its line breaks and tabs turned to spaces.
    """
    if not sys.stdout.isatty():
        lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in [header, *rows])
        click.echo("".join(f"{line}\n" for line in lines), nl=False)
        return
    from rich.console import Console  # noqa: PLC0415 - slow to import, and only terminals need it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    if len(header) * _NARROWEST > console.width:
        blocks = ("".join(f"{name}: {cell}\n" for name, cell in zip(header, row, strict=True)) for row in rows)
        click.echo(visible("\n".join(blocks)), nl=False)
        return
    table = Table()
    for name in header:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        # As Text, which takes neither markup nor names of emoji in the data for its own.
        table.add_row(*(Text(visible(cell)) for cell in row))
    console.print(table)
