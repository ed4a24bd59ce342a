"""Runs single jobs, each in a worker of its own: shut in, and ended by the kernel at its limits."""

import json
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict

from passerelle.store.failures import StoreError, WorkersBusyError, WorkTimeoutError
from passerelle.store.forking import Template, TemplateGoneError, gone, note
from passerelle.store.frames import FrameKind, FrameReader, frame, pack_failure, unpack_failure
from passerelle.store.limits import Limits, end_after, end_after_processor, shut_in
from passerelle.store.orders import explain

# Beyond its limit on the clock a worker is dead; so much later its template must have said so.
_GRACE = 10.0


class JobServer:
    """A template and the jobs it forks workers for; safe to share between threads."""

    def __init__(self, prepare: str, argument: str, most: int = 2) -> None:
        """Name the work and say how many jobs may run at once.

        Args:
            prepare: as `Template` takes it; the work it gives is made by `one_job`.
            argument: what the function takes.
            most: the most jobs at once.
        """
        self._template = Template(prepare, argument)
        self._free = threading.BoundedSemaphore(most)

    def run(self, job: bytes, limits: Limits, patience: float | None = None) -> bytes:
        """The answer to a job.

        Args:
            job: what the work takes.
            limits: what the worker may use.
            patience: seconds to wait for a worker to come free; None is without end.

        Raises:
            WorkersBusyError: no worker came free in that time; ForkFailedError where none could be started.
            WorkTimeoutError: the work took too long on the clock.
            WorkTooHeavyError: it took too much processor time or memory.
            WorkError: the worker failed otherwise.
            StoreError: as the work tells it, or its preparation.
        """
        if not self._free.acquire(timeout=-1 if patience is None else patience):
            raise WorkersBusyError("Every worker is busy.", "Try again in a moment.")
        try:
            try:
                return self._ask(job, limits)
            except TemplateGoneError:
                # Whatever ended it, the job was not to blame: only workers see jobs.
                return self._ask(job, limits)
        finally:
            self._free.release()

    def close(self) -> None:
        """End the template; a later job starts another."""
        self._template.close()

    def _ask(self, job: bytes, limits: Limits) -> bytes:
        with self._template.fork().channel as channel:
            channel.settimeout(limits.seconds + _GRACE)
            # A worker may be gone before it has read its job; its status says why.
            with suppress(BrokenPipeError, ConnectionResetError):
                channel.sendall(frame(FrameKind.HEADER, json.dumps(asdict(limits)).encode()))
                channel.sendall(frame(FrameKind.JOB, job))
            try:
                return _answer(channel)
            except TimeoutError:
                raise WorkTimeoutError("The work took too long.", "Try again, or with less.") from None
            except ConnectionResetError:
                raise gone() from None


def one_job(work: Callable[[bytes], bytes]) -> Callable[[socket.socket], None]:
    """Work for a template: read limits and a job, shut the worker in, do the job, and end."""

    def do(channel: socket.socket) -> None:
        header, job = _read_job(channel)
        limits = Limits(**json.loads(header))
        end_after(limits.seconds)
        end_after_processor(limits.processor_seconds)
        shut_in(limits.memory)
        try:
            answer = frame(FrameKind.PART, work(job)) + frame(FrameKind.END)
        except StoreError as error:
            answer = frame(FrameKind.FAILURE, pack_failure(error))
        channel.sendall(answer)

    return do


def _read_job(channel: socket.socket) -> tuple[bytes, bytes]:
    reader, header = FrameReader(), b""
    while received := channel.recv(1 << 20):
        for found in reader.feed(received):
            if found.kind is FrameKind.JOB:
                return header, found.content
            header = found.content
    raise EOFError


def _answer(channel: socket.socket) -> bytes:
    reader, parts = FrameReader(), bytearray()
    while received := channel.recv(1 << 16):
        for found in reader.feed(received):
            match found.kind:
                case FrameKind.PART:
                    parts += found.content
                case FrameKind.END:
                    return bytes(parts)
                case FrameKind.FAILURE:
                    raise unpack_failure(found.content)
                case FrameKind.TRACE:
                    note(found.content)
    raise explain(reader.rest) or gone()
