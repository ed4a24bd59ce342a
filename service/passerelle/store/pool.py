"""The pool: worker processes that answer queries, seen from the event loop of the web process."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator, Callable
from dataclasses import asdict
from time import monotonic

from passerelle.store.channel import Channel
from passerelle.store.compression import Coding
from passerelle.store.failures import QueryTimeoutError, WorkersBusyError, WorkKilledError, WorkTimeoutError
from passerelle.store.forking import Template, TemplateGoneError
from passerelle.store.frames import FrameKind, frame, unpack_failure
from passerelle.store.isolation import Isolation
from passerelle.store.pool_query import PoolLimits, PoolQuery, PoolState
from passerelle.store.request import DatasetSummary, ResultFormat
from passerelle.store.source import Source

# Beyond its deadline the kernel has ended a worker; so much later its template must have said so.
_GRACE = 5.0
# Templates that may end one after another while a query waits; each worker of one that has ended may be tried as well.
_TEMPLATES = 2


class Answer:
    """An answer that is coming: its format and coding, and its parts, of which the first is here or is about to be."""

    def __init__(self, pool: "Pool", channel: Channel, header: bytes, seconds: float) -> None:
        """Made by the pool."""
        kind, coding = header.decode().split()
        self.format = ResultFormat(kind)
        self.coding = Coding(coding)
        self._seconds = seconds
        self._pool = pool
        self.complete = False
        self._channel = channel
        self._done = False

    def whole(self) -> bytes | None:
        """All of it, if it is here already."""
        frames = self._channel.frames
        if not frames or frames[-1].kind is not FrameKind.END:
            return None
        content = b"".join(found.content for found in self._channel.take_all())
        self._finish()
        return content

    async def parts(self) -> AsyncGenerator[bytes, None]:
        """The parts as they come.

        Raises:
            StoreError: the answer cannot be completed: what has been read of it is not the answer.
        """
        try:
            while True:
                found = await self._channel.receive()
                if found.kind is FrameKind.END:
                    self.complete = True
                    self._finish()
                    return
                if found.kind is FrameKind.FAILURE:
                    self._finish()
                    raise unpack_failure(found.content)
                yield found.content
        except WorkTimeoutError:
            raise _too_long(self._seconds) from None
        finally:
            self.close()

    def close(self) -> None:
        """Give it up: where it is still being computed, its worker is ended."""
        if not self._done:
            self._done = True
            self._pool.discard(self._channel)

    def _finish(self) -> None:
        self._done = True
        self._pool.release(self._channel)


class Pool:
    """A template that holds the data set, its workers, and the queries that wait for one."""

    def __init__(self, limits: PoolLimits, source: Source) -> None:
        """Name what is served, and what its workers may take."""
        self.source = source
        self._limits = limits
        order = {**source.order, "memory": limits.memory, "result": limits.result}
        self._template = Template(source.prepare, json.dumps(order))
        self._idle: list[Channel] = []
        self._waiting: deque[asyncio.Future[Channel]] = deque()
        self._workers: set[Channel] = set()
        self._starting: set[asyncio.Task[None]] = set()
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
            busy=workers - sum(channel in self._workers for channel in self._idle),
            waiting=len(self._waiting),
            started=self._started,
            ended=self._started - workers,
        )

    async def start(self) -> None:
        """Start all workers, so that the first queries need not wait for them."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self._limits.workers - len(self._workers) - len(self._starting)):
                group.create_task(self._add_worker())

    async def ask(self, query: PoolQuery) -> Answer:
        """Begin to answer a query; the first part is there, or is about to be.

        Raises:
            QueryError: as `Engine.answer`; UnacceptableFormError where no format is acceptable.
            WorkersBusyError: too many queries wait.
            WorkError: the query takes too long or too much, or gives too much.
        """
        seconds = min(query.seconds or self._limits.seconds, self._limits.seconds)
        job = frame(FrameKind.JOB, json.dumps({**asdict(query), "seconds": seconds}).encode())
        killed = False
        for _ in range(self._limits.workers + _TEMPLATES):
            try:
                return await self._ask(job, seconds)
            except TemplateGoneError:
                # Whatever ended the template, no query was to blame; and this one has given nothing away yet.
                continue
            except WorkKilledError:
                # It may not be to blame, once; a query for which the kernel runs out of memory is not tried for ever.
                if killed:
                    raise
                killed = True
        return await self._ask(job, seconds)

    async def close(self) -> None:
        """End all workers and the template, once those that are being started are there."""
        while self._starting:
            await asyncio.wait(self._starting)
        for channel in list(self._workers):
            channel.abort()
        self._workers.clear()
        self._idle.clear()
        await asyncio.to_thread(self._template.close)

    def release(self, channel: Channel) -> None:
        """Take back a worker that has done its work."""
        if channel.failure or channel not in self._workers:
            self.discard(channel)
            return
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(channel)
                return
        self._idle.append(channel)

    def discard(self, channel: Channel) -> None:
        """End a worker, and start another where queries wait."""
        if channel in self._workers:
            self._workers.remove(channel)
            channel.abort()
            # The template may be on its way, and whoever waits for it must not be the event loop.
            asyncio.get_running_loop().run_in_executor(None, self._template.kill, channel.number)
        self._replenish()

    async def _ask(self, job: bytes, seconds: float) -> Answer:
        began = monotonic()
        channel = await self._acquire()
        self._observe(monotonic() - began)
        try:
            channel.send(job)
            async with asyncio.timeout(seconds + _GRACE):
                first = await channel.receive()
                if first.kind is FrameKind.HEADER:
                    return Answer(self, channel, first.content, seconds)
        except (TimeoutError, WorkTimeoutError):
            self.discard(channel)
            raise _too_long(seconds) from None
        except BaseException:
            self.discard(channel)
            raise
        self.release(channel)
        raise unpack_failure(first.content)

    async def _acquire(self) -> Channel:
        while self._idle:
            channel = self._idle.pop()
            if not channel.failure:
                return channel
            self._workers.discard(channel)
        if len(self._waiting) >= self._limits.waiting:
            raise WorkersBusyError("Too many queries wait.", "Try again in a moment.")
        waiter: asyncio.Future[Channel] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        self._replenish()
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and not waiter.exception():
                self.release(waiter.result())
            elif waiter in self._waiting:
                self._waiting.remove(waiter)
            raise

    def _replenish(self) -> None:
        """Start workers while queries wait and there may be more."""
        missing = min(len(self._waiting), self._limits.workers - len(self._workers)) - len(self._starting)
        for _ in range(missing):
            task = asyncio.get_running_loop().create_task(self._add_worker())
            self._starting.add(task)
            task.add_done_callback(self._count_started)

    def _count_started(self, task: asyncio.Task[None]) -> None:
        """Only now is it known how many are missing: whoever waited for this one may have asked again before."""
        self._starting.discard(task)
        self._replenish()

    async def _add_worker(self) -> None:
        try:
            ours = await asyncio.to_thread(self._template.fork)
            ours.setblocking(False)
            _, channel = await asyncio.get_running_loop().create_connection(Channel, sock=ours)
            hello = await channel.receive()
        except Exception as error:
            while self._waiting:
                waiter = self._waiting.popleft()
                if not waiter.done():
                    waiter.set_exception(error)
                    return
            return
        channel.number = int(hello.content)
        self._workers.add(channel)
        self._started += 1
        self.release(channel)


def _too_long(seconds: float) -> QueryTimeoutError:
    return QueryTimeoutError(f"The query took longer than {seconds:g} seconds.", "Ask for less, or for a part.")


def _ignore(_seconds: float) -> None:
    """Nobody watches."""
