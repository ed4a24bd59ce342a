"""When the files that a data set is made of were last changed: the same whenever, and by how many, it is served."""

from collections.abc import Iterable
from pathlib import Path

from passerelle.store.files import graph_files, rule_files

# What RocksDB writes when data change: tables, and what is not in them yet.
_TABLES = (".sst", ".blob", ".log")


def graph_modified(folder: Path) -> float:
    """When the newest file of a graph was changed, in seconds since 1970.

    Raises:
        GraphError: as `graph_files`.
    """
    return newest(file.path for file in [*graph_files(folder), *rule_files(folder)])


def store_modified(folder: Path) -> float:
    """When a RocksDB store was last written to."""
    return newest(path for path in folder.iterdir() if path.suffix in _TABLES)


def newest(files: Iterable[Path]) -> float:
    """When the newest of some files was changed; 0 where there are none."""
    return max((path.stat().st_mtime for path in files), default=0.0)
