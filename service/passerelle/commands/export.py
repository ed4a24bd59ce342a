"""`passerelle export`."""

import sys
from pathlib import Path
from typing import IO, cast

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
_FORMATS = (*_SUFFIXES.values(), "jsonld-default")
_CODINGS = {".gz": "gzip", ".zst": "zstd"}

_EPILOG = """\b
The same graph always gives the same bytes. Examples:
  passerelle export --output passerelle.trig
  passerelle export --output passerelle.ttl.zst
  passerelle export --format ntriples | wc -l
  passerelle export --all downloads && (cd downloads && sha256sum --check SHA256SUMS)
"""


@click.command("export", epilog=_EPILOG, short_help="Write the graph to a file, to standard output, or as all files.")
@click.option(
    "--format",
    "-f",
    "written",
    type=click.Choice(_FORMATS),
    help="How to write the graph.  [default: by the suffix of --output, else trig]",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; .gz or .zst at its end has it compressed.",
)
@click.option(
    "--all",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write every file that /download offers into DIR, which is new or empty.",
)
@graph_option
def command(written: str | None, output: Path | None, folder: Path | None, graph: Path | None) -> None:
    """Write the graph to a file or to standard output.

    trig, nquads and jsonld hold every named graph; turtle, ntriples, rdfxml and jsonld-default hold the default graph,
    which merges what the report, the reference data, the editors, the vocabularies and the rules say.

    --all writes all of these, compressed by gzip and zstd, a CSV table for each class with its metadata (CSV on the
    Web), a description in Croissant, and checksums.
    """
    if folder is not None:
        if written or output:
            raise click.UsageError("--all takes neither --format nor --output.")
        _write_all(folder, graph)
        return
    coding = _CODINGS.get(output.suffix, "identity") if output else "identity"
    suffix = (output.with_suffix("") if coding != "identity" else output).suffix if output else ""
    chosen = written or _SUFFIXES.get(suffix) or "trig"
    if output is None:
        _write(sys.stdout.buffer, chosen, coding, graph)
        sys.stdout.buffer.flush()
        return
    try:
        # The old file stays until the new one is whole.
        unfinished = output.with_name(f".{output.name}.unfinished")
        try:
            with unfinished.open("wb") as file:
                _write(file, chosen, coding, graph)
            unfinished.replace(output)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise click.UsageError(f"Cannot write {output}: {error.strerror}.") from None
    click.echo(f"{output}: {output.stat().st_size:,} bytes", err=True)


def _write(output: IO[bytes], chosen: str, coding: str, graph: Path | None) -> None:
    from passerelle.publishing.dumps.packing import Packing  # noqa: PLC0415
    from passerelle.store.compression import Coding  # noqa: PLC0415
    from passerelle.store.engine import Engine  # noqa: PLC0415 - loads the engine
    from passerelle.store.request import DumpFormat  # noqa: PLC0415

    packing = Packing(output, Coding(coding))
    Engine(graph).dump_to(DumpFormat(chosen), cast("IO[bytes]", packing))
    packing.end()


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
