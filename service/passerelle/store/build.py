"""Makes a build: loads the files of a graph, checks them, and writes a store that can be served from disk.

Everything is written into a folder that nobody looks at, and put in place when it is whole (`store.builds`); so a build
that fails never touches what is served.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import Quad, Store

from passerelle import __version__
from passerelle.store.builds import BUILDS, DUMPS, GRAPH, STORE, install, is_rocksdb
from passerelle.store.dataset import LoadedDataset, load, summarise
from passerelle.store.engine import Engine
from passerelle.store.failures import GraphError
from passerelle.store.file_lock import FileLock
from passerelle.store.findings import Findings
from passerelle.store.location import LAYOUT, default_graph_of, graph_folder
from passerelle.store.manifest import Manifest, file_sizes
from passerelle.store.request import DatasetSummary

# Told what is being done, how far it is, and of how much; 0 of 0 where that is not known.
Progress = Callable[[str, int, int], object]
# Writes the files that a data set is downloaded as into a folder.
Publish = Callable[[Engine, Path, Progress], object]
_UNFINISHED = ".unfinished-"
# Quads between two reports of progress.
_STEP = 10_000


@dataclass(frozen=True)
class Build:
    """What has been built: its folder and what it holds, or, without a folder, what has to be repaired first.

    `findings` is None where the graph has no shapes, and nothing was checked.
    """

    summary: DatasetSummary
    folder: Path | None
    findings: Findings | None


def build(chosen: Path | None, output: Path, progress: Progress, publish: Publish | None = None) -> Build:
    """Build a graph, and make it the current build of a folder.

    Args:
        chosen: a folder of RDF files; without it, the graph of this installation.
        output: the folder of builds, which is made if it is missing.
        progress: told how far it is.
        publish: makes the downloads; without it, the service makes them when they are asked for.

    Raises:
        GraphError: a file is broken, a shape cannot be used, or the folder cannot take a build.
    """
    folder = graph_folder(chosen)
    if is_rocksdb(output):
        raise GraphError(f"{output} is a RocksDB store.", "Name another folder with --output.")
    if any(output.resolve().is_relative_to(folder / name) for name in LAYOUT):
        raise GraphError(f"{output} is a part of the graph in {folder}.", "Name another folder with --output.")
    loaded = load(folder, lambda done, total: progress("Loading", done, total))
    findings = _checked(loaded, progress)
    summary = summarise(loaded)
    if findings and not findings.conforms:
        return Build(summary, None, findings)
    made = datetime.now(UTC)
    name = f"{made:%Y%m%dT%H%M%S}.{made.microsecond // 1000:03}Z-{summary.version}"
    try:
        with _unfinished(output) as place:
            _write(loaded.store, place / STORE, progress)
            _copy_graph(folder, place / GRAPH)
            if publish:
                (place / DUMPS).mkdir()
                publish(Engine.over(loaded, summary), place / DUMPS, progress)
            manifest = Manifest(
                summary, default_graph_of(folder), made.isoformat(timespec="seconds"), __version__, file_sizes(place)
            )
            manifest.write(place)
            install(place, output, name)
    except OSError as error:
        raise GraphError(
            f"The build cannot be written to {output}: {error.strerror or error}.",
            "Make room there, correct its rights, or name another folder with --output.",
        ) from None
    return Build(summary, output / BUILDS / name, findings)


def _checked(loaded: LoadedDataset, progress: Progress) -> Findings | None:
    if not any((loaded.folder / "shapes").glob("*.ttl")):
        return None
    from passerelle.store.validation import Checker  # noqa: PLC0415 - slow to import, and not needed without shapes

    progress("Checking", 0, 0)
    return Checker(loaded=loaded).check()


def _write(loaded: Store, folder: Path, progress: Progress) -> None:
    store = Store(str(folder))
    store.bulk_extend(_counted(loaded, progress))
    progress("Finishing", 0, 0)
    store.optimize()
    store.flush()


def _counted(loaded: Store, progress: Progress) -> Iterator[Quad]:
    total = len(loaded)
    for number, quad in enumerate(loaded):
        if not number % _STEP:
            progress("Writing", number, total)
        yield quad
    progress("Writing", total, total)


def _copy_graph(folder: Path, place: Path) -> None:
    """Keep what the build was made from, for the checks of files, where it is laid out as ours."""
    for name in LAYOUT:
        if (folder / name).is_dir():
            shutil.copytree(folder / name, place / name)


@contextmanager
def _unfinished(output: Path) -> Iterator[Path]:
    """A folder for what is not whole yet, removed with all that killed builds have left."""
    output.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(output / ".build.lock")
    except BlockingIOError:
        raise GraphError(f"Another build is being written to {output}.", "Wait until it has ended.") from None
    try:
        place = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=output))
        # As any folder, and not for its owner only: the service may run as somebody else.
        place.chmod(0o755)
        yield place
    finally:
        for unfinished in output.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(unfinished, ignore_errors=True)
        lock.release()
