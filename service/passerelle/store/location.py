"""Finds the folder that holds the graph."""

from pathlib import Path

from passerelle.store.failures import GraphError
from passerelle.store.request import DefaultGraphKind

LAYOUT = ("ontology", "data", "shapes")


def graph_folder(chosen: Path | None = None) -> Path:
    """The folder of the graph: the chosen one, else the checkout this package runs from, else the packaged copy.

    Raises:
        GraphError: the chosen folder does not exist, or the installation carries no graph.
    """
    if chosen is not None:
        if not chosen.is_dir():
            raise GraphError(f"There is no folder {chosen}.", "Name a folder that holds ontology/, data/ and shapes/.")
        return chosen.resolve()
    package = Path(__file__).resolve().parents[1]
    checkout = package.parents[1]
    if package.parent.name == "service" and has_layout(checkout):
        return checkout
    if has_layout(package / "graph"):
        return package / "graph"
    raise GraphError("This installation carries no graph.", "Reinstall passerelle, or name a folder with --graph DIR.")


def has_layout(folder: Path) -> bool:
    """Whether the folder is laid out as ours: at least one of ontology/, data/ and shapes/."""
    return any((folder / name).is_dir() for name in LAYOUT)


def default_graph_of(folder: Path) -> DefaultGraphKind:
    """What the default graph of a folder is when it is loaded."""
    return DefaultGraphKind.MERGED if has_layout(folder) else DefaultGraphKind.UNION
