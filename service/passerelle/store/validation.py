"""Checks a graph against the shapes (SHACL) and the rules about graphs, and says what to repair and where."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

from passerelle.namespaces import GRAPH, ID, PSL, SOURCES_GRAPH
from passerelle.store import shacl
from passerelle.store.dataset import LoadedDataset, load
from passerelle.store.failures import GraphError
from passerelle.store.files import graph_files
from passerelle.store.findings import Finding, Findings, collect
from passerelle.store.location import graph_folder
from passerelle.store.nodes import node, term, thing
from passerelle.store.quality import broken, read_rules
from passerelle.store.rows import Term
from passerelle.store.upload import Upload, UploadFormat, UploadLimits, read_upload
from passerelle.store.whereabouts import Whereabouts

# Of the values that a property has too many of, so many are shown.
_MOST_PRESENT = 10
# Beside the default graph, the shapes are about the bibliography, the ontology and the example queries.
_CHECKED = (SOURCES_GRAPH, f"{GRAPH}ontology", f"{GRAPH}queries/")


class Checker:
    """A graph with its shapes and rules, ready to be checked, alone or with what others add to it."""

    def __init__(self, folder: Path | None = None, loaded: LoadedDataset | None = None) -> None:
        """Load a folder, or the graph of this installation, or take what is loaded already.

        Raises:
            GraphError: the graph is missing, one of its files is broken, or it has no shapes.
        """
        loaded = loaded or load(graph_folder(folder))
        self._store: Store = loaded.store
        self._folder = loaded.folder
        self._shapes = shacl.read_turtle(loaded.folder, "shapes/*.ttl")
        if not len(self._shapes):
            raise GraphError(f"{loaded.folder} holds no shapes.", "Put them into shapes/*.ttl, or name another folder.")
        self._rules = read_rules(loaded.folder)
        self._data = shacl.DataGraph()
        self._data.take(quad for quad in self._store if _is_checked(quad))

    def check(self) -> Findings:
        """Check the whole graph, by its shapes and by its rules about graphs.

        Raises:
            GraphError: a shape or a rule cannot be used.
        """
        found = [*shacl.check_shapes(self._data, self._shapes), *broken(self._store, self._rules)]
        if not found:
            return collect(found)
        files = [(file.name, file.path) for file in graph_files(self._folder)]
        places = Whereabouts((name, path.read_text(encoding="utf-8", errors="replace")) for name, path in files)
        return collect(_placed(found, places, self._store, self._store))

    def check_addition(self, uploads: list[Upload], limits: UploadLimits, most: int | None = None) -> Findings:
        """Check files merged with the graph; only what they describe is reported, and at most so many findings.

        Shapes among the statements are data like any other: they check nothing. The files stay in the graph: this is
        called once, in a process that then ends.

        Raises:
            UploadError: a file cannot be used.
            GraphError: a shape or a rule cannot be used.
        """
        quads = [quad for number, upload in enumerate(uploads) for quad in _read(number, upload, limits)]
        addition = Store()
        addition.extend(quads)
        self._store.extend(quads)
        self._store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
        self._data.take(quads)
        described = {_written(term(quad.subject)) for quad in quads} | {
            quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)
        }
        aimed = shacl.aimed_at(self._shapes, self._data, quads)
        found = [
            *shacl.check_shapes(self._data, aimed),
            *(
                finding
                for finding in broken(self._store, self._rules)
                if _written(finding.focus) in described or set(finding.graphs) & described
            ),
        ]
        places = Whereabouts((upload.name, upload.content.decode("utf-8", "replace")) for upload in uploads)
        return collect(_placed(found, places, addition, self._store), most)

    def warm_up(self) -> None:
        """Import whatever a check imports on its way: a process that is shut in can no longer."""
        wrong = f"<{ID}rule/x> a <{PSL}Rule> ; <{PSL}validFrom> 'no date', [] , '2'@fr, 'x'^^<x:y> ."
        quads = read_upload(Upload("", UploadFormat.TURTLE, wrong.encode()), UploadLimits(1000, 10))
        data = shacl.DataGraph()
        data.take(quads)
        list(shacl.check_shapes(data, shacl.aimed_at(self._shapes, data, quads)))
        list(broken(self._store, self._rules))


def _is_checked(quad: Quad) -> bool:
    graph = quad.graph_name
    return isinstance(graph, DefaultGraph) or (isinstance(graph, NamedNode) and graph.value.startswith(_CHECKED))


def _read(number: int, upload: Upload, limits: UploadLimits) -> Iterator[Quad]:
    """The statements of one of several files, whose blank nodes must not meet those of the others."""
    for quad in read_upload(upload, limits):
        if number:
            yield Quad(_apart(quad.subject, number), quad.predicate, _apart(quad.object, number), quad.graph_name)
        else:
            yield quad


def _apart(found: Any, number: int) -> Any:
    return BlankNode(f"{found.value}-{number}") if isinstance(found, BlankNode) else found


def _placed(found: Iterable[Finding], places: Whereabouts, store: Store, whole: Store) -> Iterator[Finding]:
    """The findings with what is only known here: the graphs of a store, lines of files, values of the whole."""
    for finding in found:
        graphs = finding.graphs or _graphs(store, finding)
        spot = places.find(_written(finding.focus), graphs)
        yield replace(finding, graphs=graphs, spot=spot, present=_present(whole, finding))


def _present(store: Store, finding: Finding) -> tuple[Term, ...]:
    """The values that the property has, where the finding is about how many there are."""
    if finding.value or not finding.path or finding.focus.kind == "literal":
        return ()
    values = {quad.object for quad in store.quads_for_pattern(thing(finding.focus), NamedNode(finding.path), None)}
    return tuple(sorted(map(term, values), key=lambda value: (value.kind, value.value))[:_MOST_PRESENT])


def _graphs(store: Store, finding: Finding) -> tuple[str, ...]:
    """The named graphs that hold the statement, or else those that say anything of the thing."""
    if finding.focus.kind not in {"uri", "bnode"}:
        return ()
    focus = thing(finding.focus)
    predicate = NamedNode(finding.path) if finding.path else None
    value = node(finding.value) if finding.value and finding.path else None
    for about, which in ((predicate, value), (predicate, None), (None, None)):
        graphs = (quad.graph_name for quad in store.quads_for_pattern(focus, about, which))
        found = {graph.value for graph in graphs if isinstance(graph, NamedNode)}
        if found:
            return tuple(sorted(found))
    return ()


def _written(found: Term) -> str:
    return f"_:{found.value}" if found.kind == "bnode" else found.value
