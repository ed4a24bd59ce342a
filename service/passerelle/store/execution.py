"""Runs one query on a store and writes its result with the engine's own serialisers."""

from itertools import chain

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from passerelle.namespaces import ID
from passerelle.store.dataset import LoadedDataset
from passerelle.store.dump import prefixes_of
from passerelle.store.failures import QueryFailedError, QueryRefusedError, UnfitFormatError
from passerelle.store.from_clause import graphs_of
from passerelle.store.guard import Outline, QueryForm, inspect
from passerelle.store.parser_message import syntax_error
from passerelle.store.request import DatasetSummary, QueryRequest, ResultFormat, formats
from passerelle.store.xml_check import check_rdf_xml, check_results_xml

_RESULTS = {
    ResultFormat.JSON: QueryResultsFormat.JSON,
    ResultFormat.XML: QueryResultsFormat.XML,
    ResultFormat.CSV: QueryResultsFormat.CSV,
    ResultFormat.TSV: QueryResultsFormat.TSV,
}
_GRAPHS = {
    ResultFormat.TURTLE: RdfFormat.TURTLE,
    ResultFormat.NTRIPLES: RdfFormat.N_TRIPLES,
    ResultFormat.RDFXML: RdfFormat.RDF_XML,
    ResultFormat.JSONLD: RdfFormat.JSON_LD,
}
_Result = QuerySolutions | QueryBoolean | QueryTriples


def answer(store: Store, request: QueryRequest) -> bytes:
    """The serialised result; failures as `Engine.answer` tells them."""
    outline = inspect(request.text)
    if outline.form is not None and request.format not in formats(outline.form):
        raise UnfitFormatError(f"{outline.form} has no result in {request.format}.")
    try:
        return _write(_run(store, request, outline), request)
    except SyntaxError as error:
        raise syntax_error(error) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryFailedError(f"The engine could not answer the query: {error}.") from None


def summary(dataset: LoadedDataset) -> DatasetSummary:
    """Count quads in named graphs, those graphs, statements in the default graph, and our things it describes."""
    store = dataset.store
    statements = 0
    seen: set[str] = set()
    for quad in store.quads_for_pattern(None, None, None, DefaultGraph()):
        statements += 1
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ID):
            seen.add(quad.subject.value)
    graphs = sum(1 for _ in store.named_graphs())
    return DatasetSummary(dataset.version, len(store) - statements, graphs, statements, len(seen))


def _run(store: Store, request: QueryRequest, outline: Outline) -> _Result:
    default, named = request.default_graphs, request.named_graphs
    if not default and not named:
        default, named = graphs_of(outline)
    if not default and not named:
        return store.query(request.text)
    if len(default) > 1:
        merged = _merge(store, default, named)
        return merged.query(request.text, default_graph=DefaultGraph(), named_graphs=[_node(iri) for iri in named])
    return store.query(
        request.text,
        default_graph=[_node(iri) for iri in default],
        named_graphs=[_node(iri) for iri in named],
    )


def _merge(store: Store, default: tuple[str, ...], named: tuple[str, ...]) -> Store:
    """A store of the graphs asked for; the engine's own union would count a triple of two graphs twice."""
    merged = Store()
    for iri in default:
        found = store.quads_for_pattern(None, None, None, _node(iri))
        merged.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in found)
    merged.extend(chain.from_iterable(store.quads_for_pattern(None, None, None, _node(iri)) for iri in named))
    return merged


def _node(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise QueryRefusedError(f"<{iri}> is no IRI of a graph: {error}.") from None


def _write(result: _Result, request: QueryRequest) -> bytes:
    try:
        if isinstance(result, QueryTriples):
            return _write_graph(result, request)
        return _write_table(result, request)
    finally:
        # The traceback of an exception would keep it, and a result dropped by another thread is an error.
        del result


def _write_graph(result: QueryTriples, request: QueryRequest) -> bytes:
    try:
        if request.format not in _GRAPHS:
            raise UnfitFormatError(f"A graph has no result in {request.format}.")
        if request.format is ResultFormat.TURTLE and request.pretty:
            triples = sorted(result, key=str)
            return serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes_of(triples)) or b""
        written = result.serialize(format=_GRAPHS[request.format]) or b""
        return check_rdf_xml(written) if request.format is ResultFormat.RDFXML else written
    finally:
        del result


def _write_table(result: QuerySolutions | QueryBoolean, request: QueryRequest) -> bytes:
    try:
        if request.format not in formats(QueryForm.ASK if isinstance(result, QueryBoolean) else QueryForm.SELECT):
            raise UnfitFormatError(f"This result cannot be written in {request.format}.")
        written = result.serialize(format=_RESULTS[request.format]) or b""
        return check_results_xml(written) if request.format is ResultFormat.XML else written
    finally:
        del result
