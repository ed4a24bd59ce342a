"""Has a child process do something once, so that whatever it leaves behind, threads and locks, is gone with it."""

import os
import signal
from collections.abc import Callable
from traceback import format_exc
from typing import NoReturn

from passerelle.store.failures import StoreError, WorkError
from passerelle.store.frames import FrameKind, FrameReader, frame, pack_failure, unpack_failure


class ChildKilledError(Exception):
    """Somebody killed the child: the kernel of a machine without memory, as a rule; what it did was not to blame."""


def in_child(function: Callable[[], bytes]) -> bytes:
    """What a function gives in a child of this process, which must have one thread.

    A system that cannot fork has a process for nothing but this (`store.spawned`), and it is called there.

    Raises:
        StoreError: as the function tells it.
        WorkError: the child ended without an answer, or failed otherwise; the last line says of what.
        ChildKilledError: it was killed.
    """
    if not hasattr(os, "fork"):
        return function()
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        _do(function, write)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        received = pipe.read()
    _, status = os.waitpid(child, 0)
    for found in FrameReader().feed(received):
        if found.kind is FrameKind.FAILURE:
            raise unpack_failure(found.content)
        if found.kind is FrameKind.PART:
            return found.content
        raise WorkError(found.content.decode("utf-8", "replace"))
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGKILL:
        raise ChildKilledError
    raise WorkError(f"a process that opened it ended without an answer ({code})")


def _do(function: Callable[[], bytes], write: int) -> NoReturn:
    try:
        answer = frame(FrameKind.PART, function())
    except StoreError as error:
        answer = frame(FrameKind.FAILURE, pack_failure(error))
    except BaseException:
        answer = frame(FrameKind.TRACE, format_exc().encode())
    while answer:
        answer = answer[os.write(write, answer) :]
    os._exit(0)
