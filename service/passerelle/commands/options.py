"""Options that several commands share."""

from pathlib import Path

import click

graph_option = click.option(
    "--graph",
    "graph",
    type=click.Path(path_type=Path),
    envvar="PASSERELLE_GRAPH",
    metavar="DIR",
    help="Folder that holds ontology/, data/ and shapes/, or any folder of RDF files.  [default: the packaged graph]",
)
