"""Tables for people: ruled on a terminal and wrapped to its width, separated by tabs in a pipe; nothing is cut off."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import click

from passerelle.escaping import harmless

# The width of a column, with its rule and padding, below which words come apart and columns vanish.
_NARROWEST = 10


@dataclass(frozen=True)
class Labelled:
    """A cell for a thing: its name, and its label, which people read first."""

    name: str
    label: str


Cell = str | Labelled


def reader_language() -> str:
    """The language of the person at the terminal, from LC_ALL, LC_MESSAGES or LANG; English where none names one."""
    written = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    language = written.partition(".")[0].partition("_")[0].lower()
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


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal, moved by what is being done, how much of it is done, and how much there is; else nothing.

    0 of 0 says that nobody knows.
    """
    if not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415 - slow to import, and only terminals need it
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total or None)


def print_table(header: list[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Print rows under a header.

    On a terminal long cells wrap, and where a table of so many columns does not fit each row is a list of its cells;
    in a pipe a row is a line, its line breaks and tabs turned to spaces.
    """
    if not sys.stdout.isatty():
        lines = ("\t".join(_one_line(cell) for cell in row) for row in [header, *rows])
        click.echo("".join(f"{line}\n" for line in lines), nl=False)
        return
    from rich.console import Console  # noqa: PLC0415 - slow to import, and only terminals need it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    if len(header) * _NARROWEST > console.width:
        blocks = (
            "".join(f"{name}: {_together(cell)}\n" for name, cell in zip(header, row, strict=True)) for row in rows
        )
        click.echo(harmless("\n".join(blocks)), nl=False)
        return
    widths = (max(map(len, map(_together, column))) for column in zip(header, *rows, strict=True))
    # Where cells wrap, lines between rows tell where one ends.
    table = Table(show_lines=sum(widths) + 3 * len(header) >= console.width)
    for name, *column in zip(header, *rows, strict=True):
        numbers = all(isinstance(cell, str) and cell.isdigit() for cell in column)
        table.add_column(Text(harmless(name)), overflow="fold", justify="right" if numbers else "left")
    for row in rows:
        # As Text, which takes neither markup nor names of emoji in the data for its own.
        table.add_row(
            *(
                Text(harmless(cell))
                if isinstance(cell, str)
                else Text.assemble(harmless(cell.label), "  ", (harmless(cell.name), "dim"))
                for cell in row
            )
        )
    console.print(table)


def _together(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell.label}  {cell.name}"


def _one_line(cell: Cell) -> str:
    """In a pipe the name comes first, so that it is the first word, and two spaces part it from the label."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    return f"{cell.name}  {' '.join(cell.label.split())}"
