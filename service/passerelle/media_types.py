"""The one place for media types: what each format is called on the wire."""

from enum import StrEnum

from passerelle.store.request import ResultFormat
from passerelle.store.upload import UploadFormat

SPARQL_QUERY = "application/sparql-query"
SPARQL_UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
PROBLEM = "application/problem+json"
HTML = "text/html"
JSON = "application/json"

# The registered name of each format, then other names it is asked for by.
RESULT_TYPES: dict[ResultFormat, tuple[str, ...]] = {
    ResultFormat.JSON: ("application/sparql-results+json", "application/json"),
    ResultFormat.XML: ("application/sparql-results+xml", "application/xml", "text/xml"),
    ResultFormat.CSV: ("text/csv",),
    ResultFormat.TSV: ("text/tab-separated-values",),
    ResultFormat.TURTLE: ("text/turtle", "application/x-turtle"),
    ResultFormat.NTRIPLES: ("application/n-triples", "text/plain"),
    ResultFormat.RDFXML: ("application/rdf+xml", "application/xml", "text/xml"),
    ResultFormat.JSONLD: ("application/ld+json", "application/json"),
}

# What a file to be read may declare itself to be.
UPLOAD_TYPES: dict[UploadFormat, tuple[str, ...]] = {
    UploadFormat.TURTLE: ("text/turtle", "application/x-turtle"),
    UploadFormat.TRIG: ("application/trig", "application/x-trig"),
    UploadFormat.NTRIPLES: ("application/n-triples",),
    UploadFormat.NQUADS: ("application/n-quads",),
    UploadFormat.RDFXML: ("application/rdf+xml",),
    UploadFormat.JSONLD: ("application/ld+json",),
}


class ReportFormat(StrEnum):
    """The ways to write a validation report."""

    JSON = "json"
    TEXT = "text"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    RDFXML = "rdfxml"
    JSONLD = "jsonld"


REPORT_TYPES: dict[ReportFormat, tuple[str, ...]] = {
    ReportFormat.JSON: ("application/json",),
    ReportFormat.TEXT: ("text/plain",),
    ReportFormat.TURTLE: RESULT_TYPES[ResultFormat.TURTLE][:1],
    ReportFormat.NTRIPLES: RESULT_TYPES[ResultFormat.NTRIPLES][:1],
    ReportFormat.RDFXML: RESULT_TYPES[ResultFormat.RDFXML][:1],
    ReportFormat.JSONLD: RESULT_TYPES[ResultFormat.JSONLD][:1],
}


class DocumentFormat(StrEnum):
    """The ways to write an example query that are no RDF."""

    HTML = "html"
    QUERY = "query"
    JSON = "document"


# An example query: Turtle first, for whoever takes anything; browsers name HTML. JSON is a document of its own here.
EXAMPLE_TYPES: dict[ResultFormat | DocumentFormat, tuple[str, ...]] = {
    ResultFormat.TURTLE: RESULT_TYPES[ResultFormat.TURTLE],
    DocumentFormat.HTML: (HTML,),
    ResultFormat.NTRIPLES: RESULT_TYPES[ResultFormat.NTRIPLES],
    ResultFormat.RDFXML: RESULT_TYPES[ResultFormat.RDFXML],
    ResultFormat.JSONLD: RESULT_TYPES[ResultFormat.JSONLD][:1],
    DocumentFormat.QUERY: (SPARQL_QUERY,),
    DocumentFormat.JSON: (JSON,),
}

# What an address ends in that asks for one format, as browsers cannot say what they accept.
SUFFIXES: dict[str, ResultFormat | DocumentFormat] = {
    ".ttl": ResultFormat.TURTLE,
    ".html": DocumentFormat.HTML,
    ".nt": ResultFormat.NTRIPLES,
    ".rdf": ResultFormat.RDFXML,
    ".jsonld": ResultFormat.JSONLD,
    ".rq": DocumentFormat.QUERY,
    ".json": DocumentFormat.JSON,
}


def with_charset(media_type: str) -> str:
    """The value of Content-Type: text types say that they are UTF-8, the others are so by definition."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
