"""Compares two states of the graph, thing by thing, without holding either in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse

from passerelle.store.nodes import term
from passerelle.store.rows import Term


@dataclass(frozen=True)
class Statement:
    """What is said of a thing: predicate, value, and the named graph, which is empty for the default graph.

    `line` is the whole as a line of N-Quads.
    """

    predicate: str
    value: Term
    graph: str
    line: bytes


@dataclass
class Change:
    """What became of a thing: whether it was described before and is now, what was removed and what was added."""

    thing: Term
    before: bool = False
    after: bool = False
    removed: list[Statement] = field(default_factory=list)
    added: list[Statement] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """`added` or `removed` if all that is said of it was, else `changed`."""
        if self.before and self.after:
            return "changed"
        return "added" if self.after else "removed"


def compare(old: Path, new: Path) -> Iterator[Change]:
    """Every thing of which not the same is said in two files of sorted lines of N-Quads, in their order."""
    with old.open("rb") as before, new.open("rb") as after:
        marked = merge(((line, 0) for line in before), ((line, 1) for line in after))
        for subject, lines in groupby(marked, key=lambda pair: pair[0].partition(b" ")[0]):
            change = _change(subject, lines)
            if change.removed or change.added:
                yield change


def labels_in(files: list[Path], wanted: set[str], predicates: set[str]) -> Iterator[tuple[str, Term]]:
    """The labels of things in files of lines: what any of these predicates says of any of these IRIs."""
    subjects = {f"<{iri}>".encode() for iri in wanted}
    properties = {f"<{iri}>".encode() for iri in predicates}
    for file in files:
        with file.open("rb") as lines:
            for line in lines:
                subject, property_, _ = line.split(b" ", 2)
                if property_ in properties and subject in subjects:
                    statement = _read(line)
                    yield subject[1:-1].decode(), statement.value


def _change(subject: bytes, lines: Iterator[tuple[bytes, int]]) -> Change:
    text = subject.decode()
    change = Change(Term("bnode", text[2:]) if text.startswith("_:") else Term("uri", text[1:-1]))
    for line, sides in groupby(lines, key=lambda pair: pair[0]):
        found = {side for _, side in sides}
        change.before |= 0 in found
        change.after |= 1 in found
        if len(found) == 1:
            (change.added if 1 in found else change.removed).append(_read(line))
    return change


def _read(line: bytes) -> Statement:
    (quad,) = parse(line, format=RdfFormat.N_QUADS)
    graph = quad.graph_name
    name = "" if isinstance(graph, DefaultGraph) else graph.value if isinstance(graph, NamedNode) else str(graph)
    return Statement(quad.predicate.value, term(quad.object), name, line)
