"""`passerelle export`."""

import sys
from pathlib import Path
from typing import IO, BinaryIO, cast

import click

from passerelle.commands.options import graph_option
from passerelle.graphs.views import VIEWS
from passerelle.phrases import LANGUAGES

_SUFFIXES = {
    ".trig": "trig",
    ".nq": "nquads",
    ".jsonld": "jsonld",
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".rdf": "rdfxml",
    ".graphml": "graphml",
    ".gexf": "gexf",
}
_NETWORKS = ("graphml", "gexf")
_FORMATS = (*_SUFFIXES.values(), "jsonld-default")
_CODINGS = {".gz": "gzip", ".zst": "zstd"}

_EPILOG = """\b
The same graph always gives the same bytes. Examples:
  passerelle export --output passerelle.trig
  passerelle export --output passerelle.ttl.zst
  passerelle export --format ntriples | wc -l
  passerelle export --view pathways --output pathways.gexf
  passerelle export --all downloads && (cd downloads && sha256sum --check SHA256SUMS)

\b
Views of the network of relationships, for graphml and gexf:
""" + "".join(f"  {view.name:<12} {view.title('en')}\n" for view in VIEWS.values())


@click.command("export", epilog=_EPILOG, short_help="Write the graph to a file, to standard output, or as all files.")
@click.option(
    "--format",
    "-f",
    "written",
    type=click.Choice(_FORMATS),
    help="How to write the graph.  [default: by the suffix of --output, else trig, or graphml with --view]",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; .gz or .zst at its end has it compressed.",
)
@click.option("--view", type=click.Choice(list(VIEWS)), help="View of the network.  [default: all]")
@click.option(
    "--language", type=click.Choice(LANGUAGES), help="Language of the labels that are shown first.  [default: en]"
)
@click.option(
    "--all",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write every file that /download offers into DIR, which is new or empty.",
)
@graph_option
def command(
    written: str | None,
    output: Path | None,
    view: str | None,
    language: str | None,
    folder: Path | None,
    graph: Path | None,
) -> None:
    """Write the graph to a file or to standard output.

    trig, nquads and jsonld hold every named graph; turtle, ntriples, rdfxml and jsonld-default hold the default graph,
    which merges what the report, the reference data, the editors, the vocabularies and the rules say.

    graphml and gexf hold the relationships as a network, for Gephi, igraph, Cytoscape or networkx: things, and what a
    source or an editor states of two of them. Claims that do not hold are never part of it, nor what only a rule adds.

    --all writes all of these, compressed by gzip and zstd, a CSV table for each class with its metadata (CSV on the
    Web), a description in Croissant, and checksums.
    """
    if folder is not None:
        if written or output or view or language:
            raise click.UsageError("--all takes none of --format, --output, --view and --language.")
        _write_all(folder, graph)
        return
    coding = _CODINGS.get(output.suffix, "identity") if output else "identity"
    suffix = (output.with_suffix("") if coding != "identity" else output).suffix if output else ""
    chosen = written or _SUFFIXES.get(suffix) or ("graphml" if view else "trig")
    if chosen not in _NETWORKS and (view or language):
        raise click.UsageError(f"--view and --language are for {' and '.join(_NETWORKS)}, not for {chosen}.")

    def write(file: IO[bytes]) -> None:
        from passerelle.publishing.dumps.packing import Packing  # noqa: PLC0415
        from passerelle.store.compression import Coding  # noqa: PLC0415

        packing = Packing(file, Coding(coding))
        if chosen in _NETWORKS:
            _write_network(cast("BinaryIO", packing), chosen, view or "all", language or "en", graph)
        else:
            _write_graph(cast("IO[bytes]", packing), chosen, graph)
        packing.end()

    if output is None:
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    try:
        # The old file stays until the new one is whole.
        unfinished = output.with_name(f".{output.name}.unfinished")
        try:
            with unfinished.open("wb") as file:
                write(file)
            unfinished.replace(output)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise click.UsageError(f"Cannot write {output}: {error.strerror}.") from None
    click.echo(f"{output}: {output.stat().st_size:,} bytes", err=True)


def _write_graph(output: IO[bytes], chosen: str, graph: Path | None) -> None:
    from passerelle.store.engine import Engine  # noqa: PLC0415 - loads the engine
    from passerelle.store.request import DumpFormat  # noqa: PLC0415

    Engine(graph).dump_to(DumpFormat(chosen), output)


def _write_network(output: BinaryIO, kind: str, view: str, language: str, graph: Path | None) -> None:
    from passerelle.graphs.exports import NetworkFormat, write  # noqa: PLC0415 - loads the engine
    from passerelle.graphs.projection import project  # noqa: PLC0415
    from passerelle.store.engine import Engine  # noqa: PLC0415

    write(project(Engine(graph), VIEWS[view]), NetworkFormat(kind), output, language)


def _write_all(folder: Path, graph: Path | None) -> None:
    from passerelle.commands.terminal import progress  # noqa: PLC0415 - slow to import
    from passerelle.publishing.dumps.making import make_dumps  # noqa: PLC0415
    from passerelle.store.engine import Engine  # noqa: PLC0415 - loads the engine

    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise click.UsageError(f"{folder} is not empty: name a new folder.")
        with progress() as show:
            listing = make_dumps(Engine(graph), folder, show)
    except OSError as error:
        raise click.UsageError(f"Cannot write to {folder}: {error.strerror}.") from None
    for name, reason in listing.left_out.items():
        click.echo(f"{name} was left out: {reason}", err=True)
    size = sum(file.size for file in listing.files)
    click.echo(f"{folder}: {len(listing.files)} files, {size:,} bytes, data set {listing.version}", err=True)
