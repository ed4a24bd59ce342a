"""A copy of a RocksDB store that nobody else touches, made of links, so that it takes no room and no time.

RocksDB never changes a data file, and removes it when it is no longer needed; a link keeps it for as long as it is
served. The copies of services that have ended are removed by the next one.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from passerelle.store.builds import DUMPS, GRAPH, STORE, StoredData
from passerelle.store.failures import GraphError
from passerelle.store.file_lock import FileLock

if sys.platform != "win32":
    import fcntl

_COPIES = ".served"
# Files of data, which are never changed.
_DATA = (".sst", ".blob")
# What the writer of a store keeps for itself.
_NOT_COPIED = ("LOCK", "LOG")


class ServedCopy:
    """A copy below a folder on the same file system; what was found itself where there cannot be one."""

    def __init__(self, found: StoredData, folder: Path) -> None:
        """Copy a store, the graph that it was built from, and its downloads.

        Raises:
            GraphError: another process writes to it.
        """
        self.store, self.graph, self.dumps = found.store, found.graph, found.dumps
        self._lock: FileLock | None = None
        # A folder that nobody may write to, or on a file system without links, is served as it is.
        with _kept_unchanged(found.store), suppress(OSError):
            self._copy(folder / _COPIES)

    @property
    def is_copy(self) -> bool:
        """Whether it is a copy, and not the store itself, which nobody may change meanwhile."""
        return self._lock is not None

    def close(self) -> None:
        """Remove it."""
        if self._lock is not None:
            shutil.rmtree(self.store.parent, ignore_errors=True)
            self._lock.release()
            self._lock = None
            with suppress(OSError):
                self.store.parent.parent.rmdir()

    def _copy(self, copies: Path) -> None:
        if sys.platform == "win32":
            # What is open there cannot be removed, so that there is no need for a copy.
            return
        copies.mkdir(exist_ok=True)
        _remove_abandoned(copies)
        copy = copies / token_hex(8)
        lock = FileLock(copy.with_suffix(".lock"))
        try:
            (copy / STORE).mkdir(parents=True)
            for file in self.store.iterdir():
                if file.suffix in _DATA:
                    os.link(file, copy / STORE / file.name)
                elif file.is_file() and not file.name.startswith(_NOT_COPIED):
                    shutil.copyfile(file, copy / STORE / file.name)
            if self.graph:
                shutil.copytree(self.graph, copy / GRAPH, copy_function=os.link)
            if self.dumps:
                shutil.copytree(self.dumps, copy / DUMPS, copy_function=os.link)
        except OSError:
            shutil.rmtree(copy, ignore_errors=True)
            lock.release()
            raise
        self._lock, self.store = lock, copy / STORE
        self.graph = copy / GRAPH if self.graph else None
        self.dumps = copy / DUMPS if self.dumps else None


def _remove_abandoned(copies: Path) -> None:
    """Remove the copies whose services have ended: their locks went with them."""
    for path in copies.glob("*.lock"):
        with suppress(OSError):
            lock = FileLock(path)
            shutil.rmtree(path.with_suffix(""), ignore_errors=True)
            lock.release()


@contextmanager
def _kept_unchanged(store: Path) -> Iterator[None]:
    """Keep writers away, as RocksDB itself does, by a lock that readers share."""
    try:
        lock = (store / "LOCK").open("rb")
    except OSError:
        # A store that was copied has none, and is not being written to.
        yield
        return
    with lock:
        if sys.platform != "win32":
            try:
                fcntl.lockf(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                raise GraphError(
                    f"Another process writes to {store}.", "Stop it, or serve a backup of its store."
                ) from None
        yield
