"""The checks of files that strangers send, a few at a time."""

from functools import cached_property

from anyio import CapacityLimiter, to_thread

from passerelle.settings import Settings
from passerelle.store.checking import CheckServer
from passerelle.store.failures import WorkersBusyError
from passerelle.store.findings import Findings
from passerelle.store.upload import Upload
from passerelle.validation.limits import check_limits

# Findings that one answer shows; its totals count all of them.
_MOST = 1000
# Files that may wait for a worker; one more is refused.
_WAITING = 4


class Checks:
    """Checks files against a graph, from the event loop."""

    def __init__(self, server: CheckServer, settings: Settings) -> None:
        """Name what does it and what it may take."""
        self._server = server
        self._limits = check_limits(settings, _MOST)
        self._most = settings.validation_workers + _WAITING

    def refuse_when_full(self) -> None:
        """Say so before a body is read.

        Raises:
            WorkersBusyError: too many files wait.
        """
        if self._places.available_tokens < 1:
            raise WorkersBusyError("Too many files wait to be checked.", "Try again in a moment.")

    async def check(self, upload: Upload) -> Findings:
        """What is wrong with a file that has no name of its own.

        Raises:
            StoreError: as `CheckServer.check`.
        """
        found = await to_thread.run_sync(self._server.check, [upload], self._limits, limiter=self._places)
        return found.without_file()

    @cached_property
    def _places(self) -> CapacityLimiter:
        """A thread of its own for each file that is checked or waits: those of others must not run out."""
        return CapacityLimiter(self._most)
