"""Which files make up the graph, and the named graph each of them feeds."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from passerelle.namespaces import GRAPH
from passerelle.store.failures import GraphError
from passerelle.store.location import has_layout

RDF_SUFFIXES = (".ttl", ".trig", ".nt", ".nq")
DATASET_SUFFIXES = (".trig", ".nq")

# A pattern, and its graph below `…/graph/` (`{}` stands for the file's name); None: the file names its graphs itself.
_PLACES: tuple[tuple[str, str | None], ...] = (
    ("ontology/passerelle.ttl", "ontology"),
    ("ontology/reused.ttl", "ontology/reused"),
    ("ontology/modules/*.ttl", "ontology/{}"),
    ("ontology/alignments/*.ttl", "ontology/alignments/{}"),
    ("data/sources.ttl", "sources"),
    ("data/retired.ttl", "retired"),
    ("data/vocabularies/*.ttl", "vocabulary/{}"),
    ("data/queries/*.ttl", "queries/{}"),
    ("data/report/*.trig", None),
    ("data/reference/*.trig", None),
    ("shapes/*.ttl", "shapes/{}"),
)
# Kept beside the graph, and no part of it.
_ELSEWHERE = ("ontology/releases/*", "data/registers/*", "shapes/quality/*")
_RULES = "ontology/rules/*.rq"


@dataclass(frozen=True)
class GraphFile:
    """A file of the graph: where it is, its path for messages, and the IRI of its graph if it has only one."""

    path: Path
    name: str
    graph: str | None


def graph_files(folder: Path) -> list[GraphFile]:
    """The RDF files of the graph, sorted by name.

    In our layout each file has its place, and a file without one is an error. In any other folder every file counts
    and has the graph `…/graph/{path without suffix}`.

    Raises:
        GraphError: a file has no place, or there is no file.
    """
    place = _place if has_layout(folder) else _path_as_graph
    files = [
        GraphFile(path, name, graph)
        for path, name in _walk(folder)
        if path.suffix in RDF_SUFFIXES and not _is_elsewhere(name)
        for graph in (place(name),)
    ]
    if not files:
        raise GraphError(
            f"{folder} holds no RDF file.", f"Put {', '.join(RDF_SUFFIXES)} files there, or name another folder."
        )
    return files


def rule_files(folder: Path) -> list[GraphFile]:
    """The inference rules, one CONSTRUCT each, sorted by name; `graph` is the one that takes the inferred triples."""
    return [
        GraphFile(path, path.relative_to(folder).as_posix(), f"{GRAPH}inferred/{path.stem}")
        for path in sorted(folder.glob(_RULES))
    ]


def data_version(files: list[GraphFile]) -> str:
    """The version of a data set: a hash of the names and contents of its files, whatever their order."""
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        content = hashlib.sha256(file.path.read_bytes()).hexdigest()
        digest.update(f"{file.name}\0{content}\n".encode())
    return digest.hexdigest()[:12]


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    roots = [folder / name for name in ("ontology", "data", "shapes")] if has_layout(folder) else [folder]
    paths = sorted(path for root in roots for path in root.rglob("*") if path.is_file())
    return ((path, path.relative_to(folder).as_posix()) for path in paths)


def _is_elsewhere(name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in _ELSEWHERE)


def _place(name: str) -> str | None:
    path = PurePosixPath(name)
    for pattern, graph in _PLACES:
        if len(path.parts) == len(PurePosixPath(pattern).parts) and path.match(pattern):
            return None if graph is None else GRAPH + graph.format(quote(path.stem))
    patterns = ", ".join(pattern for pattern, _ in _PLACES)
    raise GraphError(f"{name} has no place in the graph.", f"Move it to one of {patterns}.")


def _path_as_graph(name: str) -> str | None:
    path = PurePosixPath(name)
    return None if path.suffix in DATASET_SUFFIXES else GRAPH + quote(path.with_suffix("").as_posix())
