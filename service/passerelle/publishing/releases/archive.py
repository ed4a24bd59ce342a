"""The releases that a graph keeps in `ontology/releases/`, and their files."""

import json
import re
from dataclasses import dataclass
from functools import total_ordering
from hashlib import sha256
from pathlib import Path
from typing import Any

from passerelle.namespaces import PSL

FOLDER = "ontology/releases"
ONTOLOGY, SHAPES, CONTEXT, CHANGES = "ontology.ttl", "shapes.ttl", "context.jsonld", "changes.json"
CHECKSUMS = "SHA256SUMS"
_FORM = re.compile(r"(0|[1-9][0-9]*)[.](0|[1-9][0-9]*)[.](0|[1-9][0-9]*)", re.ASCII)


@total_ordering
@dataclass(frozen=True)
class Version:
    """A version of three numbers (https://semver.org/spec/v2.0.0.html#spec-item-2)."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def __lt__(self, other: "Version") -> bool:
        return (self.major, self.minor, self.patch) < (other.major, other.minor, other.patch)

    @property
    def iri(self) -> str:
        """What `owl:versionIRI` says of it."""
        return f"{PSL}{self}"


def read_version(text: str) -> Version | None:
    """The version that a text is, None if it is none.

    Examples:
        >>> str(read_version("0.10.0")), read_version("0.01.0")
        ('0.10.0', None)
    """
    found = _FORM.fullmatch(text)
    return Version(*map(int, found.groups())) if found else None


@dataclass(frozen=True)
class Release:
    """A release: its version and its folder."""

    version: Version
    folder: Path

    def checksums(self) -> dict[str, str]:
        """The files of the release in their order, each with its SHA-256 as the release has it written down."""
        lines = (self.folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
        pairs = (line.split("  ", 1) for line in lines)
        return {name: digest for digest, name in pairs}

    def read(self, name: str) -> bytes:
        """The bytes of one of its files."""
        return (self.folder / name).read_bytes()

    def changes(self) -> dict[str, Any]:
        """The change report, as `report.document` wrote it."""
        found: dict[str, Any] = json.loads(self.read(CHANGES))
        return found

    def size(self, name: str) -> int:
        """How many bytes a file has."""
        return (self.folder / name).stat().st_size


def releases(graph: Path) -> list[Release]:
    """The releases of a graph, the oldest first; what is no version has no place there and is passed over."""
    folder = graph / FOLDER
    found = [
        Release(version, path)
        for path in (folder.iterdir() if folder.is_dir() else ())
        if (version := read_version(path.name)) and (path / CHECKSUMS).is_file()
    ]
    return sorted(found, key=lambda release: release.version)


def write_checksums(folder: Path, names: list[str]) -> None:
    """Write down the SHA-256 of files, as `sha256sum --check` reads it."""
    lines = [f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")
