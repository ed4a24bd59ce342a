"""What Python has no name for in the kernel and the C library; where they have it not either, nothing happens."""

import ctypes
import os
import signal
import sys

# https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html
_PR_SET_PDEATHSIG = 1
_LIBRARY = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with(parent: int) -> None:
    """Have the kernel end this process as soon as its parent, of that number, has ended; at once if it has already."""
    if _LIBRARY is not None:
        _LIBRARY.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)


def give_back_memory() -> None:
    """Give the system back what the allocator keeps of memory that has been freed.

    See https://man7.org/linux/man-pages/man3/malloc_trim.3.html.
    """
    if _LIBRARY is not None and hasattr(_LIBRARY, "malloc_trim"):
        _LIBRARY.malloc_trim(0)
