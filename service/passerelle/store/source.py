"""What a pool serves: how the template of its workers is prepared, and what is known of it before that."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from passerelle.store.location import default_graph_of, graph_folder
from passerelle.store.modification import graph_modified
from passerelle.store.request import DefaultGraphKind


@dataclass(frozen=True)
class Source:
    """A data set to serve.

    `prepare` is a function as `Template` takes it, which takes `order` and the limits of a pool. `folder` is where the
    data come from; `graph` is the folder whose shapes files are checked against; `dumps` holds the downloads, if they
    have been made; `previous` is the version before this one, if it is known; `modified` is when the data were last
    changed, in seconds since 1970.
    """

    kind: str
    prepare: str
    order: Mapping[str, object]
    folder: Path
    graph: Path
    default_graph: DefaultGraphKind
    modified: float
    alone: str = ""
    dumps: Path | None = None
    previous: str = ""


def graph_source(chosen: Path | None = None) -> Source:
    """A folder of RDF files to be held in memory: the chosen one, or the graph of this installation.

    Raises:
        GraphError: there is no such folder, or no graph in it.
    """
    folder = graph_folder(chosen)
    order = {"folder": str(folder)}
    kind, modified = default_graph_of(folder), graph_modified(folder)
    return Source("memory", "passerelle.store.worker:prepare", order, folder, folder, kind, modified)
