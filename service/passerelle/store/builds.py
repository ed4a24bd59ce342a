"""The folder that `passerelle build` writes and `passerelle serve --store` serves.

    builds/{time}-{version}/manifest.json   what the build holds
                            store/          the RocksDB store
                            graph/          the files it was made from
                            dumps/          the files it is downloaded as
    current-build                           the name of the build to serve

A build is put in place whole, and becomes the current one when a file of one line is replaced, which every file system
does at once: whoever looks finds the old build or the new one, and never a part of either.
"""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from passerelle.store.failures import GraphError
from passerelle.store.manifest import MANIFEST, read_manifest
from passerelle.store.request import DatasetSummary, DefaultGraphKind

BUILDS, STORE, GRAPH, DUMPS = "builds", "store", "graph", "dumps"
_CURRENT = "current-build"
# Builds that are kept: the current one, and the one before, which may still be served.
_KEPT = 2


@dataclass(frozen=True)
class StoredData:
    """A store on disk: the folder of RocksDB, its version, its default graph, and what is known only of a build.

    That is how much it holds, the folders of the files that it was made from and of those it is downloaded as, and the
    version of the build before it, where that is kept and is another.
    """

    store: Path
    version: str
    default_graph: DefaultGraphKind
    summary: DatasetSummary | None = None
    graph: Path | None = None
    dumps: Path | None = None
    previous: str = ""


def find_stored(folder: Path) -> StoredData:
    """What is to be served of a folder: the current build, a build, or a RocksDB store that another program wrote.

    Raises:
        GraphError: there is nothing that can be served; the message says what is missing.
    """
    if not folder.is_dir():
        raise GraphError(f"There is no folder {folder}.", f"Make it with `passerelle build --output {folder}`.")
    if is_rocksdb(folder):
        return StoredData(folder, _rocksdb_version(folder), DefaultGraphKind.OWN)
    build = folder if (folder / MANIFEST).is_file() else _current(folder)
    manifest = read_manifest(build)
    graph, dumps = build / GRAPH, build / DUMPS
    return StoredData(
        build / STORE,
        manifest.summary.version,
        manifest.default_graph,
        manifest.summary,
        graph if graph.is_dir() else None,
        dumps if dumps.is_dir() else None,
        _version_before(build, manifest.summary.version),
    )


def identity(folder: Path) -> tuple[int, ...]:
    """What tells one build or store in a folder from the next, at the cost of a look; empty where there is none."""
    for name in (_CURRENT, MANIFEST, "CURRENT"):
        with suppress(OSError):
            seen = (folder / name).stat()
            return seen.st_dev, seen.st_ino, seen.st_mtime_ns, seen.st_size
    return ()


def is_rocksdb(folder: Path) -> bool:
    """Whether RocksDB has written that folder."""
    try:
        return (folder / "CURRENT").read_bytes().startswith(b"MANIFEST-")
    except OSError:
        return False


def install(build: Path, output: Path, name: str) -> None:
    """Put a finished build in place, make it the current one, and remove those before the last one."""
    place = output / BUILDS / name
    place.parent.mkdir(exist_ok=True)
    build.rename(place)
    pointer = output / f".{_CURRENT}-{os.getpid()}"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(output / _CURRENT)
    # Their names begin with the time.
    for old in sorted(path for path in place.parent.iterdir() if path.is_dir())[:-_KEPT]:
        # What another system does not let go while it is open is removed the next time.
        shutil.rmtree(old, ignore_errors=True)


def _current(folder: Path) -> Path:
    again = f"Run `passerelle build --output {folder}`."
    try:
        name = (folder / _CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise GraphError(f"{folder} holds neither a build nor a RocksDB store.", again) from None
    except (OSError, UnicodeDecodeError):
        raise GraphError(f"{folder / _CURRENT} cannot be read.", again) from None
    if not name or Path(name).name != name or not (folder / BUILDS / name).is_dir():
        raise GraphError(f"{folder / _CURRENT} names a build that is not there: {name!r}.", again)
    return folder / BUILDS / name


def _version_before(build: Path, version: str) -> str:
    """The version that was built before, as the names of builds tell it."""
    older = sorted((path.name for path in build.parent.iterdir() if path.name < build.name), reverse=True)
    versions = (name.rpartition("-")[2] for name in older)
    return next((found for found in versions if found != version), "") if build.parent.name == BUILDS else ""


def _rocksdb_version(folder: Path) -> str:
    """A hash of what says which data files there are, and of what was written and is not in them yet."""
    digest = sha256()
    names = [(folder / "CURRENT").read_text(encoding="utf-8").strip()]
    names += sorted(path.name for path in folder.glob("*.log"))
    for name in names:
        try:
            digest.update(f"{name}\0".encode() + sha256((folder / name).read_bytes()).digest())
        except OSError as error:
            raise GraphError(f"{folder / name} cannot be read: {error.strerror}.", "Correct its rights.") from None
    return digest.hexdigest()[:12]
