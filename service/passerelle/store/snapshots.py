"""A state of the graph as sorted lines of N-Quads in a file, so that two of any size can be compared."""

import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, cast

import zstandard
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse, serialize

from passerelle.namespaces import GRAPH, INFERRED_GRAPHS, MERGED_GRAPHS, SOURCES_GRAPH
from passerelle.store.blank_nodes import lasting_names
from passerelle.store.builds import find_stored, identity
from passerelle.store.dataset import load
from passerelle.store.failures import GraphError
from passerelle.store.files import graph_files
from passerelle.store.loading import quads as read_file
from passerelle.store.location import graph_folder
from passerelle.store.request import DefaultGraphKind
from passerelle.store.served_copy import ServedCopy
from passerelle.store.sorting import sorted_lines

_FORMATS = {
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".nt": RdfFormat.N_TRIPLES,
    ".ttl": RdfFormat.TURTLE,
    ".rdf": RdfFormat.RDF_XML,
}
_PACKED = (".gz", ".zst")
# Statements that are written at once.
_AT_ONCE = 20_000
_DEFAULT = DefaultGraph()


@dataclass(frozen=True)
class Snapshot:
    """The file of lines, each once, in the order of their bytes; `labels` has what it calls each blank node there."""

    lines: Path
    labels: Mapping[str, str]


def holds_graphs(path: Path) -> bool:
    """Whether what is at a path can say which graph a statement stands in.

    Raises:
        GraphError: it is a file of no known format.
    """
    return path.is_dir() or _format(path).supports_datasets


def take_snapshot(path: Path, folder: Path, *, graphs: bool, inferred: bool) -> Snapshot:
    """Write the statements of a graph to a file.

    Args:
        path: a folder of the graph, a folder that `build` wrote, a RocksDB store, or a dump, be it compressed.
        folder: where the file is put; it must be empty.
        graphs: each statement with its named graph; else those of the default graph, which merges them.
        inferred: with what rules add; the default graph always has it.

    Raises:
        GraphError: there is nothing at the path, or it cannot be read.
    """
    with _opened(path, graphs=graphs, inferred=inferred) as found:
        kept = (quad for quad in found if inferred or not _is_inferred(quad)) if graphs else _merged(found)
        blank: list[Quad] = []
        names: dict[str, str] = {}

        def lines() -> Iterator[bytes]:
            yield from _written(_without_blank(kept, blank))
            names.update(lasting_names(blank))
            yield from _written(_renamed(quad, names) for quad in blank)

        target = folder / "lines.nq"
        with target.open("wb") as output:
            output.writelines(sorted_lines(lines(), folder))
    return Snapshot(target, {name: label for label, name in names.items()})


@contextmanager
def _opened(path: Path, *, graphs: bool, inferred: bool) -> Iterator[Iterable[Quad]]:
    if not path.exists():
        raise GraphError(f"There is nothing at {path}.", "Name a folder of the graph, a build or a dump.")
    if not path.is_dir():
        yield _of_file(path)
        return
    if not identity(path):
        yield _of_folder(graph_folder(path), loaded=inferred or not graphs, graphs=graphs)
        return
    stored = find_stored(path)
    if stored.graph is not None:
        yield _of_folder(stored.graph, loaded=inferred or not graphs, graphs=graphs)
        return
    with closing(ServedCopy(stored, path)) as copy:
        store = Store.read_only(str(copy.store))
        try:
            yield _of_store(store, graphs=graphs, own=stored.default_graph is DefaultGraphKind.OWN)
        finally:
            del store


def _of_folder(folder: Path, *, loaded: bool, graphs: bool) -> Iterator[Quad]:
    """The files one after the other, or, where rules are to be run, all that is loaded."""
    if loaded:
        return _of_store(load(folder).store, graphs=graphs, own=False)
    found = (quad for file in graph_files(folder) for quad in read_file(file, merge_all=False))
    return (quad for quad in found if quad.graph_name != _DEFAULT)


def _of_store(store: Store, *, graphs: bool, own: bool) -> Iterator[Quad]:
    if not graphs:
        return store.quads_for_pattern(None, None, None, _DEFAULT)
    # But for a store of somebody else's, the default graph says nothing that named graphs do not say.
    return (quad for quad in store.quads_for_pattern(None, None, None, None) if own or quad.graph_name != _DEFAULT)


def _of_file(path: Path) -> Iterator[Quad]:
    try:
        with _unpacked(path) as stream:
            yield from parse(stream, format=_format(path))
    except SyntaxError as error:
        raise GraphError(f"{path}: {error.msg}.", "Correct it there.") from None
    except (OSError, EOFError, ValueError, zlib.error, zstandard.ZstdError) as error:
        raise GraphError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None


def _unpacked(path: Path) -> IO[bytes]:
    match path.suffix:
        case ".gz":
            return cast("IO[bytes]", gzip.open(path))
        case ".zst":
            return cast("IO[bytes]", zstandard.open(path, "rb"))
        case _:
            return path.open("rb")


def _format(path: Path) -> RdfFormat:
    name = path.with_suffix("") if path.suffix in _PACKED else path
    if name.suffix not in _FORMATS:
        known = ", ".join(_FORMATS)
        raise GraphError(f"{path} is no dump of a graph.", f"Its name ends in {known}, with {' or '.join(_PACKED)}.")
    return _FORMATS[name.suffix]


def _merged(quads: Iterable[Quad]) -> Iterator[Quad]:
    """What the default graph of a dump is: the graphs that it merges, and those that are not ours."""
    for quad in quads:
        name = quad.graph_name
        if not isinstance(name, NamedNode) or name.value.startswith(MERGED_GRAPHS) or not name.value.startswith(GRAPH):
            yield Quad(quad.subject, quad.predicate, quad.object, _DEFAULT)


def _is_inferred(quad: Quad) -> bool:
    """Whether a rule adds it, or it says which rule adds what."""
    graph, subject = quad.graph_name, quad.subject
    if not isinstance(graph, NamedNode):
        return False
    named = graph if graph.value != SOURCES_GRAPH else subject
    return isinstance(named, NamedNode) and named.value.startswith(INFERRED_GRAPHS)


def _without_blank(quads: Iterable[Quad], blank: list[Quad]) -> Iterator[Quad]:
    """Those without blank nodes; the others are put aside."""
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            blank.append(quad)
        else:
            yield quad


def _renamed(quad: Quad, names: Mapping[str, str]) -> Quad:
    subject = BlankNode(names[quad.subject.value]) if isinstance(quad.subject, BlankNode) else quad.subject
    value = BlankNode(names[quad.object.value]) if isinstance(quad.object, BlankNode) else quad.object
    return Quad(subject, quad.predicate, value, quad.graph_name)


def _written(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Lines of N-Quads, literals as the engine keeps them: a dump of a store and its files then say the same."""
    remaining = iter(quads)
    while part := list(islice(remaining, _AT_ONCE)):
        store = Store()
        store.bulk_extend(part)
        written = serialize(store.quads_for_pattern(None, None, None, None), format=RdfFormat.N_QUADS) or b""
        yield from written.splitlines(keepends=True)
