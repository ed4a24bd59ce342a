"""`passerelle query`."""

import re
import signal
import sys
from pathlib import Path

import click

from passerelle.commands.options import graph_option
from passerelle.sparql.prefixes import with_prefixes
from passerelle.store.failures import QuerySyntaxError, StoreError

_FORMATS = ("table", "json", "xml", "csv", "tsv", "turtle", "ntriples", "rdfxml", "jsonld")

_EPILOG = """\b
Well-known prefixes (psl:, id:, rdfs:, skos:, …) need not be declared. Examples:
  passerelle query "SELECT ?kind (COUNT(?x) AS ?n) { ?x a ?kind } GROUP BY ?kind"
  passerelle query question.rq --format csv > answer.csv
  echo "ASK { ?x a psl:Claim }" | passerelle query -
  passerelle query --list
"""


# A text that can be no name of a file; the guard then says what is wrong with an update.
_QUERY = re.compile(
    r".*[{\n]|\s*(?:SELECT|ASK|CONSTRUCT|DESCRIBE|PREFIX|BASE|INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\s",
    re.IGNORECASE,
)


@click.command("query", epilog=_EPILOG, short_help="Ask the graph a SPARQL query.")
@click.argument("query", required=False, metavar="[QUERY|FILE|NAME|-]")
@click.option("--format", "-f", "written", type=click.Choice(_FORMATS), help="How to write the answer.")
@click.option("--list", "listing", is_flag=True, help="List the example queries, which can be run by their names.")
@graph_option
def command(query: str | None, written: str | None, listing: bool, graph: Path | None) -> None:
    """Ask the graph a SPARQL query: its text, a file, the name of an example, or - for standard input.

    Without --format, rows are shown as a table and graphs as Turtle.
    """
    from passerelle.commands.answer import list_examples, show  # noqa: PLC0415 - loads the engine
    from passerelle.sparql.examples import examples  # noqa: PLC0415
    from passerelle.store.engine import Engine  # noqa: PLC0415

    if not listing and not query:
        raise click.UsageError("Give a query, a file, the name of an example, or --list.")
    engine = Engine(graph)
    known = {example.name: example for example in examples(engine)}
    if listing:
        list_examples(list(known.values()))
        return
    query = query or ""
    text = known[query].text if query in known else _read(query)
    # The engine hears no signal while it works: Ctrl-C has to end the process itself.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        show(engine, with_prefixes(text), written)
    except QuerySyntaxError as error:
        raise _place(error, text) from None


def _read(query: str) -> str:
    if query == "-":
        return _decode(sys.stdin.buffer.read(), "standard input")
    if _QUERY.match(query):
        return query
    try:
        return _decode(Path(query).read_bytes(), query)
    except FileNotFoundError:
        raise click.UsageError(
            f"{query!r} is neither a query, a file nor an example; `passerelle query --list` names the examples."
        ) from None
    except (OSError, ValueError) as error:
        raise click.UsageError(f"Cannot read {query[:100]!r}: {getattr(error, 'strerror', None) or error}.") from None


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{name} is not UTF-8: {error}") from None


def _place(error: QuerySyntaxError, text: str) -> StoreError:
    """The same error with the line it is on, and the lines of added prefixes not counted."""
    if error.position is None:
        return error
    line = error.position.line - (with_prefixes(text).count("\n") - text.count("\n"))
    lines = text.splitlines()
    shown = f"\n  {lines[line - 1]}\n  {' ' * (error.position.column - 1)}^" if 0 < line <= len(lines) else ""
    return StoreError(f"line {line}, column {error.position.column}: {error.message}{shown}")
