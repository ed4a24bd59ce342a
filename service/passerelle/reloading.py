"""Serves a folder of builds without ever stopping: a new build takes the place of the old one while requests come.

The folder is looked at every second, and at once on SIGHUP. Another build is opened beside the one that is served; when
its workers answer, new requests are for it, and the old one ends with the last of its requests. One that cannot be
served is told in the log, and tried again when it changes, or after a while; the old one is served on.
"""

import asyncio
import json
import logging
import signal
from contextlib import suppress
from math import inf
from time import monotonic

from starlette.types import ASGIApp, Receive, Scope, Send

from passerelle.edition import Edition
from passerelle.settings import Settings
from passerelle.store.builds import identity
from passerelle.store.failures import StoreError

_LOGGER = logging.getLogger(__name__)
# Seconds between two looks; and before the first and the last repetition of what has failed.
_LOOK, _FIRST, _LAST = 1.0, 2.0, 60.0
# Seconds beyond what a request may take, after which an old edition ends all the same.
_GRACE = 10.0


class Reloading:
    """An ASGI application that passes each request to the edition that is current when it comes."""

    def __init__(self, settings: Settings, edition: Edition) -> None:
        """Begin with an edition that has been opened, and not started, of the folder in the settings."""
        self._settings = settings
        self._folder = edition.folder
        self._current = edition
        self._called = asyncio.Event()
        self._ending: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or the life of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        edition = self._current
        with edition.in_use():
            await edition.app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """See https://asgi.readthedocs.io/en/latest/specs/lifespan.html."""
        await receive()
        try:
            await self._current.start()
        except StoreError as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        watching = asyncio.create_task(self._watch())
        loop = asyncio.get_running_loop()
        # Only the main thread of a process on a system that has it can be called so.
        with suppress(RuntimeError, NotImplementedError, ValueError, AttributeError):
            loop.add_signal_handler(signal.SIGHUP, self._called.set)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        for task in self._ending:
            task.cancel()
        await asyncio.gather(*self._ending, return_exceptions=True)
        await self._current.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _watch(self) -> None:
        seen, wait, due = self._current.identity, _FIRST, inf
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK):
                    await self._called.wait()
            found = await asyncio.to_thread(identity, self._folder)
            if found == seen and not self._called.is_set() and monotonic() < due:
                continue
            self._called.clear()
            wait = min(2 * wait, _LAST) if found == seen else _FIRST
            seen = found
            due = inf if await self._reload() else monotonic() + wait

    async def _reload(self) -> bool:
        """Whether another edition has taken the place of the current one."""
        try:
            edition = await self._opened()
            await edition.start()
        except StoreError as error:
            _LOGGER.error(json.dumps({"build_refused": str(error)}, ensure_ascii=False))
            return False
        except Exception:
            _LOGGER.exception("The new build is not served.")
            return False
        old, self._current = self._current, edition
        line = {"dataset": edition.summary.version, "in_place_of": old.summary.version, "warnings": edition.warnings}
        _LOGGER.warning(json.dumps(line, ensure_ascii=False))
        longest = max(self._settings.query_timeout, 4 * self._settings.validation_timeout) + _GRACE
        task = asyncio.create_task(old.close(longest))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
        return True

    async def _opened(self) -> Edition:
        opening = asyncio.ensure_future(asyncio.to_thread(Edition, self._settings))
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            # A thread cannot be stopped; what it has opened must not be left behind.
            with suppress(StoreError):
                await (await opening).close()
            raise


def service(settings: Settings, edition: Edition) -> ASGIApp:
    """What answers requests: an edition, or one after another where it comes from a folder of builds."""
    return Reloading(settings, edition) if settings.store else edition.app
