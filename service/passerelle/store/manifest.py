"""What a build says of itself, in a file beside its store: its version, how much it holds, which files it has."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from passerelle.store.failures import GraphError
from passerelle.store.request import DatasetSummary, DefaultGraphKind

MANIFEST = "manifest.json"
# To be raised when a program can no longer serve what an older one has built, or the other way round.
_FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """A build: how much it holds, what its default graph is, when and by what it was made, the sizes of its files."""

    summary: DatasetSummary
    default_graph: DefaultGraphKind
    made: str
    program: str
    files: dict[str, int]

    def write(self, folder: Path) -> None:
        """Write it into the folder of the build."""
        document = {"format": _FORMAT, **asdict(self)}
        (folder / MANIFEST).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a build, whose files are all there.

    Raises:
        GraphError: there is none, it cannot be read, or a file is missing or of another size.
    """
    again = "Build it again with `passerelle build`, or copy it again."
    try:
        document: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        if document.pop("format") != _FORMAT:
            raise GraphError(f"{folder} was built by another version of passerelle.", "Build it again with this one.")
        summary = DatasetSummary(**document.pop("summary"))
        manifest = Manifest(summary, DefaultGraphKind(document.pop("default_graph")), **document)
    except OSError as error:
        raise GraphError(f"{folder} is no build: {MANIFEST}: {error.strerror}.", again) from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise GraphError(f"{folder / MANIFEST} is damaged.", again) from None
    for name, size in manifest.files.items():
        found = folder / name
        if not found.is_file():
            raise GraphError(f"The build {folder} has no file {name}.", again)
        if found.stat().st_size != size:
            raise GraphError(f"{found} has {found.stat().st_size} bytes, and {size} were built.", again)
    return manifest


def file_sizes(folder: Path) -> dict[str, int]:
    """The sizes of all files below a folder, by their paths in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
