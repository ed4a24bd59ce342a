"""Elements of XML, one a line, as the writers of networks need them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

# Characters that XML cannot carry, not even escaped (https://www.w3.org/TR/xml/#charsets).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT = "\ufffd"
# A reader would take it for a line feed (https://www.w3.org/TR/xml/#sec-line-ends).
_LINE_END = {"\r": "&#13;"}


class Elements:
    """Writes a document element by element."""

    def __init__(self, stream: BinaryIO) -> None:
        """Begin a document in UTF-8."""
        self._stream = stream
        self._depth = 0
        self._line('<?xml version="1.0" encoding="UTF-8"?>')

    @contextmanager
    def inside(self, name: str, /, **attributes: str) -> Iterator[None]:
        """An element, around the elements that are written in the meantime."""
        self._line(f"<{name}{_written(attributes)}>")
        self._depth += 1
        yield
        self._depth -= 1
        self._line(f"</{name}>")

    def leaf(self, name: str, text: str = "", /, **attributes: str) -> None:
        """An element without others in it."""
        end = f">{escape(_carried(text), _LINE_END)}</{name}>" if text else "/>"
        self._line(f"<{name}{_written(attributes)}{end}")

    def _line(self, text: str) -> None:
        self._stream.write(f"{'  ' * self._depth}{text}\n".encode())


def plain(value: str | int | bool) -> str:
    """A value as both formats write it (https://www.w3.org/TR/xmlschema11-2/#boolean)."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _written(attributes: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(_carried(value))}" for name, value in attributes.items())


def _carried(text: str) -> str:
    return _FORBIDDEN.sub(_REPLACEMENT, text)
