"""The template process: prepares once, then forks a worker for each job and tells how each ended.

Run by `store.forking` as `python -m passerelle.store.template FUNCTION ARGUMENT`, with one end of a socket pair as
standard input. Each message there carries the worker's end of another pair. On it the worker reads its job and writes
its answer; when the worker has ended, its status from the kernel follows as the last bytes, so that half an answer is
never taken for a whole one. The process has one thread, as forking demands.
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

from passerelle.store.failures import StoreError
from passerelle.store.frames import FAILED, STATUS, TOO_HEAVY, pack_failure, read_job
from passerelle.store.limits import Limits, shut_in

Work = Callable[[bytes], bytes]


def main() -> None:
    """Prepare, say so on standard input's socket, and serve until the other side is gone."""
    module, _, name = sys.argv[1].partition(":")
    control = socket.socket(fileno=0)
    try:
        work: Work = getattr(import_module(module), name)(sys.argv[2])
    except StoreError as error:
        control.sendall(pack_failure(error))
        return
    gc.collect()
    # What is there now is never freed: the collector of a worker would write to, and so copy, every page of it.
    gc.freeze()
    control.sendall(pack_failure(None))
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
            message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
            if not message:
                for child in running:
                    os.kill(child, signal.SIGKILL)
                return
            channel = socket.socket(fileno=descriptors[0])
            child = os.fork()
            if child == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for other in (control, wake, waker, *running.values()):
                    other.close()
                _work(channel, work)
            running[child] = channel


def _reap(running: dict[int, socket.socket]) -> None:
    while running:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        with running.pop(child) as channel:
            try:
                channel.sendall(STATUS.pack(status))
            except OSError:
                # Whoever asked is gone.
                continue


def _work(channel: socket.socket, work: Work) -> None:
    """Do the job in this process, which ends here whatever happens."""
    status = FAILED
    try:
        limits, job = read_job(channel)
        shut_in(Limits(*limits))
        channel.sendall(work(job))
        status = 0
    except (MemoryError, RecursionError):
        status = TOO_HEAVY
    except Exception:
        channel.sendall(format_exc().encode())
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
