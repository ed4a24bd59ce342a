"""Puts files into one archive, the same bytes for the same files."""

from collections.abc import Iterable
from pathlib import Path
from shutil import copyfileobj
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The first that the format knows: archives do not tell when they were made.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


def write_archive(files: Iterable[Path], output: IO[bytes]) -> None:
    """Write a ZIP archive of files, by their names, in their order."""
    with ZipFile(_Forward(output), "w") as archive:  # type: ignore[call-overload]
        for path in files:
            entry = ZipInfo(path.name, _NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            # As on Unix, on whatever system it is made.
            entry.create_system, entry.external_attr = 3, _READABLE
            with path.open("rb") as content, archive.open(entry, "w", force_zip64=True) as place:
                copyfileobj(content, place)


class _Forward:
    """An output that cannot go back, as `zipfile` wants it."""

    def __init__(self, output: IO[bytes]) -> None:
        self.write = output.write
        self.flush = output.flush
