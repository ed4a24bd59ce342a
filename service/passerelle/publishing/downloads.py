"""The downloads of one version of the data set: those of its build, or made once, when they are first asked for."""

import asyncio
import json
import logging
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from time import monotonic

from passerelle.errors import RETRY_AFTER, Problem
from passerelle.publishing.dumps.listing import Listing, read_listing
from passerelle.store.source import Source

_LOGGER = logging.getLogger(__name__)
# Seconds after which a making is given up; and before what has failed is tried again.
_LONGEST, _PAUSE = 3600, 60.0


class Downloads:
    """The files and the list of them; to be used in one event loop.

    They are made in a process of its own, one for all who ask, in a temporary folder that goes with the service.
    """

    def __init__(self, source: Source, version: str) -> None:
        """Take those of the source where it has them."""
        self._order = {**source.order, "version": version}
        self._folder = source.dumps
        self._listing = read_listing(source.dumps) if source.dumps else None
        self._making: asyncio.Task[Listing] | None = None
        self._process: subprocess.Popen[str] | None = None
        self._made: Path | None = None
        self._failure: tuple[float, Problem] | None = None

    async def listing(self, patience: float) -> Listing:
        """The list of the files, when they are there.

        Args:
            patience: seconds to wait for them to be made.

        Raises:
            Problem: 503 where they are not made yet, or cannot be made.
        """
        if self._listing is not None:
            return self._listing
        if self._failure and monotonic() < self._failure[0]:
            raise self._failure[1]
        if self._making is None:
            self._making = asyncio.create_task(self._make())
            # Nobody may be left who is told.
            self._making.add_done_callback(lambda task: task.cancelled() or task.exception())
        try:
            async with asyncio.timeout(patience):
                return await asyncio.shield(self._making)
        except TimeoutError:
            raise _problem("The downloads are being made. Ask again in a moment.", RETRY_AFTER) from None

    def path(self, name: str) -> Path:
        """Where a file of the list lies."""
        assert self._folder  # noqa: S101 - there was a list
        return self._folder / name

    async def close(self) -> None:
        """Give up what is being made, and remove what was."""
        if self._process is not None:
            with suppress(OSError):
                self._process.kill()
        if self._making is not None:
            await asyncio.wait({self._making})
        if self._made is not None:
            await asyncio.to_thread(shutil.rmtree, self._made, ignore_errors=True)

    async def _make(self) -> Listing:
        try:
            self._made = Path(tempfile.mkdtemp(prefix="passerelle-downloads-"))
            wrong = await asyncio.to_thread(self._run, self._made)
            listing = read_listing(self._made)
            if wrong or listing is None:
                _LOGGER.error(json.dumps({"downloads_failed": wrong}, ensure_ascii=False))
                raise _problem("The downloads cannot be made; the log of the service says why.", str(int(_PAUSE)))
        except Problem as problem:
            self._failure = monotonic() + _PAUSE, problem
            raise
        else:
            self._folder, self._listing = self._made, listing
            return listing
        finally:
            if self._listing is None and self._made is not None:
                shutil.rmtree(self._made, ignore_errors=True)
            self._making = None

    def _run(self, folder: Path) -> str:
        """Have another process make them; what went wrong, or nothing."""
        command = [
            sys.executable,
            "-P",
            "-m",
            "passerelle.publishing.dumps.child",
            json.dumps(self._order),
            str(folder),
        ]
        with subprocess.Popen(  # noqa: S603 - our own program
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
        ) as process:
            self._process = process
            try:
                _, said = process.communicate(timeout=_LONGEST)
            except subprocess.TimeoutExpired:
                process.kill()
                return "It takes too long."
        if process.returncode == 0:
            return ""
        return said.strip().rpartition("\n")[2] or "The process that makes them was ended."


def _problem(detail: str, retry_after: str) -> Problem:
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": retry_after})
