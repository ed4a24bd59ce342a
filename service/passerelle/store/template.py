"""The template process: prepares once, then forks a worker on demand and tells how each ended.

Run by `store.forking` as `python -m passerelle.store.template FUNCTION ARGUMENT`, with one end of a socket pair as
standard input. The function prepares, and gives the work of a worker on its channel and what is to be told now that all
is ready. On standard input come orders: to fork a worker, with the worker's end of another pair, or to kill one. When a
worker has ended, its status from the kernel follows on its channel. The process has one thread, as forking demands.
"""

import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from importlib import import_module
from traceback import format_exc
from typing import NoReturn

from passerelle.store.failures import StoreError
from passerelle.store.frames import FrameKind, frame, pack_failure
from passerelle.store.orders import FAILED, FORK, ORDER, STATUS, TOO_HEAVY

Work = Callable[[socket.socket], None]
Prepare = Callable[[str], tuple[Work, bytes]]


def main() -> None:
    """Prepare, say so on standard input's socket, and serve until the other side is gone."""
    module, _, name = sys.argv[1].partition(":")
    control = socket.socket(fileno=0)
    prepare: Prepare = getattr(import_module(module), name)
    try:
        work, said = prepare(sys.argv[2])
    except StoreError as error:
        control.sendall(frame(FrameKind.FAILURE, pack_failure(error)))
        return
    gc.collect()
    # What is there now is never freed: the collector of a worker would write to, and so copy, every page of it.
    gc.freeze()
    control.sendall(frame(FrameKind.HEADER, said))
    _serve(control, work)


def _serve(control: socket.socket, work: Work) -> None:
    wake, waker = socket.socketpair()
    for end in (wake, waker):
        end.setblocking(False)
    # Any handler will do: what matters is that the end of a child makes `wake` readable.
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waker.fileno())
    running: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([control, wake], [], [])
        if wake in ready:
            wake.recv(4096)
            _reap(running)
        if control in ready:
            message, descriptors, _, _ = socket.recv_fds(control, ORDER.size, 1, socket.MSG_WAITALL)
            if len(message) < ORDER.size:
                break
            order, child = ORDER.unpack(message)
            if order == FORK:
                channel = socket.socket(fileno=descriptors[0])
                child = os.fork()
                if not child:
                    signal.set_wakeup_fd(-1)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    for other in (control, wake, waker, *running.values()):
                        other.close()
                    _work(channel, work)
                running[child] = channel
            elif child in running:
                # One that has ended is no longer among them, and its number may be another's by now.
                os.kill(child, signal.SIGKILL)
    for child in running:
        os.kill(child, signal.SIGKILL)


def _reap(running: dict[int, socket.socket]) -> None:
    while running:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        with running.pop(child) as channel:
            # There is no room where whoever asked is slow to read, and a status is not worth waiting for.
            channel.setblocking(False)
            try:
                channel.sendall(STATUS.pack(status))
            except OSError:
                continue


def _work(channel: socket.socket, work: Work) -> NoReturn:
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
