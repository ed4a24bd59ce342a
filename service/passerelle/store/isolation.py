"""Finds out what a system keeps a worker from: not what it should do, but what it does when it is tried."""

import json
import mmap
import os
import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass

from passerelle.store.children import in_child

# Memory beyond the ceiling that a worker must not be given.
_BEYOND = 64 * 1024**2


@dataclass(frozen=True)
class Isolation:
    """Whether workers are kept from the network, from changing files, and from more memory than they may take."""

    network: bool
    files: bool
    memory: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """What a worker could do here, in words."""
        dangers = {
            "reach the network": self.network,
            "change files": self.files,
            "take memory without a ceiling": self.memory,
        }
        return tuple(danger for danger, is_prevented in dangers.items() if not is_prevented)


def measure(shut_in: Callable[[], None], memory: int) -> Isolation:
    """What a process is kept from that has shut itself in by this function, tried in a child of this one.

    Args:
        shut_in: as a worker calls it before its first query.
        memory: the ceiling in bytes that the function sets.
    """

    def attempt() -> bytes:
        shut_in()
        return json.dumps(asdict(_tried(memory))).encode()

    return Isolation(**json.loads(in_child(attempt)))


def _tried(memory: int) -> Isolation:
    return Isolation(
        network=_is_refused(lambda: socket.socket().close()),
        # Nothing has an empty name: it is not there where the kernel looks for it, and refused where it does not.
        files=_is_refused(lambda: os.close(os.open(os.devnull, os.O_WRONLY))) and _is_refused(lambda: os.unlink("")),  # noqa: PTH108 - a Path is never empty
        memory=_is_refused(lambda: mmap.mmap(-1, memory + _BEYOND).close()),
    )


def _is_refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except FileNotFoundError:
        return False
    except (OSError, MemoryError):
        return True
    return False
