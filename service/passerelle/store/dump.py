"""Writes the whole data set: sorted, so that the same data give the same bytes."""

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, serialize

from passerelle.namespaces import PREFIXES, prefix_of
from passerelle.store.request import DumpFormat
from passerelle.store.xml_check import check_rdf_xml

_FORMATS = {
    DumpFormat.TRIG: RdfFormat.TRIG,
    DumpFormat.NQUADS: RdfFormat.N_QUADS,
    DumpFormat.JSONLD: RdfFormat.JSON_LD,
    DumpFormat.TURTLE: RdfFormat.TURTLE,
    DumpFormat.NTRIPLES: RdfFormat.N_TRIPLES,
    DumpFormat.RDFXML: RdfFormat.RDF_XML,
}


def dump(store: Store, kind: DumpFormat) -> bytes:
    """All named graphs, or the merged default graph alone where the format knows no graphs.

    The default graph is left out of the former: it says nothing that the named graphs do not say.
    """
    merged = [DefaultGraph()] if not kind.holds_graphs else []
    quads = sorted(
        (
            quad
            for quad in store.quads_for_pattern(None, None, None, *merged)
            if merged or not isinstance(quad.graph_name, DefaultGraph)
        ),
        key=_order,
    )
    rows = (quad.triple for quad in quads) if merged else quads
    written = serialize(rows, format=_FORMATS[kind], prefixes=prefixes_of(quads)) or b""
    return check_rdf_xml(written) if kind is DumpFormat.RDFXML else written


def prefixes_of(rows: Iterable[Quad | Triple]) -> dict[str, str]:
    """The well-known prefixes that these statements use."""
    nodes = {node.value for row in rows for node in tuple(row) if isinstance(node, NamedNode)}
    used = {prefix for prefix in map(prefix_of, nodes) if prefix}
    return {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix in used}


def _order(quad: Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)
