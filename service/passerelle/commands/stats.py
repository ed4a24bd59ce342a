"""`passerelle stats`."""

import json
from pathlib import Path

import click

from passerelle.commands.options import graph_option

_EPILOG = """\b
Examples:
  passerelle stats
  passerelle stats --coverage --format json > coverage.json
"""


@click.command("stats", epilog=_EPILOG, short_help="Say how much the graph holds and how much of the report it states.")
@click.option("--coverage", is_flag=True, help="Count statements per passage and sentence of the report instead.")
@click.option("--format", "-f", "written", type=click.Choice(["text", "json"]), default="text", show_default=True)
@graph_option
@click.pass_context
def command(ctx: click.Context, coverage: bool, written: str, graph: Path | None) -> None:
    """Say how much the graph holds, and with --coverage how much of the report it states.

    With --coverage the exit code is 1 when a sentence gives no statement and no reason is given.
    """
    from passerelle.commands.report import print_coverage, print_statistics  # noqa: PLC0415 - loads the engine
    from passerelle.publishing.coverage import coverage as measure  # noqa: PLC0415
    from passerelle.publishing.statistics import statistics  # noqa: PLC0415
    from passerelle.store.engine import Engine  # noqa: PLC0415

    engine = Engine(graph)
    if coverage:
        result = measure(engine)
        if written == "json":
            click.echo(json.dumps(result.as_dict(), ensure_ascii=False, indent=2))
        else:
            print_coverage(result)
        ctx.exit(0 if result.complete else 1)
    found = statistics(engine)
    if written == "json":
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
    else:
        print_statistics(found)
