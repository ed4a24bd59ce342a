"""A worker of the pool: answers one query after another on its channel, shut in, until the channel closes."""

import json
import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any

from pyoxigraph import Store

from passerelle.store import execution
from passerelle.store.compression import SMALL, Coding, Compressor, compressor
from passerelle.store.dataset import load, summarise
from passerelle.store.failures import ResultTooLargeError, StoreError, UnacceptableFormError
from passerelle.store.frames import FrameKind, FrameReader, frame, pack_failure, pack_whole, unpack_job
from passerelle.store.guard import OURS, Outline, QueryForm, inspect
from passerelle.store.isolation import Isolation, measure
from passerelle.store.limits import end_after, memory_taken, shut_in
from passerelle.store.orders import WORN
from passerelle.store.request import DatasetSummary, QueryRequest, ResultFormat

# What is sent at a time: large enough that a socket is not the bottleneck, small enough that a first row comes soon.
_PART = 64 * 1024
# Seconds after which less is sent.
_PATIENCE = 0.02
# Orders of so many bytes are worth remembering; longer ones would take much memory.
_SHORT = 4096


def prepare(argument: str) -> tuple[Callable[[socket.socket], None], bytes]:
    """Load the folder that the argument names; what is told is the summary of the data set.

    Args:
        argument: JSON of `folder`, of the bytes of `memory` and of a `result` that a worker may take, and of those of
            `growth` above which it says that it is worn.

    Raises:
        GraphError: the graph is missing, or one of its files is broken.
    """
    order = json.loads(argument)

    def shut() -> None:
        shut_in(order["memory"])

    # Before there is much memory whose pages a fork has to list.
    isolation = measure(shut, order["memory"])
    dataset = load(Path(order["folder"]))
    store = dataset.store
    store.optimize()

    def work(channel: socket.socket) -> None:
        serve(channel, store, shut, order)

    return work, told(summarise(dataset), isolation)


def told(summary: DatasetSummary, isolation: Isolation) -> bytes:
    """What a template tells its pool when it is ready."""
    return json.dumps([asdict(summary), asdict(isolation)]).encode()


def serve(channel: socket.socket, store: Store, shut: Callable[[], None], limits: dict[str, Any]) -> None:
    """Answer what comes on a channel from a store, until the channel closes.

    Args:
        channel: where queries come from.
        store: what answers them.
        shut: shuts this process in; it is called before anything is read.
        limits: the bytes of a `result`, and of the `growth` above which it says that it is worn.
    """
    channel.sendall(frame(FrameKind.HEADER))
    shut()
    reader = FrameReader()
    while received := channel.recv(1 << 16):
        for job in reader.feed(received):
            seconds, order = unpack_job(job.content)
            end_after(seconds)
            _answer(channel, store, order, limits)
            end_after(0)


@dataclass(frozen=True)
class _Job:
    """A query that has been looked at, what it may take, and how its answer is to be written."""

    request: QueryRequest
    outline: Outline
    coding: Coding


def _answer(channel: socket.socket, store: Store, order: bytes, limits: dict[str, Any]) -> None:
    output = _Output(channel, limits["result"])
    try:
        # What the guard sees takes as long as a small query.
        job = _read(order) if len(order) <= _SHORT else _read.__wrapped__(order)
        output.begin(job.request.format, job.coding)
        execution.stream(store, job.request, job.outline, output)
        output.finish(WORN if memory_taken() > limits["growth"] else b"")
    except StoreError as error:
        channel.sendall(frame(FrameKind.FAILURE, pack_failure(output.failure or error)))


@lru_cache(maxsize=128)
def _read(order: bytes) -> _Job:
    """Read an order and inspect its query.

    Raises:
        QueryRefusedError: the query must not be run.
        UnacceptableFormError: no format that is acceptable fits its form.
    """
    fields = json.loads(order)
    outline = OURS if fields["ours"] else inspect(fields["text"])
    kind = fields["formats"][_group(outline.form)]
    if kind is None:
        raise UnacceptableFormError(outline.form or QueryForm.SELECT)
    graphs = tuple(fields["default_graphs"]), tuple(fields["named_graphs"])
    request = QueryRequest(fields["text"], ResultFormat(kind), *graphs, fields["pretty"], fields["ours"])
    return _Job(execution.on_graphs(request, outline), outline, Coding(fields["coding"]))


def _group(form: QueryForm | None) -> str:
    """The group of formats that fits a query form."""
    if form is None:
        return "any"
    if form.gives_graph:
        return "graph"
    return "boolean" if form is QueryForm.ASK else "table"


class _Output:
    """A file for the engine's serialiser; what is written goes out in frames, compressed if that was asked for.

    A frame is sent when there is enough, or some time after the last one, so that the first rows of a slow query come
    soon and a small answer is one frame. The clock of the query runs on while it is being read: a worker belongs to
    no client for longer.
    """

    def __init__(self, channel: socket.socket, most: int) -> None:
        self._channel = channel
        self._left = most
        self._parts: list[bytes] = []
        self._size = 0
        self._sent = monotonic()
        self._coding = Coding.IDENTITY
        self._kind = ""
        self._compressor: Compressor | None = None
        self.failure: StoreError | None = None

    def begin(self, kind: str, coding: Coding) -> None:
        """Tell in which format the answer is written, and in which coding it is wanted."""
        self._kind, self._coding = kind, coding

    def write(self, content: bytes) -> int:
        """Take bytes from the serialiser."""
        self._left -= len(content)
        if self._left < 0:
            self.failure = ResultTooLargeError(
                "The result is larger than is given out.", "Ask for less, by LIMIT for instance, or download the data."
            )
            raise OSError(self.failure.message)
        self._parts.append(content)
        self._size += len(content)
        if self._size >= _PART or monotonic() - self._sent > _PATIENCE:
            self._send_part()
            self._sent = monotonic()
        return len(content)

    def flush(self) -> None:
        """Do nothing: what is held goes out when it is time."""

    def finish(self, state: bytes) -> None:
        """Send what is left, that it is the last, and the state of the worker."""
        if self._compressor is not None:
            rest = self._take(self._compressor) + self._compressor.end()
            self._channel.sendall(frame(FrameKind.PART, rest) + frame(FrameKind.END, state))
            return
        # Compression would make a small answer larger, and slower.
        coding = self._coding if self._size >= SMALL else Coding.IDENTITY
        whole = compressor(coding)
        self._channel.sendall(pack_whole(self._header(coding), state, self._take(whole) + whole.end()))

    def _send_part(self) -> None:
        head = b""
        if self._compressor is None:
            self._compressor = compressor(self._coding)
            head = frame(FrameKind.HEADER, self._header(self._coding))
        content = self._take(self._compressor) + self._compressor.push()
        self._channel.sendall(head + frame(FrameKind.PART, content) if content else head)

    def _header(self, coding: Coding) -> bytes:
        return f"{self._kind} {coding}".encode()

    def _take(self, compressor: Compressor) -> bytes:
        """What has been written, as far as the compressor gives it."""
        taken = compressor.compress(b"".join(self._parts))
        self._parts, self._size = [], 0
        return taken
