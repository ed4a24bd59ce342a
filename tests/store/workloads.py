"""Work for forked processes: what a worker may do, and what it must not get away with."""

import codecs
import os
import pwd
import resource
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from passerelle.store import worker
from passerelle.store.failures import GraphError
from passerelle.store.frames import FrameKind, FrameReader, frame
from passerelle.store.jobs import one_job
from passerelle.store.limits import shut_in


def prepare(argument: str) -> tuple[Callable[[socket.socket], None], bytes]:
    if argument == "broken":
        raise GraphError("The graph is broken.", "Mend it.")
    if argument == "gone":
        os._exit(1)
    held = argument.encode()

    def work(job: bytes) -> bytes:
        name, _, detail = job.decode("latin-1").partition(" ")
        return held + detail.encode("latin-1") if name == "echo" else _DEEDS[name](detail)

    return one_job(work), held


def prepare_crowded(argument: str) -> tuple[Callable[[socket.socket], None], bytes]:
    """As somebody who may have this one process and no other, until a signal comes; what is told is its number."""
    work, _ = prepare(argument)
    _crowd()
    return work, str(os.getpid()).encode()


def prepare_crowded_pool(argument: str) -> tuple[Callable[[socket.socket], None], bytes]:
    """As the template of a pool, but as somebody who may have no other process until a signal comes."""
    prepared = worker.prepare(argument)
    _crowd()
    return prepared


def _crowd() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NPROC)
    resource.setrlimit(resource.RLIMIT_NPROC, (1, most))
    # Another process may not raise it: in a container not even one of root.
    signal.signal(signal.SIGUSR1, lambda *_: resource.setrlimit(resource.RLIMIT_NPROC, (most, most)))
    # What is imported when it is first used might be in a folder that only root can read.
    codecs.lookup("ascii")
    os.setuid(pwd.getpwnam("nobody").pw_uid)


def prepare_over_store(argument: str) -> tuple[Callable[[socket.socket], None], bytes]:
    """As a worker over a store on disk: it opens the store, and can read files from then on, but nothing else."""

    def work(channel: socket.socket) -> None:
        store = Store.read_only(argument)
        shut_in(512 * 1024**2, reads_files=True)
        reader = FrameReader()
        while received := channel.recv(1 << 16):
            for found in reader.feed(received):
                if found.kind is FrameKind.JOB:
                    name, _, detail = found.content.decode().partition(" ")
                    answer = _query(detail, store) if name == "query" else _DEEDS[name](detail)
                    channel.sendall(frame(FrameKind.PART, answer) + frame(FrameKind.END))

    return work, b""


def _query(text: str, store: Store | None = None) -> bytes:
    """By the engine itself, with nothing before it that refuses what reaches out."""
    store = Store() if store is None else store
    solutions = store.query(text)
    assert isinstance(solutions, QuerySolutions)
    return solutions.serialize(format=QueryResultsFormat.CSV) or b""


def _sleep(_detail: str) -> bytes:
    time.sleep(600)
    return b""


def _burn(_detail: str) -> bytes:
    while True:
        pass


def _eat(detail: str) -> bytes:
    return bytes(int(detail))[:1]


def _abort(_detail: str) -> bytes:
    os.abort()


def _leave(_detail: str) -> bytes:
    os._exit(0)


def _read(detail: str) -> bytes:
    return Path(detail).read_bytes()


def _write(detail: str) -> bytes:
    return str(Path(detail).write_bytes(b"x")).encode()


def _remove(detail: str) -> bytes:
    Path(detail).unlink()
    return b""


def _shorten(detail: str) -> bytes:
    os.truncate(detail, 0)
    return b""


def _rename(detail: str) -> bytes:
    Path(detail).rename(f"{detail}.renamed")
    return b""


def _make_folder(detail: str) -> bytes:
    Path(detail).mkdir()
    return b""


def _run(_detail: str) -> bytes:
    os.execv("/bin/true", ["true"])  # noqa: S606 - what must not come about


def _kill(detail: str) -> bytes:
    os.kill(int(detail), 0)
    return b""


def _connect(detail: str) -> bytes:
    with socket.socket() as reaching:
        reaching.connect(("127.0.0.1", int(detail)))
    return b""


def _process(_detail: str) -> bytes:
    return str(os.getpid()).encode()


def _parent(_detail: str) -> bytes:
    return str(os.getppid()).encode()


_DEEDS: dict[str, Callable[[str], bytes]] = {
    "sleep": _sleep,
    "burn": _burn,
    "eat": _eat,
    "abort": _abort,
    "exit": _leave,
    "read": _read,
    "write": _write,
    "remove": _remove,
    "shorten": _shorten,
    "rename": _rename,
    "folder": _make_folder,
    "run": _run,
    "kill": _kill,
    "connect": _connect,
    "query": _query,
    "pid": _process,
    "parent": _parent,
}
