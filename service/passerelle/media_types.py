"""The one place for media types: what each format is called on the wire."""

from passerelle.store.request import ResultFormat

SPARQL_QUERY = "application/sparql-query"
SPARQL_UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
PROBLEM = "application/problem+json"

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


def with_charset(media_type: str) -> str:
    """The value of Content-Type: text types say that they are UTF-8, the others are so by definition."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
