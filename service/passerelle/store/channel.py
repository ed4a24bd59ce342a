"""The channel of one worker, in the event loop of the web process."""

import asyncio
from collections import deque
from typing import cast

from passerelle.store.forking import gone, note
from passerelle.store.frames import Frame, FrameKind, FrameReader
from passerelle.store.orders import STATUS, explain

# Parts that wait to be read, above which a worker has to wait.
_MOST_WAITING = 4


class Channel(asyncio.Protocol):
    """The channel of one worker: frames as they come, or the failure that ended it."""

    def __init__(self) -> None:
        """Not connected yet; `number` is that of the worker's process, once it is known."""
        self.number = 0
        self.frames: deque[Frame] = deque()
        self.failure: Exception | None = None
        self._reader = FrameReader()
        self._waiter: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """As asyncio calls it."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """As asyncio calls it; with too many frames waiting, the worker has to wait as well."""
        self.frames.extend(self._reader.feed(data))
        if len(self.frames) > _MOST_WAITING and self._transport:
            self._transport.pause_reading()
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's own
        """As asyncio calls it: the last bytes say why the worker ended."""
        rest = self._reader.rest
        self.failure = explain(rest) if len(rest) >= STATUS.size else gone()
        self._wake()

    def send(self, content: bytes) -> None:
        """Send bytes to the worker, if it is there; `receive` tells if it is not."""
        if self._transport and not self.failure:
            self._transport.write(content)

    async def receive(self) -> Frame:
        """The next frame.

        Raises:
            WorkError: the worker ended.
        """
        while True:
            if self.frames:
                found = self.frames.popleft()
                self._go_on()
                if found.kind is not FrameKind.TRACE:
                    return found
                note(found.content)
                continue
            if self.failure:
                raise self.failure
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter

    def take_all(self) -> list[Frame]:
        """The frames that are here."""
        found = list(self.frames)
        self.frames.clear()
        self._go_on()
        return found

    def abort(self) -> None:
        """Close at once."""
        if self._transport:
            self._transport.abort()

    def _go_on(self) -> None:
        if self._transport and len(self.frames) <= _MOST_WAITING and not self._transport.is_reading():
            self._transport.resume_reading()

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)
        self._waiter = None
