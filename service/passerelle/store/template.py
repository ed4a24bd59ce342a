"""The template process: prepares once, then forks a worker on demand and tells how each ended.

Run by `store.forking` as `python -m passerelle.store.template FUNCTION ARGUMENT`, with one end of a socket pair as
standard input. The function prepares, and gives the work of a worker on its channel and what is to be told now that all
is ready. On standard input come orders: to fork a worker, with the worker's end of another pair, or to kill one. When a
worker has ended, its status from the kernel follows on its channel; where none could be forked, the failure. Workers
end with the template. The process has one thread, as forking demands.
"""

import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from traceback import format_exc
from typing import NoReturn

from passerelle.store.failures import ForkFailedError, StoreError
from passerelle.store.frames import FrameKind, frame, pack_failure
from passerelle.store.kernel import end_with, give_back_memory
from passerelle.store.orders import FAILED, FORK, MARK, ORDER, STATUS, TOO_HEAVY

Work = Callable[[socket.socket], None]
Prepare = Callable[[str], tuple[Work, bytes]]


def main() -> None:
    """Prepare, say so on standard input's socket, and serve until the other side is gone."""
    module, _, name = sys.argv[1].partition(":")
    control = socket.socket(fileno=0)
    # Who stops a service may signal all its processes, and it is for the first to say when these have done their work.
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, signal.SIG_IGN)
    prepare: Prepare = getattr(import_module(module), name)
    try:
        work, said = prepare(sys.argv[2])
    except StoreError as error:
        control.sendall(frame(FrameKind.FAILURE, pack_failure(error)))
        return
    gc.collect()
    # What is there now is never freed: the collector of a worker would write to, and so copy, every page of it.
    gc.freeze()
    give_back_memory()
    control.sendall(frame(FrameKind.HEADER, said))
    _serve(control, work)


def _serve(control: socket.socket, work: Work) -> None:
    wake = _woken_by_children()
    workers = _Workers([control, *wake], work)
    while True:
        ready, _, _ = select.select([control, wake[0]], [], [])
        if wake[0] in ready:
            wake[0].recv(4096)
            workers.reap()
        if control in ready:
            message, descriptors, _, _ = socket.recv_fds(control, ORDER.size, 1, socket.MSG_WAITALL)
            if len(message) < ORDER.size:
                break
            order, number = ORDER.unpack(message)
            if order == FORK:
                workers.fork(number, socket.socket(fileno=descriptors[0]))
            else:
                workers.kill(number)
    workers.kill_all()


def _woken_by_children() -> tuple[socket.socket, socket.socket]:
    """A pair of sockets, the first of which becomes readable when a child ends."""
    wake, waker = socket.socketpair()
    for end in (wake, waker):
        end.setblocking(False)
    # Any handler will do: what matters is that the signal is noted on the socket.
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waker.fileno())
    return wake, waker


class _Workers:
    """The workers that run, by the numbers of their processes."""

    def __init__(self, own: list[socket.socket], work: Work) -> None:
        """Name the sockets that are the template's alone, and the work."""
        self._own = own
        self._work = work
        self._numbers: dict[int, int] = {}
        self._channels: dict[int, socket.socket] = {}

    def fork(self, number: int, channel: socket.socket) -> None:
        """Start a worker, or say on its channel why that cannot be."""
        template = os.getpid()
        try:
            child = os.fork()
        except OSError as error:
            failure = ForkFailedError(f"No worker could be started: {error.strerror}.", "Try again in a moment.")
            with channel, suppress(OSError):
                channel.sendall(frame(FrameKind.FAILURE, pack_failure(failure)))
            return
        if not child:
            end_with(template)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for other in (*self._own, *self._channels.values()):
                other.close()
            do_work(channel, self._work)
        self._numbers[number], self._channels[child] = child, channel

    def kill(self, number: int) -> None:
        """End a worker; one that has ended is not known any more: its process number may be another's by now."""
        if number in self._numbers:
            os.kill(self._numbers[number], signal.SIGKILL)

    def kill_all(self) -> None:
        """End all of them."""
        for child in self._channels:
            os.kill(child, signal.SIGKILL)

    def reap(self) -> None:
        """Tell of those that have ended how they did."""
        while self._channels:
            child, status = os.waitpid(-1, os.WNOHANG)
            if not child:
                return
            self._numbers = {number: other for number, other in self._numbers.items() if other != child}
            # There is no room where whoever asked is slow to read, and a status is not worth waiting for.
            with self._channels.pop(child) as channel, suppress(OSError):
                channel.setblocking(False)
                channel.sendall(STATUS.pack(MARK, status))


def do_work(channel: socket.socket, work: Work) -> NoReturn:
    """Work in this process, which ends here whatever happens."""
    status = FAILED
    try:
        work(channel)
        status = 0
    except (MemoryError, RecursionError):
        status = TOO_HEAVY
    except Exception:
        channel.sendall(frame(FrameKind.TRACE, format_exc().encode()))
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
