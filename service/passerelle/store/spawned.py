"""What `store.spawning` runs: a process that tells of what is to be served, or a worker, by a channel it connects.

Run as `python -m passerelle.store.spawned MODE FUNCTION ARGUMENT`, with a port of this machine and a word on standard
input, which then stays open for as long as somebody waits for the worker.
"""

import os
import socket
import sys
import threading
from importlib import import_module
from typing import Any

from passerelle.store.failures import StoreError
from passerelle.store.frames import FrameKind, frame, pack_failure
from passerelle.store.template import do_work


def main() -> None:
    """Connect, then prepare or work."""
    mode, function, argument = sys.argv[1:]
    port, word = sys.stdin.buffer.readline().split()
    channel = socket.create_connection(("127.0.0.1", int(port)))
    channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    channel.sendall(word)
    module, _, name = function.partition(":")
    given: Any = getattr(import_module(module), name)
    try:
        result = given(argument)
    except StoreError as error:
        channel.sendall(frame(FrameKind.FAILURE, pack_failure(error)))
        return
    if mode == "prepare":
        _, said = result
        channel.sendall(frame(FrameKind.HEADER, said))
        return
    threading.Thread(target=_end_with_parent, daemon=True).start()
    do_work(channel, result)


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
