"""What is known of the files once they are made: a list beside them, and their checksums as `sha256sum` reads them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

LIST, CHECKSUMS = "files.json", "SHA256SUMS"


@dataclass(frozen=True)
class DumpFile:
    """A file: its name, the media type and the coding of its content, its size and its SHA-256 digest.

    The rest is as `Product` has it.
    """

    name: str
    media_type: str
    coding: str
    size: int
    sha256: str
    group: str
    purpose: str
    of_class: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    rows: int | None = None


@dataclass(frozen=True)
class Listing:
    """The files of a version of the data set, and why others could not be made, by their names."""

    version: str
    files: tuple[DumpFile, ...]
    left_out: Mapping[str, str]

    def find(self, name: str) -> DumpFile | None:
        """The file of that name."""
        return next((file for file in self.files if file.name == name), None)

    def document(self) -> bytes:
        """The list in JSON."""
        document = {"version": self.version, "files": [asdict(f) for f in self.files], "left_out": dict(self.left_out)}
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()

    def write(self, folder: Path) -> None:
        """Write it beside the files."""
        (folder / LIST).write_bytes(self.document())


def read_listing(folder: Path) -> Listing | None:
    """The list in a folder; None where there is none that this program has written."""
    try:
        document: dict[str, Any] = json.loads((folder / LIST).read_bytes())
        files = tuple(DumpFile(**file) for file in document["files"])
        return Listing(document["version"], files, document["left_out"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def checksums(files: list[DumpFile]) -> bytes:
    """The checksums as `sha256sum --check` reads them."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in files).encode()
