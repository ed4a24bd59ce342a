"""What crosses the border of the pool: queries, limits and its state, as plain data."""

import json
from dataclasses import asdict, dataclass
from functools import cached_property

from passerelle.store.compression import Coding
from passerelle.store.frames import pack_job
from passerelle.store.request import ResultFormat


@dataclass(frozen=True)
class PoolLimits:
    """How many workers there are and queries may wait; seconds, bytes of memory and of a result that each may take.

    A worker that has made more than `growth` bytes of what it shares its own is replaced when it has nothing to do.
    """

    workers: int
    waiting: int
    seconds: float
    memory: int
    result: int
    growth: int


@dataclass(frozen=True)
class PoolState:
    """How many workers there are, are at work, have been started and have ended; how many queries wait."""

    workers: int
    busy: int
    waiting: int
    started: int
    ended: int


@dataclass(frozen=True)
class FormatChoice:
    """The format for each kind of result, None where none is acceptable; `any` is for a query that shows no form."""

    table: ResultFormat | None
    boolean: ResultFormat | None
    graph: ResultFormat | None
    any: ResultFormat | None


@dataclass(frozen=True)
class PoolQuery:
    """A query for the pool: as `QueryRequest`, but for its format, which depends on the form of the query.

    `seconds` is the time it may take, at most that of the pool; `coding` that of the answer, unless it is small.
    """

    text: str
    formats: FormatChoice
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    seconds: float | None = None
    coding: Coding = Coding.IDENTITY
    pretty: bool = False
    ours: bool = False

    def job(self, seconds: float) -> bytes:
        """The query as it is sent to a worker, with the seconds that it may take."""
        return pack_job(seconds, self._order)

    @cached_property
    def _order(self) -> bytes:
        return json.dumps(asdict(self)).encode()
