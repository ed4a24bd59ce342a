"""Writes a file in several codings at once, and knows the size and the checksum of each."""

from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import IO, cast

from passerelle.publishing.dumps.listing import DumpFile
from passerelle.publishing.dumps.products import SUFFIXES, Product
from passerelle.store.compression import Coding, compressor


class Packing:
    """Passes what is written to it on to a file in one coding; `end` passes on what is left."""

    def __init__(self, file: IO[bytes], coding: Coding) -> None:
        """Pass it on to there."""
        self.size, self.digest = 0, sha256()
        self._compressor = compressor(coding, small=True)
        self._file = file

    def write(self, content: bytes) -> int:
        """Take bytes."""
        self._put(self._compressor.compress(content))
        return len(content)

    def flush(self) -> None:
        """Nothing has to be read before its end."""

    def end(self) -> None:
        """Pass on what is left."""
        self._put(self._compressor.end())

    def _put(self, packed: bytes) -> None:
        self._file.write(packed)
        self.digest.update(packed)
        self.size += len(packed)


class _Tee:
    """Passes what is written to it on to several files."""

    def __init__(self, files: list[Packing]) -> None:
        self._files = files

    def write(self, content: bytes) -> int:
        for file in self._files:
            file.write(content)
        return len(content)

    def flush(self) -> None:
        """Nothing has to be read before its end."""


def packed(product: Product, folder: Path) -> Iterator[DumpFile]:
    """Make a file in each of its codings; where that fails, nothing of it is left."""
    paths = {coding: folder / (product.name + SUFFIXES[coding]) for coding in product.codings}
    files: dict[Coding, Packing] = {}
    try:
        with ExitStack() as stack:
            for coding, path in paths.items():
                files[coding] = Packing(stack.enter_context(path.open("wb")), coding)
            product.write(cast("IO[bytes]", _Tee(list(files.values()))))
            for file in files.values():
                file.end()
    except BaseException:
        for path in paths.values():
            path.unlink(missing_ok=True)
        raise
    for coding, file in files.items():
        yield DumpFile(
            paths[coding].name,
            product.media_type,
            "" if coding is Coding.IDENTITY else coding,
            file.size,
            file.digest.hexdigest(),
            product.group,
            product.purpose,
            product.of_class,
            product.labels,
            product.rows,
        )
