"""The bytes that pass between a process, its template and its workers.

What a worker sends is a sequence of frames: a kind, a length, so many bytes. An answer is whole when one frame holds
all of it, or when a frame says that it ends, and only then. When a worker has ended, its template adds its status, by
which a failure can be explained.
"""

import json
import struct
from dataclasses import asdict
from enum import IntEnum
from typing import Any, NamedTuple

from passerelle.store import failures
from passerelle.store.failures import Position, StoreError

_HEAD = struct.Struct("!BI")
_SECONDS = struct.Struct("!d")


class FrameKind(IntEnum):
    """What a frame holds: a job; something about its answer, a part of that, its end; all of it; why there is none."""

    JOB = 1
    HEADER = 2
    PART = 3
    END = 4
    FAILURE = 5
    TRACE = 6
    WHOLE = 7


# A table, as making a member of an enumeration of a number takes longer than all the rest.
_KINDS: dict[int, FrameKind] = {kind.value: kind for kind in FrameKind}


class Frame(NamedTuple):
    """A frame as it has been received."""

    kind: FrameKind
    content: bytes


class FrameReader:
    """Takes bytes as they come and gives the frames that are whole."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._held = bytearray()

    def feed(self, received: bytes) -> list[Frame]:
        """The frames that these bytes complete."""
        # As a rule whole frames come at once, and nothing needs to be held.
        held = received
        if self._held:
            self._held += received
            held = bytes(self._held) if self._is_whole() else b""
        found: list[Frame] = []
        start = 0
        while len(held) - start >= _HEAD.size:
            number, length = _HEAD.unpack_from(held, start)
            kind, end = _KINDS.get(number), start + _HEAD.size + length
            if kind is None or len(held) < end:
                break
            found.append(Frame(kind, held[start + _HEAD.size : end]))
            start = end
        if not self._held:
            self._held += held[start:]
        elif start:
            del self._held[:start]
        return found

    def _is_whole(self) -> bool:
        """Whether what is held begins with a whole frame."""
        if len(self._held) < _HEAD.size:
            return False
        _, length = _HEAD.unpack_from(self._held)
        return len(self._held) >= _HEAD.size + int(length)

    @property
    def rest(self) -> bytes:
        """What has been received and is no frame: at the end, the status that the template added."""
        return bytes(self._held)


def frame(kind: FrameKind, content: bytes = b"") -> bytes:
    """A frame as it is sent."""
    return _HEAD.pack(kind, len(content)) + content


def pack_job(seconds: float, order: bytes) -> bytes:
    """An order as it is sent, with the seconds that it may take."""
    return frame(FrameKind.JOB, _SECONDS.pack(seconds) + order)


def unpack_job(content: bytes) -> tuple[float, bytes]:
    """The seconds and the order of `pack_job`."""
    (seconds,) = _SECONDS.unpack_from(content)
    return seconds, content[_SECONDS.size :]


def pack_whole(header: bytes, state: bytes, content: bytes) -> bytes:
    """A whole answer as it is sent: what its header, its parts and its end would hold."""
    return frame(FrameKind.WHOLE, b"\n".join((header, state, content)))


def unpack_whole(content: bytes) -> tuple[bytes, bytes, bytes]:
    """The header, the state and the content of `pack_whole`."""
    header, state, whole = content.split(b"\n", 2)
    return header, state, whole


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
