"""From files to quads: each file parsed by the engine's parser, each statement in its named graph."""

from collections.abc import Iterator
from hashlib import sha256
from typing import TypeVar

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, parse

from passerelle.namespaces import GRAPH, MERGED_GRAPHS
from passerelle.store.failures import GraphError
from passerelle.store.files import GraphFile

_Node = TypeVar("_Node")

# In our layout, files that name their graphs may feed only these groups.
_OPEN_GRAPHS = tuple(f"{GRAPH}{name}" for name in ("report/", "reference/", "editorial/", "sources"))


def quads(file: GraphFile, *, merge_all: bool) -> Iterator[Quad]:
    """The statements of a file, each in its graph, and in the default graph as well if that merges the graph.

    Blank nodes are named after the file, so that no two files share one.

    Raises:
        GraphError: the file breaks its syntax (with line and column), or has statements outside the graphs it may feed.
    """
    rename, default = _Renaming(file.name), DefaultGraph()
    only = NamedNode(file.graph) if file.graph else None
    graph: NamedNode | None = None
    named: object = None
    for quad in _parsed(file):
        if graph is None or (only is None and quad.graph_name != named):
            named, graph = quad.graph_name, only or _own_graph(file, quad)
            is_merged = merge_all or graph.value.startswith(MERGED_GRAPHS)
        # Each is made anew whenever it is asked for, which is most of the work.
        subject, predicate, object_ = rename(quad.subject), quad.predicate, rename(quad.object)
        yield Quad(subject, predicate, object_, graph)
        if is_merged:
            yield Quad(subject, predicate, object_, default)


def _parsed(file: GraphFile) -> Iterator[Quad]:
    kind = RdfFormat.from_extension(file.path.suffix.removeprefix("."))
    try:
        yield from parse(file.path.read_bytes(), kind)
    except SyntaxError as error:
        line, column = error.lineno or 1, error.offset or 1
        raise GraphError(f"{file.name}, line {line}, column {column}: {_reason(error)}.", "Correct it there.") from None


def _reason(error: SyntaxError) -> str:
    """The parser's message without the place, which it gives twice."""
    _, separator, reason = error.msg.partition(": ")
    return (reason if separator and "line" in error.msg.split(": ")[0] else error.msg).rstrip(".")


def _own_graph(file: GraphFile, quad: Quad) -> NamedNode:
    if isinstance(quad.graph_name, DefaultGraph):
        raise GraphError(
            f"{file.name}: a statement about {quad.subject} stands outside any graph.",
            "Put it in a block that names its graph, such as `report:context-04 { … }`.",
        )
    if not isinstance(quad.graph_name, NamedNode):
        raise GraphError(f"{file.name}: a graph is named by a blank node.", "Name it by an IRI.")
    if file.name.startswith("data/") and not quad.graph_name.value.startswith(_OPEN_GRAPHS):
        raise GraphError(
            f"{file.name} writes to {quad.graph_name}.", f"Only {', '.join(_OPEN_GRAPHS)} are open to such files."
        )
    return quad.graph_name


class _Renaming:
    """Gives the blank nodes of a file labels that are the same at every load: a hash of its name and a number."""

    def __init__(self, name: str) -> None:
        self._stem = "b" + sha256(name.encode()).hexdigest()[:8]
        self._known: dict[BlankNode, BlankNode] = {}

    def __call__(self, node: _Node) -> _Node | BlankNode:
        if not isinstance(node, BlankNode):
            return node
        if node not in self._known:
            self._known[node] = BlankNode(f"{self._stem}n{len(self._known)}")
        return self._known[node]
