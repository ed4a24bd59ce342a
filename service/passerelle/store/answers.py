"""Asks the pool for whole answers, for the parts of the service that ask the graph themselves."""

import asyncio

from passerelle.store.pool import Pool
from passerelle.store.pool_query import FormatChoice, PoolQuery
from passerelle.store.request import QueryRequest


class PoolAnswers:
    """Gives whole answers, as `Engine.answer` does, from a pool of another thread's event loop."""

    def __init__(self, pool: Pool) -> None:
        """Ask that pool; `bind` tells the loop it lives in."""
        self._pool = pool
        self._loop: asyncio.AbstractEventLoop | None = None

    def bind(self) -> None:
        """To be called in the event loop of the pool."""
        self._loop = asyncio.get_running_loop()

    def answer(self, request: QueryRequest) -> bytes:
        """Run a query and give its whole result; not to be called in the event loop.

        Raises:
            StoreError: as `Pool.ask`.
        """
        if self._loop is None:
            raise RuntimeError("the pool has no event loop yet")
        return asyncio.run_coroutine_threadsafe(ask(self._pool, request), self._loop).result()


async def ask(pool: Pool, request: QueryRequest) -> bytes:
    """Run a query and give its whole result, in the event loop of the pool.

    Raises:
        StoreError: as `Pool.ask`.
    """
    choice = FormatChoice(*[request.format] * 4)
    graphs = request.default_graphs, request.named_graphs
    answer = await pool.ask_whole(PoolQuery(request.text, choice, *graphs, pretty=request.pretty, ours=request.ours))
    return answer.whole() or b""
