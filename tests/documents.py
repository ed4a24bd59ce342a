"""Documents whose blocks are run: what they show must be what comes out.

`python tests/documents.py FILE…` puts what comes out now into the files.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_PYTHON = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n.*?^```\n)?", re.DOTALL | re.MULTILINE)


def blocks(text: str, language: str) -> list[str]:
    """The contents of the fenced blocks in a language."""
    return [content for name, content in _BLOCK.findall(text) if name == language]


def consoles(text: str, *commands: str) -> Iterator[tuple[str, str]]:
    """What is typed after `$ passerelle` where the answer to one of these commands is shown, and that answer."""
    for content in blocks(text, "console"):
        typed, _, answer = content.partition("\n")
        if typed.startswith(tuple(f"$ passerelle {command} " for command in commands)) and answer:
            yield typed.removeprefix("$ passerelle "), answer


def refreshed(text: str) -> str:
    """A document with each of its Python blocks run, in order, and followed by what it prints."""
    names: dict[str, Any] = {}

    def run(match: re.Match[str]) -> str:
        printed = StringIO()
        with redirect_stdout(printed):
            exec(match[1], names)  # noqa: S102 - a document of ours
        shown = "".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines())
        return f"```python\n{match[1]}```\n" + (f"\n```text\n{shown}```\n" if shown else "")

    return _PYTHON.sub(run, text)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_text(refreshed(Path(name).read_text(encoding="utf-8")), encoding="utf-8")
