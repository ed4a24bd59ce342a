"""The bytes that pass between a process, its template and its workers.

What a worker sends is a sequence of frames: a kind, a length, so many bytes. An answer is whole when a frame says that
it ends, and only then. When a worker has ended, its template adds its status, by which a failure can be explained.
"""

import json
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any

from passerelle.store import failures
from passerelle.store.failures import Position, StoreError

_HEAD = struct.Struct("!BI")


class FrameKind(IntEnum):
    """What a frame holds: a job, something about its answer, a part of that, its end, or why there is none."""

    JOB = 1
    HEADER = 2
    PART = 3
    END = 4
    FAILURE = 5
    TRACE = 6


@dataclass(frozen=True)
class Frame:
    """A frame as it has been received."""

    kind: FrameKind
    content: bytes


class FrameReader:
    """Takes bytes as they come and gives the frames that are whole."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._held = bytearray()

    def feed(self, received: bytes) -> Iterator[Frame]:
        """The frames that these bytes complete."""
        self._held += received
        while len(self._held) >= _HEAD.size:
            kind, length = _HEAD.unpack_from(self._held)
            end = _HEAD.size + length
            if len(self._held) < end or kind not in set(FrameKind):
                return
            content = bytes(memoryview(self._held)[_HEAD.size : end])
            del self._held[:end]
            yield Frame(FrameKind(kind), content)

    @property
    def rest(self) -> bytes:
        """What has been received and is no frame: at the end, the status that the template added."""
        return bytes(self._held)


def frame(kind: FrameKind, content: bytes = b"") -> bytes:
    """A frame as it is sent."""
    return _HEAD.pack(kind, len(content)) + content


def pack_failure(error: StoreError) -> bytes:
    """A failure as the content of a frame."""
    arguments = [asdict(each) if isinstance(each, Position) else each for each in error.args]
    return json.dumps([type(error).__name__, arguments]).encode()


def unpack_failure(content: bytes) -> StoreError:
    """The failure of `pack_failure`, of the same kind."""
    name, arguments = json.loads(content)
    kind: type[StoreError] = getattr(failures, name)
    return kind(*(_argument(each) for each in arguments))


def _argument(plain: Any) -> Any:
    return Position(**plain) if isinstance(plain, dict) else plain
