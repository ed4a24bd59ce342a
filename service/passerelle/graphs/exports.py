"""Writes a network to a file for Gephi, igraph, Cytoscape or networkx: the same network gives the same bytes.

networkx has writers of both formats. They are not used: they build the whole document in memory, that of GEXF puts the
date of the day into it, and both write control characters, which no reader of XML takes.
"""

from enum import StrEnum
from typing import BinaryIO

from passerelle.graphs.gexf import write_gexf
from passerelle.graphs.graphml import write_graphml
from passerelle.graphs.projection import Projection


class NetworkFormat(StrEnum):
    """The ways to write a network; each is also the suffix of its files."""

    GRAPHML = "graphml"
    GEXF = "gexf"


_WRITERS = {NetworkFormat.GRAPHML: write_graphml, NetworkFormat.GEXF: write_gexf}


def write(projection: Projection, kind: NetworkFormat, stream: BinaryIO, language: str = "en") -> None:
    """Write a network, piece by piece.

    Args:
        projection: the network.
        kind: GraphML (http://graphml.graphdrawing.org/specification.html) or GEXF (https://gexf.net/schema.html).
        stream: takes the bytes, in UTF-8.
        language: of the labels that programs show first; those in French and in English are there in any case.
    """
    _WRITERS[kind](projection, stream, language)
