"""Notices that a client has gone away while its answer is being made."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from starlette.requests import ClientDisconnect
from starlette.types import Message

Value = TypeVar("Value")

# Seconds before it is worth watching: most answers are there sooner.
_SOON = 0.05


class Connection:
    """The connection of a request whose body has been read."""

    def __init__(self, receive: Callable[[], Awaitable[Message]]) -> None:
        """Watch by ASGI's receive channel."""
        self._receive = receive
        self._closed: asyncio.Task[None] | None = None

    async def unless_closed(self, work: Awaitable[Value]) -> Value:
        """The value of some work, which is cancelled when the client goes away.

        Raises:
            ClientDisconnect: it did.
        """
        task = asyncio.ensure_future(work)
        try:
            done, _ = await asyncio.wait({task}, timeout=_SOON)
            if not done:
                await asyncio.wait({task, self._watch()}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
        finally:
            if not task.done():
                task.cancel()
        raise ClientDisconnect

    async def each(self, parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The parts, until the client goes away."""
        closed = self._watch()
        while True:
            task = asyncio.ensure_future(anext(parts, None))
            await asyncio.wait({task, closed}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                task.cancel()
                await asyncio.wait({task})
                return
            part = task.result()
            if part is None or closed.done():
                return
            yield part

    def close(self) -> None:
        """Watch no longer."""
        if self._closed:
            self._closed.cancel()

    def _watch(self) -> asyncio.Task[None]:
        if self._closed is None:
            self._closed = asyncio.ensure_future(self._until_closed())
        return self._closed

    async def _until_closed(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
