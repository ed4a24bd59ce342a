"""Content codings that a worker can write its answers in (https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1)."""

import zlib
from enum import StrEnum
from typing import Protocol

import zstandard

# Below this many bytes, compression is not worth its while.
SMALL = 1024


class Coding(StrEnum):
    """The codings, by their registered names."""

    IDENTITY = "identity"
    GZIP = "gzip"
    ZSTD = "zstd"


class Compressor(Protocol):
    """Takes bytes and gives compressed ones, some of them later."""

    def compress(self, content: bytes, /) -> bytes:
        """What can be given so far."""
        ...

    def push(self) -> bytes:
        """What is needed for all that has been taken to be read."""
        ...

    def end(self) -> bytes:
        """What is left."""
        ...


def compressor(coding: Coding, *, small: bool = False) -> Compressor:
    """A new compressor; fast, as answers are made while somebody waits, unless the result is to be small."""
    match coding:
        case Coding.GZIP:
            return _Gzip(6 if small else 5)
        case Coding.ZSTD:
            return _Zstd(9 if small else 3)
        case Coding.IDENTITY:
            return _Identity()


class _Identity:
    def compress(self, content: bytes) -> bytes:
        return content

    def push(self) -> bytes:
        return b""

    end = push


class _Gzip:
    def __init__(self, level: int) -> None:
        # 16 more than the window's size asks zlib for the frame of gzip.
        self._deflate = zlib.compressobj(level=level, wbits=16 + zlib.MAX_WBITS)

    def compress(self, content: bytes) -> bytes:
        return self._deflate.compress(content)

    def push(self) -> bytes:
        return self._deflate.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        return self._deflate.flush(zlib.Z_FINISH)


class _Zstd:
    def __init__(self, level: int) -> None:
        self._object = zstandard.ZstdCompressor(level=level).compressobj()

    def compress(self, content: bytes) -> bytes:
        return self._object.compress(content)

    def push(self) -> bytes:
        return self._object.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)

    def end(self) -> bytes:
        return self._object.flush(zstandard.COMPRESSOBJ_FLUSH_FINISH)
