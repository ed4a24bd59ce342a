"""`passerelle export`."""

import sys
from pathlib import Path

import click

from passerelle.commands.options import graph_option

_SUFFIXES = {
    ".trig": "trig",
    ".nq": "nquads",
    ".jsonld": "jsonld",
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".rdf": "rdfxml",
}

_EPILOG = """\b
The same graph always gives the same bytes. Examples:
  passerelle export --output passerelle.trig
  passerelle export --format ntriples | wc -l
"""


@click.command("export", epilog=_EPILOG, short_help="Write the graph to a file or to standard output.")
@click.option(
    "--format",
    "-f",
    "written",
    type=click.Choice(list(_SUFFIXES.values())),
    help="How to write the graph.  [default: by the suffix of --output, else trig]",
)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@graph_option
def command(written: str | None, output: Path | None, graph: Path | None) -> None:
    """Write the graph to a file or to standard output.

    trig, nquads and jsonld hold every named graph; turtle, ntriples and rdfxml hold the default graph, which merges
    what the report, the reference data, the editors, the vocabularies and the rules say.
    """
    from passerelle.store.engine import Engine  # noqa: PLC0415 - loads the engine
    from passerelle.store.request import DumpFormat  # noqa: PLC0415

    chosen = written or (_SUFFIXES.get(output.suffix) if output else None) or "trig"
    content = Engine(graph).dump(DumpFormat(chosen))
    if output is None:
        stream = sys.stdout.buffer
        stream.write(content)
        stream.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise click.UsageError(f"Cannot write {output}: {error.strerror}.") from None
    click.echo(f"{output}: {len(content):,} bytes", err=True)
