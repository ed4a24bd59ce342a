"""What a worker process may use, and how it shuts itself in before it touches what came from outside."""

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from passerelle.store.system_calls import forbid_reaching_out

try:
    import resource
except ImportError:  # pragma: no cover - Windows has no such limits
    resource = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Limits:
    """Seconds on the clock, seconds of processor time, and bytes of memory beyond what the template holds."""

    seconds: float
    processor_seconds: int
    memory: int


# Bytes a page has in /proc/self/statm.
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def shut_in(memory: int, *, reads_files: bool = False) -> None:
    """Take from this process, for good, whatever it does not need to compute, as far as this system can.

    No socket can be made and no file written, made or removed; no core is dumped, and memory is given only up to so
    many bytes beyond what is held now. Unless it has to read files later, it can open none: that takes a descriptor,
    and none is left to take, nor for a socket. What of this a system does, `store.isolation` finds out.
    """
    if hasattr(resource, "setrlimit"):
        os.nice(5)
        held = _address_space()
        if held is not None:
            resource.setrlimit(resource.RLIMIT_AS, (held + memory, held + memory))
        for kind in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, *(() if reads_files else (resource.RLIMIT_NOFILE,))):
            resource.setrlimit(kind, (0, 0))
    with suppress(OSError):
        forbid_reaching_out()


def memory_taken() -> int:
    """Bytes of pages that this process was given since it was forked: no more than these can be its own."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt * _PAGE if hasattr(resource, "getrusage") else 0


def end_after(seconds: float) -> None:
    """Have the kernel end this process after so many seconds, whatever it is doing then; 0 takes that back.

    Where the kernel has no such clock, it is whoever waits that ends the process, some seconds later.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def end_after_processor(seconds: int) -> None:
    """Have the kernel end this process when it has computed for so many seconds."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def _address_space() -> int | None:
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * _PAGE
    except OSError:
        return None
