"""The data set in memory: every named graph, the merged default graph, what the rules infer, and its version."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Store

from passerelle.namespaces import ID
from passerelle.store.files import data_version, graph_files, rule_files
from passerelle.store.inference import infer, read_rule
from passerelle.store.loading import quads
from passerelle.store.location import default_graph_of
from passerelle.store.request import DatasetSummary, DefaultGraphKind


@dataclass(frozen=True)
class LoadedDataset:
    """What `load` gives: the store, to be read only, where it came from and the version of its inputs."""

    store: Store
    folder: Path
    version: str


def load(folder: Path, progress: Callable[[int, int], object] | None = None) -> LoadedDataset:
    """Load a folder into memory, merge the default graph, and run the rules.

    The default graph is the true merge of the graphs that say something about the world (`namespaces.MERGED_GRAPHS`),
    so that a triple that stands in two of them is counted once. In a folder without our layout it merges every graph.

    Args:
        folder: what `graph_files` takes.
        progress: told, after each file, how many of how many are loaded.

    Raises:
        GraphError: a file or a rule is broken or out of place.
    """
    files, rules = graph_files(folder), rule_files(folder)
    merge_all = default_graph_of(folder) is DefaultGraphKind.UNION
    store = Store()
    for number, file in enumerate(files, start=1):
        store.bulk_extend(quads(file, merge_all=merge_all))
        if progress:
            progress(number, len(files))
    infer(store, [read_rule(file) for file in rules])
    return LoadedDataset(store, folder, data_version([*files, *rules]))


def summarise(dataset: LoadedDataset) -> DatasetSummary:
    """Count quads in named graphs, those graphs, statements in the default graph, and our things it describes."""
    store = dataset.store
    statements = 0
    seen: set[str] = set()
    for quad in store.quads_for_pattern(None, None, None, DefaultGraph()):
        statements += 1
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ID):
            seen.add(quad.subject.value)
    graphs = sum(1 for _ in store.named_graphs())
    return DatasetSummary(dataset.version, len(store) - statements, graphs, statements, len(seen))
