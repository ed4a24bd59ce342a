"""What a process orders of its template, and what the template tells of a worker that has ended."""

import os
import signal
import struct

from passerelle.store.failures import (
    WorkError,
    WorkKilledError,
    WorkTimeoutError,
    WorkTooHeavyError,
)

# To fork a worker (whose end of a channel comes along), or to kill one; its number is given by whoever has it forked.
ORDER = struct.Struct("!BI")
FORK, KILL = 1, 2
# How a worker ended, as waitpid tells it, after a mark by which it is told from what the worker left unfinished; and
# the exit codes of one that ends by itself and without an answer.
STATUS, MARK = struct.Struct("!4si"), b"\0end"
FAILED, TOO_HEAVY = 1, 3
# What a worker adds to the end of an answer when it has made much memory its own.
WORN = b"worn"


def explain(rest: bytes) -> WorkError | None:
    """Why a worker ended before its answer did, by the last bytes on its channel; None where nothing was told."""
    if rest[-STATUS.size : -STATUS.size + len(MARK)] != MARK:
        return None
    _, status = STATUS.unpack(rest[-STATUS.size :])
    kind, message, remedy = _REASONS.get(os.waitstatus_to_exitcode(status), _FAILED)
    return kind(message, remedy)


_FAILED = (WorkError, "The worker failed.", "This is an error of ours.")
_TOO_LONG = (WorkTimeoutError, "The work took too long.", "Try again, or with less.")
_TOO_MUCH_TIME = (WorkTooHeavyError, "The work needs more processor time than it is given.", "Try it in parts.")
_TOO_MUCH_MEMORY = (WorkTooHeavyError, "The work needs more memory than it is given.", "Try it in parts.")
_KILLED = (WorkKilledError, *_TOO_MUCH_MEMORY[1:])
_REASONS: dict[int, tuple[type[WorkError], str, str]] = {TOO_HEAVY: _TOO_MUCH_MEMORY} | {
    # Some systems have not all of them.
    -getattr(signal, name): reason
    for name, reason in {
        "SIGALRM": _TOO_LONG,
        "SIGXCPU": _TOO_MUCH_TIME,
        "SIGKILL": _KILLED,
        **dict.fromkeys(("SIGABRT", "SIGSEGV", "SIGBUS"), _TOO_MUCH_MEMORY),
    }.items()
    if hasattr(signal, name)
}
