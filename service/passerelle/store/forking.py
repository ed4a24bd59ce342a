"""A template process, seen from the process that has it fork workers."""

import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from passerelle.store.failures import CannotForkError, ForkFailedError, StoreError, WorkError
from passerelle.store.frames import FrameKind, FrameReader, unpack_failure
from passerelle.store.orders import FORK, KILL, ORDER

_LOGGER = logging.getLogger(__name__)


class TemplateGoneError(WorkError):
    """The template ended, and with it all its workers; the next order starts another."""


@dataclass(frozen=True)
class Forked:
    """A worker: its channel, which ends with its status, and how to end it at once, wherever it is called.

    `status` gives the status where the channel cannot end with it; it is asked when the channel has ended.
    """

    channel: socket.socket
    kill: Callable[[], None]
    status: Callable[[], bytes] = bytes


class Template:
    """A process that is prepared, and forks workers; safe to share between threads.

    It is started when it is first needed, and again if it is ever gone.
    """

    def __init__(self, prepare: str, argument: str) -> None:
        """Name the function that prepares, as `module:function`, and what it takes (see `store.template`)."""
        # -P: nothing is imported from whatever folder the process happens to be started in.
        self._command = [sys.executable, "-P", "-m", "passerelle.store.template", prepare, argument]
        self._lock = threading.Lock()
        self._process: _Process | None = None

    def start(self) -> bytes:
        """Start the process unless it runs, and give what it told of itself when it was ready.

        Raises:
            StoreError: as the preparation tells it; CannotForkError on a system without fork.
            TemplateGoneError: the process ended before it was ready.
            ForkFailedError: the system gives no process or descriptor.
        """
        with self._lock:
            return self._running().said

    def fork(self) -> Forked:
        """A new worker; where the template cannot fork, its channel has a frame that says why.

        Raises:
            StoreError: as `start`.
            TemplateGoneError: the template ended just now.
        """
        with self._lock:
            # One that is dead may not yet be known to be.
            forked = self._running().fork() or self._running().fork()
        if forked is None:
            raise gone()
        return forked

    def close(self) -> None:
        """End the template and all its workers; a later order starts another."""
        with self._lock:
            if self._process is not None:
                self._process.stop()
                self._process = None

    def _running(self) -> "_Process":
        if self._process is not None and not self._process.is_running():
            self._process.stop()
            self._process = None
        if self._process is None:
            try:
                self._process = _Process(self._command)
            except OSError as error:
                raise _none_left(error) from None
        return self._process


class _Process:
    """One process; an order for one of its workers can reach no other's."""

    def __init__(self, command: list[str]) -> None:
        """Start it, and wait until it is ready.

        Raises:
            StoreError: as `Template.start`.
        """
        if not hasattr(os, "fork"):
            raise CannotForkError("This system cannot fork processes.", "Run this on Linux or macOS.")
        self._numbers = count()
        self._lock = threading.Lock()
        self._broken = False
        self._control, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                    command,
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            except OSError:
                self._control.close()
                raise
        try:
            self.said = ready(self._control)
        except StoreError:
            self.stop()
            raise
        # An order is given by the event loop as well: one that reads none, and has room for none, is as good as dead.
        self._control.setblocking(False)

    def is_running(self) -> bool:
        """Whether it takes orders, as far as is known."""
        return not self._broken and self._process.poll() is None

    def fork(self) -> Forked | None:
        """A new worker, or None where the process is gone."""
        number = next(self._numbers)
        try:
            ours, theirs = socket.socketpair()
        except OSError as error:
            raise _none_left(error) from None
        with theirs:
            if not self._order(FORK, number, theirs):
                ours.close()
                return None
        return Forked(ours, lambda: self._kill(number))

    def stop(self) -> None:
        """End it, and its workers."""
        with self._lock:
            self._control.close()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _kill(self, number: int) -> None:
        self._order(KILL, number)

    def _order(self, order: int, number: int, *sockets: socket.socket) -> bool:
        with self._lock:
            try:
                socket.send_fds(self._control, [ORDER.pack(order, number)], [each.fileno() for each in sockets])
            except OSError:
                self._broken = True
                return False
        return True


def gone() -> TemplateGoneError:
    """The failure of a template that is gone."""
    return TemplateGoneError("The process that forks workers is gone.", "Try again.")


def note(trace: bytes) -> None:
    """Write down what a worker failed of: an error of ours, that only the log may show."""
    _LOGGER.error("A worker failed.\n%s", trace.decode("utf-8", "replace"))


def _none_left(error: OSError) -> ForkFailedError:
    return ForkFailedError(f"No worker could be started: {error.strerror}.", "Try again in a moment.")


def ready(control: socket.socket) -> bytes:
    """What a process tells when it is ready.

    Raises:
        StoreError: as it tells it.
        TemplateGoneError: it ended before that.
    """
    reader = FrameReader()
    try:
        while received := control.recv(1 << 16):
            for found in reader.feed(received):
                if found.kind is FrameKind.FAILURE:
                    raise unpack_failure(found.content)
                return found.content
    except OSError:
        pass
    raise TemplateGoneError("The process that forks workers did not start.", "See whether memory is short.")
