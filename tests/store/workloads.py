"""Work for forked processes: what a worker may do, and what it must not get away with."""

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

from passerelle.store.failures import GraphError
from passerelle.store.jobs import one_job


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


def _connect(detail: str) -> bytes:
    socket.create_connection(("127.0.0.1", int(detail))).close()
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
    "connect": _connect,
    "pid": _process,
    "parent": _parent,
}
