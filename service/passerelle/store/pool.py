"""The pool: worker processes that answer queries, seen from the event loop of the web process."""

import asyncio
import json
import os
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from passerelle.store.answer import Answer, too_long
from passerelle.store.channel import Channel
from passerelle.store.failures import StoreError, WorkersBusyError, WorkKilledError, WorkTimeoutError
from passerelle.store.forking import Template, TemplateGoneError, gone
from passerelle.store.frames import FrameKind, unpack_failure
from passerelle.store.isolation import Isolation
from passerelle.store.pool_query import PoolLimits, PoolQuery, PoolState
from passerelle.store.request import DatasetSummary
from passerelle.store.source import Source
from passerelle.store.spawning import Spawner

# Beyond its deadline the kernel has ended a worker; so much later its template must have said so.
_GRACE = 5.0
# Times that a query is tried whose worker is killed while it runs, and by which it has run for so many seconds: what
# makes a kernel run out of memory takes some time, and is not tried for ever.
_TRIES, _SOON = 3, 0.1
# Workers that may be lost one after another while they start, before those who wait are told; seconds before the next.
_STARTS, _PAUSE = 5, 1.0
# Seconds that a worn worker must have had nothing to do for: until then it is the quickest, as it has copied already.
_REST = 5.0


class Pool:
    """A template that holds the data set, its workers, and the queries that wait for one."""

    def __init__(self, limits: PoolLimits, source: Source) -> None:
        """Name what is served, and what its workers may take.

        Raises:
            StoreError: on a system that cannot fork, the graph would be in memory.
        """
        self.source = source
        self._limits = limits
        order = {
            **source.order,
            "memory": limits.memory,
            "result": limits.result,
            "growth": limits.growth,
        }
        argument = json.dumps(order)
        self._template = (
            Template(source.prepare, argument)
            if hasattr(os, "fork")
            else Spawner(source.prepare, source.alone, argument)
        )
        self._workers: set[Channel] = set()
        # Those of them that have nothing to do, and those that go when another is there in their place.
        self._idle: list[Channel] = []
        self._outdated: set[Channel] = set()
        self._waiting: deque[asyncio.Future[Channel]] = deque()
        self._keeper: asyncio.Task[None] | None = None
        self._resting: asyncio.TimerHandle | None = None
        self._closing = False
        self._started = 0
        self._observe: Callable[[float], object] = _ignore

    def load(self) -> tuple[DatasetSummary, Isolation]:
        """Load the data set, unless it is loaded; tell what it holds, and what its workers are kept from.

        Raises:
            GraphError: one of its files is broken.
        """
        summary, isolation = json.loads(self._template.start())
        return DatasetSummary(**summary), Isolation(**isolation)

    def watch(self, observe: Callable[[float], object]) -> None:
        """Have a function told how many seconds each query has waited for a worker."""
        self._observe = observe

    def state(self) -> PoolState:
        """How the pool is at the moment."""
        workers = len(self._workers)
        return PoolState(
            workers=workers,
            busy=workers - len(self._idle),
            waiting=len(self._waiting),
            started=self._started,
            ended=self._started - workers,
        )

    async def start(self) -> None:
        """Start all workers, so that the first queries need not wait for them."""
        with suppress(StoreError):
            while self._is_short():
                await self._add_worker()
        self._replenish()

    async def ask(self, query: PoolQuery) -> Answer:
        """Begin to answer a query; the first part is there, or is about to be.

        Raises:
            QueryError: as `Engine.answer`; UnacceptableFormError where no format is acceptable.
            WorkersBusyError: too many queries wait; ForkFailedError where there is no worker and none can be started.
            WorkError: the query takes too long or too much, or gives too much.
        """
        return await self._try(query, whole=False)

    async def ask_whole(self, query: PoolQuery) -> Answer:
        """Answer a query, and give the answer when it is whole; failures as `ask`."""
        return await self._try(query, whole=True)

    async def close(self) -> None:
        """End all workers and the template."""
        self._closing = True
        if self._resting:
            self._resting.cancel()
        self._refuse_waiting(WorkersBusyError("The service is stopping.", "Try again in a moment."))
        if self._keeper:
            await asyncio.wait({self._keeper})
        for channel in list(self._workers):
            channel.end()
        await asyncio.to_thread(self._template.close)

    def release(self, channel: Channel) -> None:
        """Take back a worker that has done its work."""
        if channel.failure:
            self.discard(channel)
            return
        if channel in self._outdated and len(self._workers) > self._limits.workers:
            self._retire(channel)
            return
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(channel)
                return
        channel.idle_since = monotonic()
        self._idle.append(channel)
        if channel.worn:
            self._let_rest()

    def discard(self, channel: Channel, failure: StoreError | None = None) -> None:
        """End a worker, whatever it does, and start another; whoever reads its answer gets a failure."""
        self._forget(channel)
        channel.end(failure)

    async def _try(self, query: PoolQuery, *, whole: bool) -> Answer:
        """Ask one worker after another while they are lost by no fault of the query."""
        seconds = min(query.seconds or self._limits.seconds, self._limits.seconds)
        job = query.job(seconds)
        killed = 0
        # All may have been lost just now, and may not yet be known to be.
        for _ in range(self._limits.workers + _TRIES):
            channel = await self._acquire()
            began = monotonic()
            try:
                answer = await self._ask(channel, job, seconds)
                return await answer.collected() if whole else answer
            except TemplateGoneError:
                continue
            except WorkKilledError:
                killed += monotonic() - began > _SOON
                if killed == _TRIES:
                    raise
        raise gone()

    async def _ask(self, channel: Channel, job: bytes, seconds: float) -> Answer:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds + _GRACE
        # A context of `asyncio.timeout` would say the same in three times the time.
        timer = loop.call_at(deadline, self._overdue, channel, seconds)
        try:
            channel.send(job)
            first = await channel.receive()
            if first.kind is not FrameKind.FAILURE:
                return Answer(self, channel, first, seconds, deadline)
        except WorkTimeoutError:
            self.discard(channel)
            raise too_long(seconds) from None
        except BaseException:
            self.discard(channel)
            raise
        finally:
            timer.cancel()
        self.release(channel)
        raise unpack_failure(first.content)

    def _overdue(self, channel: Channel, seconds: float) -> None:
        self.discard(channel, too_long(seconds))

    async def _acquire(self) -> Channel:
        began = monotonic()
        if self._idle:
            self._observe(0)
            return self._idle.pop()
        if len(self._waiting) >= self._limits.waiting:
            raise WorkersBusyError("Too many queries wait.", "Try again in a moment.")
        waiter: asyncio.Future[Channel] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        self._replenish()
        try:
            channel = await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and not waiter.exception():
                self.release(waiter.result())
            elif waiter in self._waiting:
                self._waiting.remove(waiter)
            raise
        self._observe(monotonic() - began)
        return channel

    def _is_short(self) -> bool:
        """Whether there are fewer workers than there should be, without those that are to go."""
        return not self._closing and len(self._workers) - len(self._outdated) < self._limits.workers

    def _replenish(self) -> None:
        """See to it that workers are started while some are missing."""
        if self._is_short() and (self._keeper is None or self._keeper.done()):
            self._keeper = asyncio.get_running_loop().create_task(self._start_missing())

    async def _start_missing(self) -> None:
        """Start workers until there are enough; where that fails and there are none, tell those who wait."""
        lost = 0
        while self._is_short():
            try:
                await self._add_worker()
                lost = 0
            except StoreError as error:
                lost += 1
                if isinstance(error, (TemplateGoneError, WorkKilledError)) and lost < _STARTS:
                    continue
                if not self._workers:
                    self._refuse_waiting(error)
                await asyncio.sleep(_PAUSE)

    async def _add_worker(self) -> None:
        channel = await Channel.open(await asyncio.to_thread(self._template.fork), self._forget)
        self._workers.add(channel)
        self._started += 1
        self.release(channel)
        surplus = [other for other in self._idle if other in self._outdated]
        for other in surplus[: len(self._workers) - self._limits.workers]:
            self._retire(other)

    def _refuse_waiting(self, failure: StoreError) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_exception(failure)

    def _retire(self, channel: Channel) -> None:
        """Let a worker end that has nothing to do."""
        self._forget(channel)
        channel.close()

    def _forget(self, channel: Channel) -> None:
        """Count no longer on a worker, which ends or has ended."""
        self._workers.discard(channel)
        self._outdated.discard(channel)
        if channel in self._idle:
            self._idle.remove(channel)
        self._replenish()

    def _let_rest(self) -> None:
        if self._resting is None and not self._closing:
            self._resting = asyncio.get_running_loop().call_later(_REST, self._replace_worn)

    def _replace_worn(self) -> None:
        """Have others started in the place of worn workers that have had nothing to do for some time."""
        self._resting = None
        for channel in self._idle:
            if channel.worn and monotonic() - channel.idle_since < _REST:
                self._let_rest()
            elif channel.worn:
                self._outdated.add(channel)
        self._replenish()


def _ignore(_seconds: float) -> None:
    """Nobody watches."""
