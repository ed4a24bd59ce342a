"""The whole data set as sorted lines on disk: what every dump is made from, in memory that does not grow with it.

A statement is a line of N-Quads (https://www.w3.org/TR/n-quads/#canonical-quads) as the engine writes it: one blank
between terms, no line breaks in them. Sorted by bytes, all statements about a thing stand together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

from passerelle.store.nodes import term
from passerelle.store.prefixes import prefixes_in
from passerelle.store.rows import Term
from passerelle.store.sorting import sorted_lines


@dataclass(frozen=True)
class Subject:
    """A thing, by its IRI, and all that the default graph states of it, in order."""

    iri: str
    statements: tuple[tuple[str, Term], ...]


@dataclass(frozen=True)
class SortedFiles:
    """N-Quads of all named graphs, by graph, and N-Triples of the default graph; each statement once, in order."""

    named: Path
    default: Path

    @cached_property
    def named_prefixes(self) -> dict[str, str]:
        """The well-known prefixes that the named graphs use."""
        return _prefixes(self.named)

    @cached_property
    def default_prefixes(self) -> dict[str, str]:
        """Those of the default graph."""
        return _prefixes(self.default)

    def subjects(self) -> Iterator[Subject]:
        """What the default graph is about, in order; blank nodes are left out."""
        triples = parse(path=self.default, format=RdfFormat.N_TRIPLES)
        for node, group in groupby(triples, key=lambda quad: quad.subject):
            if isinstance(node, NamedNode):
                yield Subject(node.value, tuple((quad.predicate.value, term(quad.object)) for quad in group))


def write_sorted(store: Store, folder: Path) -> SortedFiles:
    """Write the lines of a store into a folder.

    Raises:
        OSError: there is no room.
    """
    files = SortedFiles(folder / "named.nq", folder / "default.nt")
    with files.default.open("wb") as output:
        output.writelines(_lines(store, DefaultGraph(), folder))
    with files.named.open("wb") as output:
        for graph in sorted(store.named_graphs(), key=str):
            end = f" {graph} .\n".encode()
            output.writelines(line[: -len(b" .\n")] + end for line in _lines(store, graph, folder))
    return files


def _prefixes(file: Path) -> dict[str, str]:
    with file.open("rb") as lines:
        return prefixes_in(lines)


def _lines(store: Store, graph: object, folder: Path) -> Iterator[bytes]:
    """The statements of a graph, by way of a file: the engine writes all at once."""
    written = folder / "graph.nt"
    store.dump(written, format=RdfFormat.N_TRIPLES, from_graph=graph)  # type: ignore[arg-type]
    try:
        with written.open("rb") as lines:
            yield from sorted_lines(lines, folder)
    finally:
        written.unlink()
