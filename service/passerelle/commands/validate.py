"""`passerelle validate`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from passerelle.commands.options import graph_option
from passerelle.settings import read_settings
from passerelle.validation.limits import check_limits

if TYPE_CHECKING:
    from passerelle.store.findings import Findings
    from passerelle.store.upload import Upload

_EPILOG = """\b
Examples:
  passerelle validate
  passerelle validate my-centres.ttl
  passerelle validate --format json --graph ~/my-graph

\b
Exit codes: 0 conforms, 1 there is something to repair, 2 a file cannot be used. Warnings are shown, and conform.
"""


@click.command("validate", epilog=_EPILOG)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "-f",
    "written",
    type=click.Choice(["text", "turtle", "json"]),
    default="text",
    show_default=True,
    help="A report to read, a SHACL validation report, or JSON for scripts.",
)
@graph_option
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], written: str, graph: Path | None) -> None:
    """Check the graph, or FILEs merged with it, against the shapes, and say what to repair.

    Without FILE the whole graph is checked, by its shapes and by its rules about graphs. With FILE (Turtle, TriG,
    N-Triples, N-Quads, RDF/XML or JSON-LD, by its suffix) only what FILE describes is reported. Nothing that a file
    names is fetched or opened, and a file that would take too much is given up: PASSERELLE_UPLOAD_LIMIT,
    PASSERELLE_UPLOAD_STATEMENTS, PASSERELLE_VALIDATION_TIMEOUT and PASSERELLE_VALIDATION_MEMORY say how much that is.
    """
    from passerelle.commands.terminal import busy, reader_language  # noqa: PLC0415 - slow to import, like what follows
    from passerelle.media_types import ReportFormat  # noqa: PLC0415
    from passerelle.validation.writing import write  # noqa: PLC0415

    uploads = [_read(file) for file in files]
    with busy("Checking"):
        found = _check_files(uploads, graph) if uploads else _check_graph(graph)
    sys.stdout.buffer.write(write(found, ReportFormat(written), reader_language()))
    sys.stdout.flush()
    ctx.exit(0 if found.conforms else 1)


def _check_graph(graph: Path | None) -> "Findings":
    from passerelle.store.validation import Checker  # noqa: PLC0415

    return Checker(graph).check()


def _check_files(uploads: list["Upload"], graph: Path | None) -> "Findings":
    from passerelle.store.checking import CheckServer  # noqa: PLC0415

    server = CheckServer(graph)
    try:
        return server.check(uploads, check_limits(read_settings()))
    finally:
        server.close()


def _read(file: Path) -> "Upload":
    from passerelle.store.failures import UploadError  # noqa: PLC0415
    from passerelle.store.upload import Upload, check_size, format_of  # noqa: PLC0415

    if not file.is_file():
        raise UploadError(f"{file} is no file.", "Name a Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD file.")
    kind = format_of(file)
    check_size(str(file), file.stat().st_size, check_limits(read_settings()).upload)
    try:
        return Upload(str(file), kind, file.read_bytes())
    except OSError as error:
        raise UploadError(f"{file} cannot be read: {error.strerror}.", "Correct its rights.") from None
