"""Workers on a system that cannot fork: each is a process of its own, which opens the store itself.

A process that is started cannot be handed a socket on every system; so it connects to one that listens on this machine
for a moment, and shows the word that it was told on its standard input.
"""

import hmac
import secrets
import socket
import subprocess
import sys
import threading
from time import monotonic

from passerelle.store.failures import ForkFailedError, StoreError
from passerelle.store.forking import Forked, TemplateGoneError, ready
from passerelle.store.orders import FAILED, MARK, STATUS

# Seconds within which a process must have connected, and by which one that has closed its channel must have ended.
_PATIENCE, _END = 60.0, 1.0


class Spawner:
    """Starts workers that are prepared by themselves; it stands where a `Template` does."""

    def __init__(self, prepare: str, alone: str, argument: str) -> None:
        """Name the functions and what they take.

        Args:
            prepare: tries what is to be served, and tells of it, as for `Template`; it is called once.
            alone: gives the work of a worker, in a process that has been prepared by nothing else.
            argument: what both take.

        Raises:
            StoreError: there is no such work: what is served is in the memory of a process that would have to fork.
        """
        if not alone:
            raise StoreError(
                "This system cannot fork processes, which could share a graph in memory.",
                "Run `passerelle build --output DIR`, and then `passerelle serve --store DIR`.",
            )
        self._prepare, self._alone, self._argument = prepare, alone, argument
        self._lock = threading.Lock()
        self._said: bytes | None = None
        self._running: set[subprocess.Popen[bytes]] = set()

    def start(self) -> bytes:
        """What is told of what is served.

        Raises:
            StoreError: as the preparation tells it.
            TemplateGoneError: the process that prepares ended before it was ready.
        """
        with self._lock:
            if self._said is None:
                process, channel = self._started("prepare", self._prepare)
                try:
                    with channel:
                        self._said = ready(channel)
                finally:
                    _end(process)
            return self._said

    def fork(self) -> Forked:
        """A new worker.

        Raises:
            StoreError: as `start`.
        """
        self.start()
        process, channel = self._started("work", self._alone)
        with self._lock:
            for ended in [each for each in self._running if each.poll() is not None]:
                _end(ended)
                self._running.remove(ended)
            self._running.add(process)
        return Forked(channel, process.kill, lambda: _status(process))

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            for process in self._running:
                process.kill()
                _end(process)
            self._running.clear()

    def _started(self, mode: str, function: str) -> tuple[subprocess.Popen[bytes], socket.socket]:
        word = secrets.token_hex(32).encode()
        command = [sys.executable, "-P", "-m", "passerelle.store.spawned", mode, function, self._argument]
        try:
            with socket.create_server(("127.0.0.1", 0)) as listener:
                process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    # Ctrl-C is for the service, which lets workers end what they do.
                    start_new_session=True,
                    creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
                )
                assert process.stdin  # noqa: S101 - a pipe was asked for
                # It stays open: when it closes, the worker knows that nobody waits for it.
                process.stdin.write(b"%d %s\n" % (listener.getsockname()[1], word))
                process.stdin.flush()
                return process, _accepted(listener, word, process)
        except OSError as error:
            raise ForkFailedError(f"No worker could be started: {error.strerror}.", "Try again in a moment.") from None


def _accepted(listener: socket.socket, word: bytes, process: subprocess.Popen[bytes]) -> socket.socket:
    """The connection of the process that knows the word; whoever else may come is turned away."""
    end = monotonic() + _PATIENCE
    listener.settimeout(0.1)
    while monotonic() < end and process.poll() is None:
        try:
            channel, _ = listener.accept()
            channel.settimeout(_END)
            if hmac.compare_digest(channel.recv(len(word), socket.MSG_WAITALL), word):
                channel.settimeout(None)
                channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return channel
            channel.close()
        except TimeoutError:
            continue
    process.kill()
    _end(process)
    raise TemplateGoneError("A worker did not start.", "See whether memory is short.")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.wait()
    if process.stdin:
        process.stdin.close()


def _status(process: subprocess.Popen[bytes]) -> bytes:
    """How a worker ended, as a template would have told it on its channel; nothing while it has not."""
    try:
        code = process.wait(_END)
    except subprocess.TimeoutExpired:
        return b""
    if code < 0:
        return STATUS.pack(MARK, -code)
    # As waitpid would say it, in the second byte; some systems have codes of another size for what goes wrong.
    return STATUS.pack(MARK, (code if code < 256 else FAILED) << 8)
