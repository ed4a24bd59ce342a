"""An answer of the pool while it is coming, seen from the event loop of the web process."""

import asyncio
from collections.abc import AsyncGenerator
from functools import lru_cache
from typing import Protocol, Self

from passerelle.store.channel import Channel
from passerelle.store.compression import Coding
from passerelle.store.failures import QueryTimeoutError, StoreError, WorkTimeoutError
from passerelle.store.frames import Frame, FrameKind, unpack_failure, unpack_whole
from passerelle.store.orders import WORN
from passerelle.store.request import ResultFormat


class Owner(Protocol):
    """Where a worker is given back, or given up."""

    def release(self, channel: Channel) -> None:
        """Take back a worker that has done its work."""

    def discard(self, channel: Channel, failure: StoreError | None = None) -> None:
        """End a worker, whatever it does."""


class Answer:
    """An answer that is whole, or that is coming: its format and coding, and its parts."""

    def __init__(self, owner: Owner, channel: Channel, first: Frame, seconds: float, deadline: float) -> None:
        """Made by the pool; at the deadline of the event loop's clock the worker is taken away from whoever reads."""
        self.complete = False
        self._seconds = seconds
        self._owner = owner
        self._channel = channel
        self._content: bytes | None = None
        self._done = False
        self._timer: asyncio.TimerHandle | None = None
        if first.kind is FrameKind.WHOLE:
            header, state, self._content = unpack_whole(first.content)
            self._finish(state)
        else:
            header = first.content
            self._timer = asyncio.get_running_loop().call_at(deadline, self._give_up)
        self.format, self.coding = _read_header(header)

    def whole(self) -> bytes | None:
        """All of it, if it is here already."""
        return self._content

    async def collected(self) -> Self:
        """Itself, once all of it is here; failures as `parts`."""
        if self._content is None:
            self._content = b"".join([part async for part in self.parts()])
        return self

    async def parts(self) -> AsyncGenerator[bytes, None]:
        """The parts as they come, of an answer that is not whole yet.

        Raises:
            StoreError: the answer cannot be completed: what has been read of it is not the answer.
        """
        try:
            while True:
                found = await self._channel.receive()
                if found.kind is FrameKind.END:
                    self.complete = True
                    self._finish(found.content)
                    return
                if found.kind is FrameKind.FAILURE:
                    self._finish()
                    raise unpack_failure(found.content)
                yield found.content
        except WorkTimeoutError:
            raise too_long(self._seconds) from None
        finally:
            self.close()

    def close(self) -> None:
        """Give it up: where it is still being computed, its worker is ended."""
        if not self._done:
            self._give_up()

    def _finish(self, state: bytes = b"") -> None:
        if not self._done:
            self._end()
            self._channel.worn |= state == WORN
            self._owner.release(self._channel)

    def _give_up(self) -> None:
        """A client that does not read would keep the worker, which may have ended without that being seen."""
        self._end()
        self._owner.discard(self._channel, too_long(self._seconds))

    def _end(self) -> None:
        self._done = True
        if self._timer:
            self._timer.cancel()


@lru_cache(maxsize=64)
def _read_header(header: bytes) -> tuple[ResultFormat, Coding]:
    kind, coding = header.decode().split()
    return ResultFormat(kind), Coding(coding)


def too_long(seconds: float) -> QueryTimeoutError:
    """The failure of a query that has had so many seconds."""
    return QueryTimeoutError(f"The query took longer than {seconds:g} seconds.", "Ask for less, or for a part.")
