"""`passerelle stats`."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from passerelle.commands.options import graph_option

_EPILOG = """\b
Examples:
  passerelle stats
  passerelle stats --by source
  passerelle stats --by class --format json
  passerelle stats --coverage --format json > coverage.json
"""


@click.command("stats", epilog=_EPILOG, short_help="Say how much the graph holds and how much of the report it states.")
@click.option(
    "--by", type=click.Choice(["class", "graph", "source", "language", "standing"]), help="Show one table in full."
)
@click.option("--coverage", is_flag=True, help="Count statements per passage and sentence of the report instead.")
@click.option("--format", "-f", "written", type=click.Choice(["text", "json"]), default="text", show_default=True)
@graph_option
@click.pass_context
def command(ctx: click.Context, by: str | None, coverage: bool, written: str, graph: Path | None) -> None:
    """Say how much the graph holds of what, and with --coverage how much of the report it states.

    The overview shows what there is most of; --by shows one table in full, and --format json holds them all. Labels
    are in the language of LC_ALL or LANG.

    With --coverage the exit code is 1 when a sentence gives no statement and no reason is given.
    """
    from passerelle.commands.report import print_counts, print_coverage, print_statistics  # noqa: PLC0415 - loads the engine
    from passerelle.commands.terminal import reader_language  # noqa: PLC0415
    from passerelle.publishing.coverage import coverage as measure  # noqa: PLC0415
    from passerelle.publishing.statistics import By, statistics  # noqa: PLC0415
    from passerelle.store.engine import Engine  # noqa: PLC0415

    if by and coverage:
        raise click.UsageError("Give --by or --coverage, not both.")
    engine = Engine(graph)
    if coverage:
        result = measure(engine)
        if written == "json":
            click.echo(json.dumps(result.as_dict(), ensure_ascii=False, indent=2))
        else:
            print_coverage(result)
        ctx.exit(0 if result.complete else 1)
    language = reader_language()
    found = statistics(engine, language)
    if written == "json":
        content = [asdict(count) for count in found.by(By(by))] if by else found.as_dict()
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
    elif by:
        print_counts(found, By(by), language)
    else:
        print_statistics(found, language)
