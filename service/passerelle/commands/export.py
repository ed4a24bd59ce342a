"""`passerelle export`."""

import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from passerelle.commands.options import graph_option
from passerelle.graphs.views import VIEWS
from passerelle.phrases import LANGUAGES

if TYPE_CHECKING:
    from passerelle.store.engine import Engine

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

_EPILOG = """\b
The same graph always gives the same bytes. Examples:
  passerelle export --output passerelle.trig
  passerelle export --format ntriples | wc -l
  passerelle export --view pathways --output pathways.gexf

\b
Views of the network of relationships, for graphml and gexf:
""" + "".join(f"  {view.name:<12} {view.title('en')}\n" for view in VIEWS.values())


@click.command("export", epilog=_EPILOG, short_help="Write the graph to a file or to standard output.")
@click.option(
    "--format",
    "-f",
    "written",
    type=click.Choice(list(_SUFFIXES.values())),
    help="How to write the graph.  [default: by the suffix of --output, else trig, or graphml with --view]",
)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option("--view", type=click.Choice(list(VIEWS)), help="View of the network.  [default: all]")
@click.option(
    "--language", type=click.Choice(LANGUAGES), help="Language of the labels that are shown first.  [default: en]"
)
@graph_option
def command(
    written: str | None, output: Path | None, view: str | None, language: str | None, graph: Path | None
) -> None:
    """Write the graph to a file or to standard output.

    trig, nquads and jsonld hold every named graph; turtle, ntriples and rdfxml hold the default graph, which merges
    what the report, the reference data, the editors, the vocabularies and the rules say.

    graphml and gexf hold the relationships as a network, for Gephi, igraph, Cytoscape or networkx: things, and what a
    source or an editor states of two of them. Claims that do not hold are never part of it, nor what only a rule adds.
    """
    from passerelle.store.engine import Engine  # noqa: PLC0415 - loads the engine
    from passerelle.store.request import DumpFormat  # noqa: PLC0415

    chosen = written or (_SUFFIXES.get(output.suffix) if output else None) or ("graphml" if view else "trig")
    if chosen not in _NETWORKS and (view or language):
        raise click.UsageError(f"--view and --language are for {' and '.join(_NETWORKS)}, not for {chosen}.")
    engine = Engine(graph)
    if chosen in _NETWORKS:
        content = _network(engine, chosen, view or "all", language or "en")
    else:
        content = engine.dump(DumpFormat(chosen))
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


def _network(engine: "Engine", kind: str, view: str, language: str) -> bytes:
    from passerelle.graphs.exports import NetworkFormat, write  # noqa: PLC0415 - loads the engine
    from passerelle.graphs.projection import project  # noqa: PLC0415

    stream = BytesIO()
    write(project(engine, VIEWS[view]), NetworkFormat(kind), stream, language)
    return stream.getvalue()
