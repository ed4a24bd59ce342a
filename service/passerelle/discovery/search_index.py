"""The index: an SQLite database with a full-text table (https://www.sqlite.org/fts5.html), made once and then read."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, LifoQueue
from time import monotonic

from passerelle.discovery.writing import write
from passerelle.store.failures import WorkTooHeavyError
from passerelle.store.rows import Answers

# A search that takes longer is given up; instructions of SQLite between two looks at the clock.
_SECONDS, _STEP = 5.0, 10_000


class SearchTooSlowError(WorkTooHeavyError):
    """A search took longer than it may."""


class SearchIndex:
    """An index that is only read; safe to share between threads."""

    def __init__(self, address: str, anchor: sqlite3.Connection | None = None, seconds: float = _SECONDS) -> None:
        """Read the index at an address.

        Args:
            address: a URI of SQLite.
            anchor: what keeps a database in memory alive.
            seconds: that what is done with one connection at a time may take.
        """
        self._address = address
        self._anchor = anchor
        self._seconds = seconds
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()

    @classmethod
    def of(cls, engine: Answers) -> "SearchIndex":
        """Make the index of a graph, in memory.

        Raises:
            StoreError: as the engine tells it.
        """
        # Such a name, with a slash, is shared by the connections of a process (https://www.sqlite.org/c3ref/open.html).
        address = f"file:/passerelle-{uuid.uuid4().hex}?vfs=memdb"
        connection = _connect(address)
        try:
            write(engine, connection)
        except BaseException:
            connection.close()
            raise
        return cls(address, connection)

    @classmethod
    def open(cls, path: Path, seconds: float = _SECONDS) -> "SearchIndex":
        """Open an index that `write_index` has written, for searches of so many seconds.

        Raises:
            sqlite3.DatabaseError: it is none, or is damaged.
        """
        index = cls(f"{path.resolve().as_uri()}?mode=ro&immutable=1", seconds=seconds)
        with index.reading() as connection:
            connection.execute("SELECT COUNT(*) FROM label").fetchone()
        return index

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for some seconds.

        Raises:
            SearchTooSlowError: what was asked of it took too long.
        """
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = _connect(self._address)
            connection.execute("PRAGMA query_only = 1")
        end = monotonic() + self._seconds
        connection.set_progress_handler(lambda: int(monotonic() > end), _STEP)
        try:
            yield connection
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_INTERRUPT:
                raise
            raise SearchTooSlowError("The search took too long.", "Search for more, or rarer, words.") from None
        finally:
            self._idle.put(connection)

    def close(self) -> None:
        """Let it go, when nobody reads any more."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()
        if self._anchor is not None:
            self._anchor.close()


def write_index(engine: Answers, path: Path) -> None:
    """Write the index of a graph to a new file, as a part of a build.

    Raises:
        StoreError: as the engine tells it.
        sqlite3.Error: the file cannot be written.
    """
    connection = _connect(f"{path.resolve().as_uri()}?mode=rwc")
    try:
        write(engine, connection)
    finally:
        connection.close()


def _connect(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
