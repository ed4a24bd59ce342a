"""The bytes that pass between a process, its template and its workers."""

import json
import socket
import struct
from typing import Any

from passerelle.store.failures import GraphError, StoreError

# How a child ended, as waitpid tells it.
STATUS = struct.Struct("!i")
# The exit codes of a worker that ends by itself without an answer.
FAILED = 1
TOO_HEAVY = 3
_LENGTH = struct.Struct("!I")
_JOB = struct.Struct("!dIQI")


def pack_job(limits: tuple[float, int, int], job: bytes) -> bytes:
    """Limits and length, then the job."""
    return _JOB.pack(*limits, len(job)) + job


def read_job(channel: socket.socket) -> tuple[tuple[float, int, int], bytes]:
    """The limits and the job of `pack_job`."""
    seconds, processor_seconds, memory, length = _JOB.unpack(read_exactly(channel, _JOB.size))
    return (seconds, processor_seconds, memory), read_exactly(channel, length)


def pack_failure(error: StoreError | None) -> bytes:
    """What kept a template from being prepared, or that nothing did."""
    content = json.dumps(None if error is None else [error.message, error.remedy]).encode()
    return _LENGTH.pack(len(content)) + content


def read_failure(channel: socket.socket) -> StoreError | None:
    """The failure of `pack_failure`.

    Raises:
        EOFError: the other side is gone.
    """
    (length,) = _LENGTH.unpack(read_exactly(channel, _LENGTH.size))
    content: Any = json.loads(read_exactly(channel, length))
    return None if content is None else GraphError(*content)


def read_exactly(channel: socket.socket, length: int) -> bytes:
    """So many bytes.

    Raises:
        EOFError: the other side is gone before it has sent them.
    """
    content = bytearray()
    while len(content) < length:
        chunk = channel.recv(min(length - len(content), 1 << 20))
        if not chunk:
            raise EOFError
        content += chunk
    return bytes(content)
