"""Lines for people: wrapped and styled on a terminal, plain in a pipe, and never in command of the terminal."""

import sys
from functools import cache
from typing import TYPE_CHECKING

import click

from passerelle.escaping import harmless

if TYPE_CHECKING:
    from rich.console import Console

_ONE_LINE = dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ")
# A text, or a text with a style (https://rich.readthedocs.io/en/stable/style.html).
Part = str | tuple[str, str]


def say(*parts: Part, indent: int = 0, error: bool = False) -> None:
    """Print one line made of parts; on a terminal it wraps within its own indent."""
    stream = sys.stderr if error else sys.stdout
    pairs = [(part, "") if isinstance(part, str) else part for part in parts]
    if not stream.isatty():
        line = "".join(text for text, _ in pairs).translate(_ONE_LINE).rstrip()
        click.echo(f"{' ' * indent}{line}" if line else "", err=error)
        return
    from rich.text import Text  # noqa: PLC0415 - slow to import, and only terminals need it

    console = _console(error)
    room = indent if console.width > 4 * indent else 0
    # What an indented line goes on with stands further in, so that it is not taken for the next line.
    hanging = 2 if room else 0
    styled = Text.assemble(*((harmless(part), style) for part, style in pairs))
    for number, row in enumerate(styled.wrap(console, console.width - room - hanging, overflow="fold")):
        row.rstrip()
        console.print(Text(" " * (room + (hanging if number else 0))) + row, soft_wrap=True)


@cache
def _console(error: bool) -> "Console":
    from rich.console import Console  # noqa: PLC0415 - slow to import, and only terminals need it

    return Console(stderr=error, highlight=False)
