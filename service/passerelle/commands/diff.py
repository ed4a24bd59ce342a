"""`passerelle diff`."""

import tempfile
from functools import partial
from pathlib import Path

import click

from passerelle.namespaces import RDFS

_EPILOG = """\b
Each side is a folder of the graph (or any folder of RDF files, such as a release of the ontology), a folder that
`passerelle build` wrote, a RocksDB store, or a dump: .nq, .trig, .jsonld, .nt, .ttl or .rdf, as it is, .gz or .zst.
Examples:
  passerelle diff passerelle-2026-10.nq.gz .
  passerelle diff /srv/passerelle . --format json > changes.json
  passerelle diff old.trig new.trig --format rdf-patch > changes.rdfp

\b
Exit codes: 0 nothing differs, 1 something does, 2 a side cannot be used.
"""


@click.command("diff", epilog=_EPILOG, short_help="Say what was added and removed between two states of the graph.")
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "-f",
    "written",
    type=click.Choice(["text", "json", "rdf-patch"]),
    default="text",
    show_default=True,
    help="How to tell it; a patch (https://afs.github.io/rdf-delta/rdf-patch.html) applied to A gives B.",
)
@click.option("--inferred", is_flag=True, help="Compare what the rules infer as well.")
@click.pass_context
def command(ctx: click.Context, a: Path, b: Path, written: str, inferred: bool) -> None:
    """Say what was added and removed between two states of the graph, thing by thing.

    Statements are compared with the named graph that each stands in. Where a side is Turtle, N-Triples or RDF/XML,
    which know no graphs, the default graphs are compared, with all that they merge. What rules infer follows from the
    rest, and is left out of named graphs unless --inferred is given.

    Labels are in the language of LC_ALL or LANG. Blank nodes are told apart by what is said of them, and values are
    compared as the engine keeps them: 1.50 is 1.5. Memory does not grow with the graphs, but with what differs.
    """
    from passerelle.commands.changes import Counts, named_in, tell, write_bytes, write_json  # noqa: PLC0415
    from passerelle.commands.terminal import busy, reader_language  # noqa: PLC0415
    from passerelle.publishing.rdf_patch import patch_lines  # noqa: PLC0415
    from passerelle.store.comparison import compare, labels_in  # noqa: PLC0415
    from passerelle.store.snapshots import holds_graphs, take_snapshot  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="passerelle-diff-") as name:
        with busy("Reading"):
            graphs = all(holds_graphs(path) for path in (a, b))
            snapshots = []
            for number, path in enumerate((a, b)):
                folder = Path(name, str(number))
                folder.mkdir()
                snapshots.append(take_snapshot(path, folder, graphs=graphs, inferred=inferred))
            files = [snapshot.lines for snapshot in snapshots]
            changes = partial(compare, *files)
            counts = Counts()
            wanted: set[str] = set()
            for change in changes():
                counts.take(change)
                wanted.update(named_in(change))
            labels: dict[str, dict[str, str]] = {}
            if written != "rdf-patch":
                # What B calls a thing comes before what A did.
                for iri, label in labels_in(files[::-1], wanted, {f"{RDFS}label"}):
                    labels.setdefault(iri, {}).setdefault(label.language, label.value)
        match written:
            case "text":
                tell(changes(), counts, labels, reader_language())
            case "json":
                write_json(changes(), counts, labels)
            case _:
                write_bytes(patch_lines(changes, snapshots[0].labels))
    ctx.exit(0 if counts.same else 1)
