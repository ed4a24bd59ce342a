"""Sends the head of an answer together with what follows it: each message by itself costs as much as a small query."""

import asyncio
from collections.abc import Sequence
from typing import Any

# What is longer is worth a message of its own.
_SHORT = 4096


class GatheringTransport(asyncio.Transport):
    """A transport that keeps a short write back until the next one, or until the event loop has nothing else to do.

    The server's interface lets the head of an answer wait for its body
    (https://asgi.readthedocs.io/en/latest/specs/www.html#response-start-send-event).
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        """Write to that transport."""
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._held = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send bytes, soon."""
        if self._held:
            held, self._held = self._held, b""
            self._transport.writelines([held, data])
        elif len(data) < _SHORT:
            self._held = bytes(data)
            self._loop.call_soon(self._flush)
        else:
            self._transport.write(data)

    def writelines(self, list_of_data: Sequence[bytes | bytearray | memoryview]) -> None:  # type: ignore[override]
        """Send bytes, soon."""
        self.write(b"".join(list_of_data))

    def write_eof(self) -> None:
        """Send what is kept back, and that nothing follows."""
        self._flush()
        self._transport.write_eof()

    def close(self) -> None:
        """Send what is kept back, and close."""
        self._flush()
        self._transport.close()

    def abort(self) -> None:
        """Close at once."""
        self._held = b""
        self._transport.abort()

    def is_closing(self) -> bool:
        """Whether it is closed, or about to be."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """As asyncio has it."""
        return self._transport.get_extra_info(name, default)

    def pause_reading(self) -> None:
        """Read nothing for a while."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Read again."""
        self._transport.resume_reading()

    def _flush(self) -> None:
        held, self._held = self._held, b""
        if held and not self._transport.is_closing():
            self._transport.write(held)
