"""Finds, lists and shows the example queries on the command line."""

import sys
from itertools import groupby

import click

from passerelle.commands.prose import say
from passerelle.commands.terminal import print_table, reader_language
from passerelle.namespaces import shorten
from passerelle.near import near
from passerelle.resources.lookup import LookupFailedError
from passerelle.resources.lookup import find as find_thing
from passerelle.sparql.examples import Example
from passerelle.sparql.parameters import shown
from passerelle.store.engine import Engine


def find(known: dict[str, Example], name: str) -> Example:
    """The example of that name.

    Raises:
        click.UsageError: there is none; the message names those that are near.
    """
    if name in known:
        return known[name]
    raise click.UsageError(f"There is no example {name!r}. {suggest(known, name)}")


def suggest(known: dict[str, Example], name: str) -> str:
    """Names near to one that is unknown, and where to find them all."""
    found = near(name, known)
    meant = f"Did you mean {' or '.join(found)}? " if found else ""
    return f"{meant}`passerelle query --list` names the examples."


def print_list(known: dict[str, Example]) -> None:
    """The examples by theme, in the reader's language; in a pipe a line each, its name first."""
    language = reader_language()
    found = sorted(known.values(), key=lambda example: (example.theme_label(language), example.name))
    if not sys.stdout.isatty():
        rows = [[e.name, e.title(language), e.theme_label(language), settings(e)] for e in found]
        print_table(["name", "title", "theme", "parameters"], rows)
        return
    for theme, group in groupby(found, key=lambda example: example.theme_label(language)):
        say("")
        say((theme, "bold"))
        for example in group:
            say((example.name, "cyan"), indent=2)
            say(example.title(language), indent=6)
            if example.parameters:
                say((settings(example), "dim"), indent=6)


def settings(example: Example, values: dict[str, str] | None = None) -> str:
    """The parameters of an example with their values, by default the defaults, as `--set` takes them."""
    chosen = values or {}
    return "  ".join(f"{p.name}={chosen.get(p.name, shown(p.default))}" for p in example.parameters)


def announce(example: Example, values: dict[str, str]) -> None:
    """Say on a terminal which question is answered, beside the answer; in a pipe, nothing."""
    if sys.stdout.isatty() and sys.stderr.isatty():
        say((example.title(reader_language()), "bold"), error=True)
        if example.parameters:
            say((settings(example, values), "dim"), error=True)


def note_unknown(engine: Engine, example: Example, values: dict[str, str]) -> None:
    """Say which things that parameters are set to are unknown to the graph: an empty answer would not tell."""
    for parameter in example.parameters:
        if parameter.name not in values or parameter.datatype:
            continue
        try:
            find_thing(engine, values[parameter.name], reader_language())
        except LookupFailedError as error:
            close = ", ".join(shorten(candidate.iri) for candidate in error.candidates[:3])
            say(f"Note: {error}", f" Did you mean one of {close}?" if close else "", error=True)
