"""The network of relationships as a whole, for Gephi, igraph, Cytoscape or networkx."""

from collections.abc import Iterator
from functools import partial
from typing import IO, BinaryIO, cast

from passerelle.graphs.exports import NetworkFormat, write
from passerelle.graphs.projection import Projection, project
from passerelle.graphs.views import VIEWS
from passerelle.media_types import GEXF, GRAPHML
from passerelle.publishing.dumps.products import Group, Material, Product
from passerelle.publishing.dumps.rdf import STEM
from passerelle.store.compression import Coding

# Statements of the default graph: a network is held in memory, and programs that draw one take no more.
_LARGEST = 200_000
_TYPES = {NetworkFormat.GRAPHML: GRAPHML, NetworkFormat.GEXF: GEXF}
_CODINGS = (Coding.IDENTITY, Coding.GZIP)


def networks(material: Material) -> Iterator[Product]:
    """A file for each format, of the view that takes every relation; none of a graph that is too large."""
    if material.engine.summary.statements > _LARGEST:
        return
    whole = project(material.engine, next(view for view in VIEWS.values() if view.takes_all))
    for kind in NetworkFormat:
        yield Product(f"{STEM}.{kind}", _TYPES[kind], Group.RELATIONS, kind, partial(_write, whole, kind), _CODINGS)


def _write(network: Projection, kind: NetworkFormat, output: IO[bytes]) -> None:
    write(network, kind, cast("BinaryIO", output))
