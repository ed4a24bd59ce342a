"""Writes CSV results (https://www.w3.org/TR/sparql11-results-csv-tsv/#csv) from the engine's TSV.

The engine's own CSV leaves IRIs and triple terms unquoted whatever they hold: a comma in one of them moves every value
after it into another column. Its TSV is sound: a row is a line and a tab stands between cells, as both are escaped
inside of them.
"""

import re
from typing import Protocol

_SPECIAL = re.compile(rb'[",\r\n]')
_ESCAPE = re.compile(rb"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {b"t": b"\t", b"n": b"\n", b"r": b"\r", b"b": b"\b", b"f": b"\f"}


class _Output(Protocol):
    def write(self, content: bytes, /) -> int: ...

    def flush(self) -> None: ...


class CsvFromTsv:
    """A file for the engine's TSV, which writes the same rows in CSV."""

    def __init__(self, output: _Output) -> None:
        """Write to that output."""
        self._output = output
        self._held = b""
        self._is_header = True

    def write(self, content: bytes) -> int:
        """Take bytes of TSV, and write the rows that they complete."""
        *lines, self._held = (self._held + content).split(b"\n")
        if lines:
            self._output.write(b"".join(map(self._row, lines)))
        return len(content)

    def flush(self) -> None:
        """Do nothing: a row that is not complete cannot be written."""

    def _row(self, line: bytes) -> bytes:
        if self._is_header:
            self._is_header = False
            return line.replace(b"?", b"").replace(b"\t", b",") + b"\r\n"
        return b",".join(map(_cell, line.split(b"\t"))) + b"\r\n"


def _cell(cell: bytes) -> bytes:
    """A term of TSV as a cell of CSV, which keeps its text alone; a triple term stays as TSV has it."""
    if cell.startswith(b'"'):
        text = cell[1 : cell.rindex(b'"')]
        if b"\\" in text:
            text = _ESCAPE.sub(_unescaped, text)
    elif cell.startswith(b"<") and not cell.startswith(b"<<"):
        text = cell[1:-1]
    else:
        text = cell
    return b'"' + text.replace(b'"', b'""') + b'"' if _SPECIAL.search(text) else text


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1] or found[2]
    return chr(int(code, 16)).encode() if code else _ESCAPED.get(found[3], found[3])
