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

# To fork a worker (whose end of a channel comes along), or to kill one by its number.
ORDER = struct.Struct("!BI")
FORK, KILL = 1, 2
# How a worker ended, as waitpid tells it; and the exit codes of one that ends by itself and without an answer.
STATUS = struct.Struct("!i")
FAILED, TOO_HEAVY = 1, 3


def explain(rest: bytes) -> WorkError:
    """Why a worker ended before its answer did, by the last bytes on its channel."""
    try:
        (status,) = STATUS.unpack(rest[-STATUS.size :])
        code = os.waitstatus_to_exitcode(status)
    except (struct.error, ValueError):
        return WorkError("The worker is gone.", "Try again.")
    kind, message, remedy = _REASONS.get(code, _FAILED)
    return kind(message, remedy)


_FAILED = (WorkError, "The worker failed.", "This is an error of ours.")
_TOO_LONG = (WorkTimeoutError, "The work took too long.", "Try again, or with less.")
_TOO_MUCH_TIME = (WorkTooHeavyError, "The work needs more processor time than it is given.", "Try it in parts.")
_TOO_MUCH_MEMORY = (WorkTooHeavyError, "The work needs more memory than it is given.", "Try it in parts.")
_KILLED = (WorkKilledError, *_TOO_MUCH_MEMORY[1:])
_REASONS: dict[int, tuple[type[WorkError], str, str]] = {
    -signal.SIGALRM: _TOO_LONG,
    -signal.SIGXCPU: _TOO_MUCH_TIME,
    -signal.SIGKILL: _KILLED,
    **dict.fromkeys((-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, TOO_HEAVY), _TOO_MUCH_MEMORY),
}
