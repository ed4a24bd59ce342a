"""Writes the result of a query with the engine's own serialisers."""

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, serialize

from passerelle.store.dump import prefixes_of
from passerelle.store.failures import UnfitFormatError
from passerelle.store.guard import QueryForm
from passerelle.store.request import QueryRequest, ResultFormat, formats
from passerelle.store.xml_check import check_rdf_xml, check_results_xml

_RESULTS = {
    ResultFormat.JSON: QueryResultsFormat.JSON,
    ResultFormat.XML: QueryResultsFormat.XML,
    ResultFormat.CSV: QueryResultsFormat.CSV,
    ResultFormat.TSV: QueryResultsFormat.TSV,
}
GRAPH_WRITERS = {
    ResultFormat.TURTLE: RdfFormat.TURTLE,
    ResultFormat.NTRIPLES: RdfFormat.N_TRIPLES,
    ResultFormat.RDFXML: RdfFormat.RDF_XML,
    ResultFormat.JSONLD: RdfFormat.JSON_LD,
}
Result = QuerySolutions | QueryBoolean | QueryTriples


def write(result: Result, request: QueryRequest) -> bytes:
    """The bytes of a result.

    Raises:
        UnfitFormatError: the result cannot be written in the format of the request.
    """
    try:
        if isinstance(result, QueryTriples):
            return _write_graph(result, request)
        return _write_table(result, request)
    finally:
        # The traceback of an exception would keep it, and a result dropped by another thread is an error.
        del result


def _write_graph(result: QueryTriples, request: QueryRequest) -> bytes:
    try:
        if request.format not in GRAPH_WRITERS:
            raise UnfitFormatError(f"A graph has no result in {request.format}.")
        if request.format is ResultFormat.TURTLE and request.pretty:
            triples = sorted(result, key=str)
            return serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes_of(triples)) or b""
        try:
            written = result.serialize(format=GRAPH_WRITERS[request.format]) or b""
        except OSError as error:
            if "does not support" in str(error):
                raise UnfitFormatError(f"{error}.", "Ask for Turtle.") from None
            raise
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
