"""The channel of one worker, in the event loop of the web process."""

import asyncio
import socket
from collections import deque
from collections.abc import Callable
from typing import cast

from passerelle.store.forking import Forked, gone, note
from passerelle.store.frames import Frame, FrameKind, FrameReader, unpack_failure
from passerelle.store.orders import explain

# Parts that wait to be read, above which a worker has to wait.
_MOST_WAITING = 4


class Channel(asyncio.Protocol):
    """The channel of one worker: frames as they come, or the failure that ended it."""

    def __init__(self, forked: Forked, ended: Callable[["Channel"], None]) -> None:
        """Not connected yet; have a function told when the worker has ended."""
        self.frames: deque[Frame] = deque()
        self.failure: Exception | None = None
        # Whether it has made much memory its own, and since when it has had nothing to do.
        self.worn = False
        self.idle_since = 0.0
        self._kill, self._status = forked.kill, forked.status
        self._ended = ended
        self._reader = FrameReader()
        self._waiter: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def open(cls, forked: Forked, ended: Callable[["Channel"], None]) -> "Channel":
        """The channel of a worker that has just been forked, once it is there.

        Raises:
            ForkFailedError: it could not be forked.
            WorkError: it has ended already.
        """
        forked.channel.setblocking(False)
        loop = asyncio.get_running_loop()
        # One event loop takes each kind of socket by its own method only.
        is_local = forked.channel.family == getattr(socket, "AF_UNIX", None)
        connect = loop.create_unix_connection if is_local else loop.create_connection
        _, channel = await connect(lambda: cls(forked, ended), sock=forked.channel)
        hello = await channel.receive()
        if hello.kind is FrameKind.FAILURE:
            channel.close()
            raise unpack_failure(hello.content)
        return channel

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
        self.failure = self.failure or explain(self._reader.rest + self._status()) or gone()
        self._wake()
        self._ended(self)

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

    def close(self) -> None:
        """Close, so that a worker that has nothing to do ends."""
        if self._transport:
            self._transport.abort()

    def end(self, failure: Exception | None = None) -> None:
        """End the worker at once; whoever reads gets what is here, and then that failure."""
        self.failure = self.failure or failure or gone()
        self._wake()
        self.close()
        self._kill()

    def _go_on(self) -> None:
        if self._transport and len(self.frames) <= _MOST_WAITING and not self._transport.is_reading():
            self._transport.resume_reading()

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)
        self._waiter = None
