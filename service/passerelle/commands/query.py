"""`passerelle query`."""

import re
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from passerelle.commands.options import graph_option
from passerelle.sparql.prefixes import with_prefixes
from passerelle.store.failures import QuerySyntaxError

if TYPE_CHECKING:
    from passerelle.sparql.examples import Example

_FORMATS = ("table", "json", "xml", "csv", "tsv", "turtle", "ntriples", "rdfxml", "jsonld")

_EPILOG = """\b
Well-known prefixes (psl:, id:, rdfs:, skos:, …) need not be declared. Examples:
  passerelle query "SELECT ?kind (COUNT(?x) AS ?n) { ?x a ?kind } GROUP BY ?kind"
  passerelle query question.rq --format csv > answer.csv
  echo "ASK { ?x a psl:Claim }" | passerelle query -

\b
Questions that are asked often come with the graph, some with parameters:
  passerelle query --list
  passerelle query --example rights-at-an-age
  passerelle query --example rights-at-an-age --set age=28
  passerelle query --example rights-at-an-age --show > mine.rq
"""


# A text that can be no name of a file; the guard then says what is wrong with an update.
_QUERY = re.compile(
    r".*[{\n]|\s*(?:SELECT|ASK|CONSTRUCT|DESCRIBE|PREFIX|BASE|INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\s",
    re.IGNORECASE,
)


@click.command("query", epilog=_EPILOG, short_help="Ask the graph a SPARQL query, or one of the example questions.")
@click.argument("query", required=False, metavar="[QUERY|FILE|NAME|-]")
@click.option("--example", "-e", metavar="NAME", help="Run the example query of that name.")
@click.option(
    "--set", "-s", "settings", multiple=True, metavar="NAME=VALUE", help="Give a parameter of an example a value."
)
@click.option("--list", "-l", "listing", is_flag=True, help="List the examples by theme, with their parameters.")
@click.option("--show", is_flag=True, help="Print the text of the query instead of running it.")
@click.option("--format", "-f", "written", type=click.Choice(_FORMATS), help="How to write the answer.")
@click.option("--labels/--no-labels", "labelled", default=True, help="Show labels beside IRIs in tables, or do not.")
@graph_option
def command(
    query: str | None,
    example: str | None,
    settings: tuple[str, ...],
    listing: bool,
    show: bool,
    written: str | None,
    labelled: bool,
    graph: Path | None,
) -> None:
    """Ask the graph a SPARQL query: its text, a file, the name of an example, or - for standard input.

    Without --format, rows are shown as a table, with labels in the language of LC_ALL or LANG, and graphs as Turtle.
    The value of a parameter is an IRI (in full or with a well-known prefix, such as department:69), a number, a date, …
    """
    from passerelle.commands import answer, examples  # noqa: PLC0415 - loads the engine
    from passerelle.sparql.examples import examples as read_examples  # noqa: PLC0415
    from passerelle.sparql.parameters import bind  # noqa: PLC0415
    from passerelle.store.engine import Engine  # noqa: PLC0415

    if not listing and not query and not example:
        raise click.UsageError("Give a query, a file, the name of an example, or --list.")
    if query and example:
        raise click.UsageError("Give a query or --example, not both.")
    values = _values(settings)
    engine = Engine(graph)
    known = read_examples(engine)
    if listing:
        examples.print_list(known)
        return
    name = example or query or ""
    chosen = examples.find(known, name) if example else known.get(name)
    if chosen is None and values:
        raise click.UsageError(f"--set gives a value to an example, and {name[:100]!r} is none.")
    text = _read(name, known) if chosen is None else bind(chosen, values)
    if show:
        click.echo(text.strip())
        return
    if chosen:
        examples.announce(chosen, values)
        examples.note_unknown(engine, chosen, values)
    # The engine hears no signal while it works: Ctrl-C has to end the process itself.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        answer.show(engine, with_prefixes(text), written, labelled)
    except QuerySyntaxError as error:
        from passerelle.commands.caret import point_out  # noqa: PLC0415

        raise point_out(error, text, _origin(name, chosen)) from None


def _origin(name: str, chosen: "Example | None") -> str:
    """What an error is in, where the text is not what was typed."""
    if chosen:
        return f"the example {chosen.name}"
    return "" if name == "-" or _QUERY.match(name) else name


def _values(settings: tuple[str, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    for setting in settings:
        name, separator, value = setting.partition("=")
        if not separator or not name:
            raise click.UsageError(f"--set takes NAME=VALUE, such as age=28, not {setting!r}.")
        if name in values:
            raise click.UsageError(f"--set gives {name} two values.")
        values[name] = value
    return values


def _read(query: str, known: "dict[str, Example]") -> str:
    from passerelle.commands.examples import suggest  # noqa: PLC0415 - loads the engine

    if query == "-":
        return _decode(sys.stdin.buffer.read(), "standard input")
    if _QUERY.match(query):
        return query
    try:
        return _decode(Path(query).read_bytes(), query)
    except FileNotFoundError:
        hint = suggest(known, query)
        raise click.UsageError(f"{query!r} is neither a query, a file nor an example. {hint}") from None
    except (OSError, ValueError) as error:
        raise click.UsageError(f"Cannot read {query[:100]!r}: {getattr(error, 'strerror', None) or error}.") from None


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{name} is not UTF-8: {error}") from None
