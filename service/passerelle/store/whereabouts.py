"""Finds the file and line that describe a thing, so that a person can go there and repair it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from passerelle.namespaces import BASE, prefix_of, shorten


@dataclass(frozen=True)
class Place:
    """A file and a line in it, counted from 1."""

    file: Path
    line: int


class Whereabouts:
    """Looks things up in the text of files: in full, relative to our base, or by the prefix of their namespace."""

    def __init__(self, files: Iterable[Path]) -> None:
        """Read the files once."""
        self._lines = [(file, file.read_text(encoding="utf-8", errors="replace").splitlines()) for file in files]

    def find(self, iri: str) -> Place | None:
        """The first line that begins with the thing, else the first that mentions it, else None."""
        forms = [f"<{iri}>", f"<{iri.removeprefix(BASE)}>"]
        if prefix_of(iri):
            forms.append(shorten(iri))
        name = "|".join(re.escape(form) for form in forms)
        if "#" in iri:
            # Passages are written with whatever prefix a file gives its work: `passage:context-04`.
            name += rf"|\w+:{re.escape(iri.rpartition('#')[2])}(?![\w-])"
        for pattern in (re.compile(rf"\s*(?:{name})"), re.compile(rf".*(?:{name})")):
            for file, lines in self._lines:
                for number, line in enumerate(lines, start=1):
                    if pattern.match(line):
                        return Place(file, number)
        return None
