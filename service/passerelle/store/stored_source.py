"""A store on disk as a source: its workers open it themselves, each after it is forked, for RocksDB has threads."""

import json
import socket
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from pyoxigraph import Store

from passerelle.store.builds import StoredData
from passerelle.store.children import in_child
from passerelle.store.counting import count_store
from passerelle.store.failures import GraphError, WorkError
from passerelle.store.isolation import measure
from passerelle.store.limits import shut_in
from passerelle.store.location import graph_folder
from passerelle.store.request import DatasetSummary
from passerelle.store.served_copy import ServedCopy
from passerelle.store.source import Source
from passerelle.store.worker import serve, told


def stored_source(folder: Path, found: StoredData, copy: ServedCopy, chosen: Path | None = None) -> Source:
    """A copy of what was found in a folder, to be served.

    Args:
        folder: the one that is told to people.
        found: what is in it.
        copy: the copy of it.
        chosen: the folder whose shapes files are checked against where the build has none of its own.

    Raises:
        GraphError: there is no such folder.
    """
    summary = asdict(found.summary) if found.summary else None
    order = {"store": str(copy.store), "version": found.version, "summary": summary}
    prepare_it = f"{__name__}:prepare"
    return Source("disk", prepare_it, order, folder, copy.graph or graph_folder(chosen), found.default_graph)


def prepare(argument: str) -> tuple[Callable[[socket.socket], None], bytes]:
    """Try the store in a child, and give the work of a worker; as `Template` takes it.

    Args:
        argument: JSON of `store`, its `version`, its `summary` if that is known, and of the bytes of `memory` and of a
            `result` that a worker may take, and of those of `growth` above which it says that it is worn.

    Raises:
        GraphError: the store cannot be opened, or does not hold what it should.
    """
    order = json.loads(argument)
    memory, path = order["memory"], order["store"]

    def shut() -> None:
        shut_in(memory, reads_files=True)

    isolation = measure(shut, memory)
    known = DatasetSummary(**order["summary"]) if order["summary"] else None
    try:
        summary = in_child(lambda: json.dumps(asdict(_look(path, order["version"], known))).encode())
    except WorkError as error:
        raise _broken(path, str(error).strip().rpartition("\n")[2]) from None

    def work(channel: socket.socket) -> None:
        serve(channel, Store.read_only(path), shut, order)

    return work, told(DatasetSummary(**json.loads(summary)), isolation)


def _look(path: str, version: str, known: DatasetSummary | None) -> DatasetSummary:
    """How much the store holds: as it says itself, if it holds as many graphs, or else as it is counted."""
    try:
        store = Store.read_only(path)
        if known is None:
            return count_store(store, version)
        graphs = sum(1 for _ in store.named_graphs())
    except (OSError, ValueError, RuntimeError) as error:
        raise _broken(path, str(error)) from None
    if graphs != known.graphs:
        raise _broken(path, f"it has {graphs} named graphs, and {known.graphs} were built")
    return known


def _broken(path: str, why: str) -> GraphError:
    return GraphError(f"The store in {path} cannot be used: {why.rstrip('.')}.", "Build it again, or copy it again.")
