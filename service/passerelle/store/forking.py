"""A template process, seen from the process that has it fork workers."""

import logging
import os
import socket
import subprocess
import sys
import threading

from passerelle.store.failures import StoreError, WorkError
from passerelle.store.frames import FrameKind, FrameReader, unpack_failure
from passerelle.store.orders import FORK, KILL, ORDER

_LOGGER = logging.getLogger(__name__)


class TemplateGoneError(WorkError):
    """The template ended, and with it all its workers; the next order starts another."""


class Template:
    """A process that is prepared, and forks workers; safe to share between threads.

    It is started when it is first needed, and again if it is ever gone.
    """

    def __init__(self, prepare: str, argument: str) -> None:
        """Name the function that prepares, as `module:function`, and what it takes (see `store.template`)."""
        # -P: nothing is imported from whatever folder the process happens to be started in.
        self._command = [sys.executable, "-P", "-m", "passerelle.store.template", prepare, argument]
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._said = b""

    def start(self) -> bytes:
        """Start the process unless it runs, and give what it told of itself when it was ready.

        Raises:
            StoreError: as the preparation tells it.
            TemplateGoneError: the process ended before it was ready.
        """
        with self._lock:
            self._running()
            return self._said

    def fork(self) -> socket.socket:
        """A new worker's channel; it ends with the status of the worker.

        Raises:
            StoreError: as `start`.
            TemplateGoneError: the template ended just now.
        """
        with self._lock:
            channel = self._send_fork() or self._send_fork()
        if channel is None:
            raise gone()
        return channel

    def kill(self, worker: int) -> None:
        """End a worker at once, by its number; nothing happens where it has ended."""
        with self._lock:
            if self._control is not None:
                try:
                    self._control.sendall(ORDER.pack(KILL, worker))
                except OSError:
                    self._stop()

    def close(self) -> None:
        """End the template and all its workers; a later order starts another."""
        with self._lock:
            self._stop()

    def _send_fork(self) -> socket.socket | None:
        control = self._running()
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(control, [ORDER.pack(FORK, 0)], [theirs.fileno()])
            except OSError:
                # It is dead, and was not yet known to be.
                ours.close()
                self._stop()
                return None
        return ours

    def _running(self) -> socket.socket:
        if self._process is not None and self._process.poll() is not None:
            self._stop()
        if self._control is None:
            self._start()
        assert self._control is not None  # noqa: S101 - `_start` leaves it or raises
        return self._control

    def _start(self) -> None:
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
            self._said = _ready(ours)
        except StoreError:
            ours.close()
            self._stop()
            raise
        self._control = ours

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


def gone() -> TemplateGoneError:
    """The failure of a template that is gone."""
    return TemplateGoneError("The process that forks workers is gone.", "Try again.")


def note(trace: bytes) -> None:
    """Write down what a worker failed of: an error of ours, that only the log may show."""
    _LOGGER.error("A worker failed.\n%s", trace.decode("utf-8", "replace"))


def _ready(control: socket.socket) -> bytes:
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
