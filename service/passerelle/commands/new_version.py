"""`passerelle new-version`."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from passerelle.commands.options import graph_option

_EPILOG = """\b
Examples:
  passerelle new-version 0.2.0
  passerelle new-version 0.2.0 --date 2027-01-15
  cd ontology/releases/0.2.0 && sha256sum --check SHA256SUMS

\b
Which number: the first for terms that mean something else or are gone, the second for new terms and shapes, the third
for wording. Exit codes: 0 made, 2 something would break, and nothing was changed.
"""


@click.command("new-version", epilog=_EPILOG, short_help="Release the ontology and the shapes as a version.")
@click.argument("version", metavar="X.Y.Z")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date of the release.  [default: today]",
)
@graph_option
def command(version: str, day: datetime | None, graph: Path | None) -> None:
    """Release the ontology and the shapes, as they are, as version X.Y.Z.

    Writes ontology/releases/X.Y.Z: the ontology as one Turtle file, the shapes as another, the JSON-LD context, a
    report of the terms and shapes added, changed and retired since the last release (changes.json for programs,
    changes.en.md and changes.fr.md for people), and SHA256SUMS. Then it moves the header in ontology/passerelle.ttl on:
    version, version IRI, prior version, dates and citation. Commit both; the service answers for the release at
    /ns/X.Y.Z.

    A release never changes. So this refuses a version that exists or is not above the last, a header that states
    another version, files that are not committed, data or shapes that passerelle validate objects to, and terms or
    shapes of the last release that are gone without being listed in data/retired.ttl.
    """
    from passerelle.commands.terminal import busy  # noqa: PLC0415 - slow to import, like what follows
    from passerelle.publishing.releases.archive import read_version  # noqa: PLC0415
    from passerelle.publishing.releases.making import new_version  # noqa: PLC0415
    from passerelle.store.location import graph_folder  # noqa: PLC0415

    wanted = read_version(version)
    if wanted is None:
        raise click.UsageError(f"{version!r} is no version: three numbers with points between them, such as 0.2.0.")
    folder = graph_folder(graph)
    with busy("Making the release"):
        made = new_version(folder, wanted, day.date() if day else _today())
    terms, shapes = made.comparison.terms, made.comparison.shapes
    since = f"since {made.previous}" if made.previous else "in the first release"
    click.echo(
        f"Passerelle has made {made.release.folder}\n"
        f"  terms {since}: {len(terms.added)} added, {len(terms.changed)} changed, {len(terms.retired)} retired\n"
        f"  shapes {since}: {len(shapes.added)} added, {len(shapes.changed)} changed, {len(shapes.retired)} retired\n\n"
        f"Read {made.release.folder / 'changes.en.md'}, then commit it together with ontology/passerelle.ttl."
    )


def _today() -> date:
    return datetime.now(UTC).date()
