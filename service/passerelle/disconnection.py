"""Notices that a client has gone away while its answer is being made."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from types import TracebackType
from typing import Self

from starlette.requests import ClientDisconnect
from starlette.types import Message

# Seconds before it is worth watching: most answers are there sooner.
_SOON = 0.05


class Connection:
    """The connection of a request whose body has been read."""

    def __init__(self, receive: Callable[[], Awaitable[Message]]) -> None:
        """Watch by ASGI's receive channel."""
        self._receive = receive
        self._closed: asyncio.Task[None] | None = None
        self._task: asyncio.Task[object] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._cancelled = False

    def __enter__(self) -> Self:
        """Cancel what is done from here on when the client goes away; `ClientDisconnect` comes out of it then."""
        self._task = asyncio.current_task()
        self._timer = asyncio.get_running_loop().call_later(_SOON, self._cancel_when_closed)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Go on, whatever the client does."""
        if self._timer:
            self._timer.cancel()
        task, self._task = self._task, None
        if self._cancelled and task and task.uncancel() == 0 and isinstance(error, asyncio.CancelledError):
            raise ClientDisconnect from None

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

    def _cancel_when_closed(self) -> None:
        self._watch().add_done_callback(self._cancel)

    def _cancel(self, closed: asyncio.Task[None]) -> None:
        if self._task and not closed.cancelled():
            self._cancelled = True
            self._task.cancel()

    def _watch(self) -> asyncio.Task[None]:
        if self._closed is None:
            self._closed = asyncio.ensure_future(self._until_closed())
        return self._closed

    async def _until_closed(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
