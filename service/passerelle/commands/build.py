"""`passerelle build`."""

import sys
from pathlib import Path

import click

from passerelle.commands.options import graph_option

_EPILOG = """\b
Examples:
  passerelle build
  passerelle build --output /srv/passerelle && passerelle serve --store /srv/passerelle
  passerelle build --graph ~/my-graph --output ~/my-store

\b
Exit codes: 0 built, 1 there is something to repair, 2 a file cannot be used, or the folder not be written.
"""


@click.command("build", epilog=_EPILOG)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    envvar="PASSERELLE_STORE",
    default=Path("passerelle-store"),
    show_default=True,
    help="Folder to keep builds in; it is made if it is missing.",
)
@graph_option
@click.pass_context
def command(ctx: click.Context, output: Path, graph: Path | None) -> None:
    """Build the graph into a folder that `passerelle serve --store` serves from disk.

    The files are loaded, the rules infer, and everything is checked against the shapes: where something has to be
    repaired, it is told as `passerelle validate` tells it, and nothing is built. Else a RocksDB store is written, with
    the files that the data set is downloaded as (as `passerelle export --all` does) and a manifest that says what it
    holds, and becomes the current build of DIR at once and whole. A service over DIR takes it up without a stop, and
    one that fails touches nothing that is served. The same files give the same version. The build before is kept,
    older ones are removed.

    A build takes about half a gigabyte of memory for each million statements, a service over it hardly any.
    """
    from passerelle.commands.terminal import progress, reader_language  # noqa: PLC0415 - slow to import
    from passerelle.media_types import ReportFormat  # noqa: PLC0415
    from passerelle.publishing.dumps.making import make_dumps  # noqa: PLC0415
    from passerelle.store.build import build  # noqa: PLC0415
    from passerelle.store.builds import DUMPS  # noqa: PLC0415
    from passerelle.validation.writing import write  # noqa: PLC0415

    with progress() as show:
        built = build(graph, output, show, make_dumps)
    if built.folder is None:
        assert built.findings is not None  # noqa: S101 - for what else is nothing built?
        sys.stdout.buffer.write(write(built.findings, ReportFormat.TEXT, reader_language()))
        sys.stdout.flush()
        click.echo(f"Nothing was built, and {output} is as it was.", err=True)
        ctx.exit(1)
    summary = built.summary
    checked = "checked against the shapes" if built.findings else "not checked, as the graph has no shapes"
    click.echo(
        f"Passerelle has built {built.folder}\n"
        f"  {summary.quads:,} quads in {summary.graphs:,} named graphs, {checked}\n"
        f"  {summary.statements:,} statements about {summary.things:,} things in the default graph\n"
        f"  downloads in {DUMPS}/\n"
        f"  data set {summary.version}\n\n"
        f"Serve it: passerelle serve --store {output}"
    )
