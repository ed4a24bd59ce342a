"""Sorts more lines than memory holds: parts that fit are sorted in memory, kept in files, and merged."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from pathlib import Path

# Bytes of lines that are sorted in memory; Python takes about as much again for each.
PART = 64 * 1024 * 1024


def sorted_lines(lines: Iterable[bytes], folder: Path, part: int = PART) -> Iterator[bytes]:
    """The lines in the order of their bytes, each once.

    Args:
        lines: lines with their ends.
        folder: where parts are kept until the last line is taken.
        part: the bytes of a part.
    """
    files: list[Path] = []
    held: list[bytes] = []
    size = 0
    try:
        for line in lines:
            held.append(line)
            size += len(line)
            if size >= part:
                files.append(_kept(held, folder / f"part-{len(files)}"))
                held, size = [], 0
        held.sort()
        with ExitStack() as stack:
            yield from _once(merge(*(stack.enter_context(file.open("rb")) for file in files), held))
    finally:
        for file in files:
            file.unlink()


def _kept(lines: list[bytes], file: Path) -> Path:
    lines.sort()
    with file.open("wb") as output:
        output.writelines(lines)
    return file


def _once(lines: Iterable[bytes]) -> Iterator[bytes]:
    before = b""
    for line in lines:
        if line != before:
            yield line
        before = line
