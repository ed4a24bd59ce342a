"""`passerelle explain`."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from passerelle.commands.options import graph_option

_EPILOG = """\b
Examples:
  passerelle explain region:84
  passerelle explain BTS
  passerelle explain "mission locale"
  passerelle explain psl:leadsTo
  passerelle explain https://w3id.org/passerelle/id/scheme/mobility-unit --format json

\b
Exit codes: 0 explained, 2 nothing, or more than one thing, is called so.
"""


@click.command("explain", epilog=_EPILOG, short_help="Say what the graph knows of one thing, and who says so.")
@click.argument("thing", metavar="IRI|NAME")
@click.option("--format", "-f", "written", type=click.Choice(["text", "json"]), default="text", show_default=True)
@graph_option
@click.pass_context
def command(ctx: click.Context, thing: str, written: str, graph: Path | None) -> None:
    """Say what the graph knows of one thing: what it is, each statement and who makes it, claims, what points to it.

    The thing is an IRI, a name with a well-known prefix (region:84, psl:Claim) or a label or abbreviation that only one
    thing has. Labels are in the language of LC_ALL or LANG.
    """
    from passerelle.commands.explanation import print_candidates, print_description  # noqa: PLC0415 - loads the engine
    from passerelle.commands.terminal import reader_language  # noqa: PLC0415
    from passerelle.resources.description import describe  # noqa: PLC0415
    from passerelle.resources.lookup import LookupFailedError, find  # noqa: PLC0415
    from passerelle.store.engine import Engine  # noqa: PLC0415

    engine, language = Engine(graph), reader_language()
    try:
        found = describe(engine, find(engine, thing, language), language)
    except LookupFailedError as error:
        print_candidates(error)
        ctx.exit(2)
    if written == "json":
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        print_description(found, language)
