"""One version of the data set, with the application that serves it and everything that belongs to it."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from passerelle.life import Life
from passerelle.pool_limits import pool_limits
from passerelle.settings import Settings
from passerelle.store.answers import ask
from passerelle.store.builds import find_stored, identity
from passerelle.store.failures import GraphError
from passerelle.store.pool import Pool
from passerelle.store.request import QueryRequest, ResultFormat
from passerelle.store.source import Source, graph_source

if TYPE_CHECKING:
    from passerelle.store.served_copy import ServedCopy

_TRIAL = QueryRequest("ASK { ?s ?p ?o }", ResultFormat.JSON)


class Edition:
    """A version of the data set; its application answers once it has started, and until it is closed.

    As each has its own application, nothing of one version, no tag, answer or description, is ever given for another.
    """

    def __init__(self, settings: Settings) -> None:
        """Open what the settings name: a graph in memory, or the current build or store of a folder.

        Raises:
            GraphError: there is nothing that can be served.
        """
        # Looked at first: what becomes current in the meantime is then seen to be another.
        self.identity = identity(settings.store) if settings.store else ()
        self._copy: ServedCopy | None = None
        self._requests = 0
        self._unused = asyncio.Event()
        self._unused.set()
        try:
            self.pool = Pool(pool_limits(settings), self._source(settings))
            with ThreadPoolExecutor(1) as threads:
                loading = threads.submit(self.pool.load)
                # To import the framework takes as long as to load a small graph, which another process does meanwhile.
                from passerelle.app import create_app  # noqa: PLC0415

                self.summary, self.isolation = loading.result()
            self.app = create_app(settings, self.pool)
            self._life = Life(self.app)
        except BaseException:
            self._remove_copy()
            raise

    @property
    def folder(self) -> Path:
        """Where the data come from."""
        return self.pool.source.folder

    @property
    def warnings(self) -> list[str]:
        """What those who run the service must know of it, a sentence each."""
        found = []
        if self.isolation.missing:
            found.append(
                "This system does not isolate the processes that answer queries: one that is broken into could "
                f"{' and '.join(self.isolation.missing)}. Let only people you trust ask, or serve from Linux."
            )
        if self._copy is not None and not self._copy.is_copy:
            found.append(
                f"{self.folder} cannot hold a copy of the store, which is served where it lies: change nothing in it "
                "until the service has stopped."
            )
        return found

    async def start(self) -> None:
        """Start the workers, and have one of them answer.

        Raises:
            StoreError: they do not answer.
        """
        try:
            await self._life.begin()
            if not self.pool.state().workers:
                raise GraphError(f"No worker can open {self.folder}.", "See what the log says of it.")
            await ask(self.pool, _TRIAL)
        except BaseException:
            await self.close()
            raise

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Count a request while it is served."""
        self._requests += 1
        self._unused.clear()
        try:
            yield
        finally:
            self._requests -= 1
            if not self._requests:
                self._unused.set()

    async def close(self, patience: float = 0) -> None:
        """End it, when the requests that it serves have ended, or after so many seconds."""
        try:
            async with asyncio.timeout(patience):
                await self._unused.wait()
        except TimeoutError:
            pass
        finally:
            await self._life.end()
            # Once more, for the life of an application that was not begun to its end has no such end either.
            await self.pool.close()
            await asyncio.to_thread(self._remove_copy)

    def _source(self, settings: Settings) -> Source:
        if settings.store is None:
            return graph_source(settings.graph)
        # Only here, for the loading of a graph waits for all that is imported before it.
        from passerelle.store.served_copy import ServedCopy  # noqa: PLC0415
        from passerelle.store.stored_source import stored_source  # noqa: PLC0415

        found = find_stored(settings.store)
        self._copy = ServedCopy(found, settings.store)
        return stored_source(settings.store, found, self._copy, settings.graph)

    def _remove_copy(self) -> None:
        if self._copy is not None:
            self._copy.close()
