"""Locks on files: held by one process at a time, and gone with it, however it ends."""

import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl


class FileLock:
    """A lock that this process holds on a file made for it."""

    def __init__(self, path: Path) -> None:
        """Take it.

        Raises:
            BlockingIOError: another process, or another part of this one, holds it.
            OSError: there can be no such file.
        """
        self._path = path
        while True:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if sys.platform != "win32":
                    fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # Whoever held it before may have removed it after it was opened here.
                if os.fstat(self._file).st_ino == path.stat().st_ino:
                    return
            except FileNotFoundError:
                pass
            except BaseException:
                os.close(self._file)
                raise
            os.close(self._file)

    def release(self) -> None:
        """Give it back, and remove its file."""
        self._path.unlink(missing_ok=True)
        os.close(self._file)
