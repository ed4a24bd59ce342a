"""Begins and ends the life of an ASGI application that runs inside another one.

See https://asgi.readthedocs.io/en/latest/specs/lifespan.html.
"""

import asyncio

from starlette.types import ASGIApp, Message, Scope


class Life:
    """The life of an application: what a server does with it before the first request and after the last."""

    def __init__(self, app: ASGIApp) -> None:
        """It is not begun yet."""
        self._app = app
        self._begun = asyncio.Event()
        self._ending = asyncio.Event()
        self._asked = False
        self._task: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Have the application start.

        Raises:
            Exception: what keeps it from starting.
        """
        self._task = asyncio.create_task(self._live())
        begun = asyncio.create_task(self._begun.wait())
        await asyncio.wait({self._task, begun}, return_when=asyncio.FIRST_COMPLETED)
        begun.cancel()
        if self._task.done():
            self._task.result()

    async def end(self) -> None:
        """Have the application end, if it was begun."""
        if self._task is not None:
            self._ending.set()
            await asyncio.wait({self._task})
            self._task = None

    async def _live(self) -> None:
        scope: Scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
        await self._app(scope, self._receive, self._send)

    async def _receive(self) -> Message:
        if not self._asked:
            self._asked = True
            return {"type": "lifespan.startup"}
        await self._ending.wait()
        return {"type": "lifespan.shutdown"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "lifespan.startup.complete":
            self._begun.set()
