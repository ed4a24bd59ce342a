"""Makes the index of a data set when it is first asked for, in a thread of its own."""

import threading
from concurrent.futures import Future

from passerelle.discovery.search_index import SearchIndex
from passerelle.store.failures import WorkersBusyError
from passerelle.store.rows import Answers

# Seconds that a search waits for the index; it is made on all the same.
_PATIENCE = 20.0


class IndexKeeper:
    """The index of one version of the data set; safe to share between threads, not to be used in the event loop."""

    def __init__(self, engine: Answers) -> None:
        """Nothing is made yet."""
        self._engine = engine
        self._lock = threading.Lock()
        self._making: Future[SearchIndex] | None = None
        self._closed = False

    def index(self) -> SearchIndex:
        """The index, once it is made.

        Raises:
            WorkersBusyError: it is not made yet.
            StoreError: it cannot be made, as the engine tells it; it will be tried again.
        """
        with self._lock:
            failed = self._making is not None and self._making.done() and self._making.exception()
            if self._making is None or failed:
                self._making = Future()
                threading.Thread(target=self._make, args=(self._making,), name="search-index", daemon=True).start()
            making = self._making
        try:
            return making.result(_PATIENCE)
        except TimeoutError:
            if making.done():
                raise
            raise WorkersBusyError("The index of the search is being made.", "Try again in a moment.") from None

    def close(self) -> None:
        """Let the index go; one that is being made goes when it is."""
        with self._lock:
            self._closed = True
            making = self._making
        if making is not None and making.done() and not making.exception():
            making.result().close()

    def _make(self, promise: Future[SearchIndex]) -> None:
        try:
            index = SearchIndex.of(self._engine)
        except Exception as error:
            promise.set_exception(error)
            return
        with self._lock:
            promise.set_result(index)
            closed = self._closed
        if closed:
            index.close()
