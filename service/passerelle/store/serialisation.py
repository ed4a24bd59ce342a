"""Writes the result of a query with the engine's own serialisers."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Protocol, cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, serialize

from passerelle.store.csv_results import CsvFromTsv
from passerelle.store.failures import UnfitFormatError
from passerelle.store.guard import QueryForm
from passerelle.store.prefixes import prefixes_of
from passerelle.store.request import QueryRequest, ResultFormat, formats
from passerelle.store.xml_check import check_rdf_xml, check_results_xml

_RESULTS = {
    ResultFormat.JSON: QueryResultsFormat.JSON,
    ResultFormat.XML: QueryResultsFormat.XML,
    ResultFormat.TSV: QueryResultsFormat.TSV,
}
GRAPH_WRITERS = {
    ResultFormat.TURTLE: RdfFormat.TURTLE,
    ResultFormat.NTRIPLES: RdfFormat.N_TRIPLES,
    ResultFormat.RDFXML: RdfFormat.RDF_XML,
    ResultFormat.JSONLD: RdfFormat.JSON_LD,
}
Result = QuerySolutions | QueryBoolean | QueryTriples


class Output(Protocol):
    """What a serialiser can write to."""

    def write(self, content: bytes, /) -> int:
        """Take bytes."""
        ...

    def flush(self) -> None:
        """Hold nothing back."""
        ...


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


def write_to(result: Result, request: QueryRequest, output: Output) -> None:
    """Write a result as it comes; as a whole where it must be checked first.

    Raises:
        UnfitFormatError: the result cannot be written in the format of the request.
    """
    try:
        if request.format in {ResultFormat.XML, ResultFormat.RDFXML} or request.pretty:
            output.write(write(result, request))
        elif isinstance(result, QueryTriples):
            if request.format not in GRAPH_WRITERS:
                raise UnfitFormatError(f"A graph has no result in {request.format}.")
            with _unsupported_told():
                result.serialize(cast("IO[bytes]", output), GRAPH_WRITERS[request.format])
        else:
            _write_rows(result, request, output)
    finally:
        del result


def _write_graph(result: QueryTriples, request: QueryRequest) -> bytes:
    try:
        if request.format not in GRAPH_WRITERS:
            raise UnfitFormatError(f"A graph has no result in {request.format}.")
        if request.format is ResultFormat.TURTLE and request.pretty:
            triples = sorted(result, key=str)
            return serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes_of(triples)) or b""
        with _unsupported_told():
            written = result.serialize(format=GRAPH_WRITERS[request.format]) or b""
        return check_rdf_xml(written) if request.format is ResultFormat.RDFXML else written
    finally:
        del result


def _write_table(result: QuerySolutions | QueryBoolean, request: QueryRequest) -> bytes:
    try:
        output = BytesIO()
        _write_rows(result, request, output)
        written = output.getvalue()
        return check_results_xml(written) if request.format is ResultFormat.XML else written
    finally:
        del result


def _write_rows(result: QuerySolutions | QueryBoolean, request: QueryRequest, output: Output) -> None:
    try:
        if request.format not in formats(QueryForm.ASK if isinstance(result, QueryBoolean) else QueryForm.SELECT):
            raise UnfitFormatError(f"This result cannot be written in {request.format}.")
        if request.format is ResultFormat.CSV:
            result.serialize(cast("IO[bytes]", CsvFromTsv(output)), QueryResultsFormat.TSV)
        else:
            result.serialize(cast("IO[bytes]", output), _RESULTS[request.format])
    finally:
        del result


@contextmanager
def _unsupported_told() -> Iterator[None]:
    """The engine's refusal to write a term in a format as ours: JSON-LD has no triple terms yet."""
    try:
        yield
    except OSError as error:
        if "does not support" in str(error):
            raise UnfitFormatError(f"{error}.", "Ask for Turtle.") from None
        raise
