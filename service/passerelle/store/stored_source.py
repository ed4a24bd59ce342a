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
from passerelle.store.modification import graph_modified, store_modified
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
    graph = copy.graph or graph_folder(chosen)
    # The files that a build was made from keep their times when they are copied.
    modified = graph_modified(found.graph) if found.graph else store_modified(found.store)
    return Source(
        "disk",
        f"{__name__}:prepare",
        order,
        folder,
        graph,
        found.default_graph,
        modified,
        alone=f"{__name__}:work_alone",
        dumps=copy.dumps,
        previous=found.previous,
    )


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
    known = DatasetSummary(**order["summary"]) if order["summary"] else None
    try:
        summary = in_child(lambda: json.dumps(asdict(_look(path, order["version"], known))).encode())
    except WorkError as error:
        raise _broken(path, str(error).strip().rpartition("\n")[2]) from None
    # Last, for where there are no children it is this process that is shut in.
    isolation = measure(lambda: shut_in(memory, reads_files=True), memory)
    return work_alone(argument), told(DatasetSummary(**json.loads(summary)), isolation)


def work_alone(argument: str) -> Callable[[socket.socket], None]:
    """The work of a worker, of which nothing but the argument of `prepare` need be known."""
    order = json.loads(argument)

    def shut() -> None:
        shut_in(order["memory"], reads_files=True)

    return lambda channel: serve(channel, Store.read_only(order["store"]), shut, order)


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
