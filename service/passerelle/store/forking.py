"""Runs jobs in processes of their own, forked from one that is prepared, each within limits and shut in."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress

from passerelle.store.failures import (
    StoreError,
    WorkError,
    WorkersBusyError,
    WorkTimeoutError,
    WorkTooHeavyError,
)
from passerelle.store.frames import FAILED, STATUS, pack_job, read_failure
from passerelle.store.limits import Limits

_LOGGER = logging.getLogger(__name__)
# Beyond its limit on the clock a worker is dead; so much later its template must have said so.
_GRACE = 10.0


class _TemplateGoneError(WorkError):
    """The template ended before it told how a worker did."""


class ForkServer:
    """A template process and the jobs it forks workers for; safe to share between threads.

    The template is started with the first job, and again if it is ever gone.
    """

    def __init__(self, work: str, argument: str, most: int = 2) -> None:
        """Name the work and say how many jobs may run at once.

        Args:
            work: `module:function`; the function takes the argument and prepares, and gives a function that takes the
                bytes of a job and gives those of its answer.
            argument: what the function takes.
            most: the most jobs at once.
        """
        self._command = [sys.executable, "-P", "-m", "passerelle.store.template", work, argument]
        self._free = threading.BoundedSemaphore(most)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def run(self, job: bytes, limits: Limits, patience: float | None = None) -> bytes:
        """The answer to a job.

        Args:
            job: what the work takes.
            limits: what the worker may use.
            patience: seconds to wait for a worker to come free; None is without end.

        Raises:
            WorkersBusyError: no worker came free in that time.
            WorkTimeoutError: the work took too long on the clock.
            WorkTooHeavyError: it took too much processor time or memory.
            WorkError: the worker failed otherwise.
            StoreError: as the preparation of the work tells it.
        """
        if not self._free.acquire(timeout=-1 if patience is None else patience):
            raise WorkersBusyError("Every worker is busy.", "Try again in a moment.")
        try:
            packed = pack_job((limits.seconds, limits.processor_seconds, limits.memory), job)
            try:
                return self._ask(packed, limits)
            except _TemplateGoneError:
                # Whatever ended it, the job was not to blame: only workers see jobs.
                return self._ask(packed, limits)
        finally:
            self._free.release()

    def close(self) -> None:
        """End the template; a later job starts another."""
        with self._lock:
            self._stop()

    def _ask(self, job: bytes, limits: Limits) -> bytes:
        try:
            with self._hand_over() as channel:
                channel.settimeout(limits.seconds + _GRACE)
                return _answer(channel, job)
        except (BrokenPipeError, ConnectionResetError):
            raise _TemplateGoneError("The process that forks workers is gone.", "Try again.") from None

    def _hand_over(self) -> socket.socket:
        """Our end of a channel whose other end a worker has."""
        with self._lock:
            if self._process is not None and self._process.poll() is not None:
                self._stop()
            control = self._control or self._start()
            ours, theirs = socket.socketpair()
            with theirs:
                try:
                    socket.send_fds(control, [b"j"], [theirs.fileno()])
                except OSError:
                    ours.close()
                    raise
        return ours

    def _start(self) -> socket.socket:
        if not hasattr(os, "fork"):
            raise StoreError("This system cannot fork processes.", "Run this on Linux or macOS.")
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                self._command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        try:
            failure = read_failure(ours)
        except (EOFError, OSError):
            failure = WorkError("The process that forks workers did not start.", "See whether memory is short.")
        if failure is not None:
            ours.close()
            self._stop()
            raise failure
        self._control = ours
        return ours

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


def _answer(channel: socket.socket, job: bytes) -> bytes:
    # A worker may be gone before it has read its job; its status says why.
    with suppress(BrokenPipeError, ConnectionResetError):
        channel.sendall(job)
    received = bytearray()
    try:
        while chunk := channel.recv(1 << 16):
            received += chunk
    except TimeoutError:
        raise WorkTimeoutError("The work took too long.", "Try again, or with less.") from None
    if len(received) < STATUS.size:
        raise ConnectionResetError
    answer, (status,) = bytes(received[: -STATUS.size]), STATUS.unpack(received[-STATUS.size :])
    if status != 0:
        raise _failure(status, answer)
    return answer


def _failure(status: int, answer: bytes) -> WorkError:
    match os.waitstatus_to_exitcode(status):
        case code if code == FAILED:
            _LOGGER.error("A worker failed.\n%s", answer.decode("utf-8", "replace"))
            return WorkError("The worker failed.", "This is an error of ours.")
        case code if code == -signal.SIGALRM:
            return WorkTimeoutError("The work took too long.", "Try again, or with less.")
        case code if code == -signal.SIGXCPU:
            return WorkTooHeavyError("The work needs more processor time than it is given.", "Try it in parts.")
        case _:
            return WorkTooHeavyError("The work needs more memory than it is given.", "Try it in parts.")
