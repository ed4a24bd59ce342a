"""The one place for media types: what each format is called on the wire."""

from enum import StrEnum

from passerelle.namespaces import FORMATS
from passerelle.store.request import DumpFormat, ResultFormat
from passerelle.store.upload import UploadFormat

SPARQL_QUERY = "application/sparql-query"
SPARQL_UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
PROBLEM = "application/problem+json"
HTML = "text/html"
# Neither is registered; these are what their tools write and take.
GRAPHML = "application/graphml+xml"
GEXF = "application/gexf+xml"
JSON = "application/json"
# https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md, and its extension for suggestions.
OPENSEARCH = "application/opensearchdescription+xml"
SUGGESTIONS = "application/x-suggestions+json"
TEXT = "text/plain"
XML = "application/xml"
CSV = "text/csv"
JSONLD = "application/ld+json"
# https://www.w3.org/TR/tabular-metadata/#iana
CSVW = "application/csvm+json"
ZIP = "application/zip"
# Of a file that is compressed as it is: https://www.rfc-editor.org/rfc/rfc6713, https://www.rfc-editor.org/rfc/rfc8878.
CODING_TYPES = {"gzip": "application/gzip", "zstd": "application/zstd"}
MARKDOWN = "text/markdown"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

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

# What people call each format.
FORMAT_LABELS: dict[ResultFormat, str] = {
    ResultFormat.JSON: "JSON",
    ResultFormat.XML: "XML",
    ResultFormat.CSV: "CSV",
    ResultFormat.TSV: "TSV",
    ResultFormat.TURTLE: "Turtle",
    ResultFormat.NTRIPLES: "N-Triples",
    ResultFormat.RDFXML: "RDF/XML",
    ResultFormat.JSONLD: "JSON-LD",
}

# What the parameter `format` may say instead of a media type, and what it stands for: `json` and `xml` are short for
# the format of that family that fits the result.
FORMAT_NAMES: dict[str, str] = {kind.value: names[0] for kind, names in RESULT_TYPES.items()} | {
    "json": f"{RESULT_TYPES[ResultFormat.JSON][0]}, {RESULT_TYPES[ResultFormat.JSONLD][0]}",
    "xml": f"{RESULT_TYPES[ResultFormat.XML][0]}, {RESULT_TYPES[ResultFormat.RDFXML][0]}",
}

# What SPARQLWrapper calls some of them (https://github.com/RDFLib/sparqlwrapper); a Turtle document is one of N3.
FORMAT_ALIASES: dict[str, str] = {
    "rdf+xml": FORMAT_NAMES["rdfxml"],
    "json-ld": FORMAT_NAMES["jsonld"],
    "n3": FORMAT_NAMES["turtle"],
}

# The name of each format among those that W3C has minted (https://www.w3.org/ns/formats/).
FORMAT_IRIS: dict[ResultFormat, str] = {
    ResultFormat.JSON: f"{FORMATS}SPARQL_Results_JSON",
    ResultFormat.XML: f"{FORMATS}SPARQL_Results_XML",
    ResultFormat.CSV: f"{FORMATS}SPARQL_Results_CSV",
    ResultFormat.TSV: f"{FORMATS}SPARQL_Results_TSV",
    ResultFormat.TURTLE: f"{FORMATS}Turtle",
    ResultFormat.NTRIPLES: f"{FORMATS}N-Triples",
    ResultFormat.RDFXML: f"{FORMATS}RDF_XML",
    ResultFormat.JSONLD: f"{FORMATS}JSON-LD",
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


# What the files of our pages are, by the end of their names.
STATIC_TYPES: dict[str, str] = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}

# What the files of the whole data set hold.
DUMP_TYPES: dict[DumpFormat, str] = {
    DumpFormat.TRIG: "application/trig",
    DumpFormat.NQUADS: "application/n-quads",
    DumpFormat.JSONLD: "application/ld+json",
    DumpFormat.TURTLE: "text/turtle",
    DumpFormat.NTRIPLES: "application/n-triples",
    DumpFormat.RDFXML: "application/rdf+xml",
    DumpFormat.JSONLD_DEFAULT: "application/ld+json",
}


# Their names in the list of file types of the European Union, where they have one
# (http://publications.europa.eu/resource/authority/file-type).
FILE_TYPES: dict[str, str] = {
    DUMP_TYPES[DumpFormat.TRIG]: "RDF_TRIG",
    DUMP_TYPES[DumpFormat.NQUADS]: "RDF_N_QUADS",
    DUMP_TYPES[DumpFormat.TURTLE]: "RDF_TURTLE",
    DUMP_TYPES[DumpFormat.NTRIPLES]: "RDF_N_TRIPLES",
    DUMP_TYPES[DumpFormat.RDFXML]: "RDF_XML",
    JSONLD: "JSON_LD",
    CSV: "CSV",
    CSVW: "JSON",
    TEXT: "TXT",
    ZIP: "ZIP",
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


# A description: Turtle first, for whoever takes anything; browsers name HTML.
DESCRIPTION_TYPES: dict[ResultFormat | DocumentFormat, tuple[str, ...]] = {
    ResultFormat.TURTLE: RESULT_TYPES[ResultFormat.TURTLE],
    DocumentFormat.HTML: (HTML,),
    ResultFormat.NTRIPLES: RESULT_TYPES[ResultFormat.NTRIPLES],
    ResultFormat.RDFXML: RESULT_TYPES[ResultFormat.RDFXML],
    ResultFormat.JSONLD: RESULT_TYPES[ResultFormat.JSONLD],
}

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

# The results of a search: JSON first, for whoever takes anything; browsers name HTML.
SEARCH_TYPES: dict[DocumentFormat, tuple[str, ...]] = {
    DocumentFormat.JSON: (JSON,),
    DocumentFormat.HTML: (HTML,),
}
SUGGESTION_TYPES: dict[DocumentFormat, tuple[str, ...]] = {DocumentFormat.JSON: (SUGGESTIONS, JSON)}

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

# What the address of an example ends in that asks for its answer (https://www.w3.org/TR/sparql11-results-csv-tsv/#s6,
# https://www.w3.org/TR/sparql11-results-json/#iana-registration); None stands for a workbook.
ANSWER_SUFFIXES: dict[str, ResultFormat | None] = {
    ".csv": ResultFormat.CSV,
    ".tsv": ResultFormat.TSV,
    ".srj": ResultFormat.JSON,
    ".srx": ResultFormat.XML,
    ".xlsx": None,
}


def with_charset(media_type: str) -> str:
    """The value of Content-Type: text types say that they are UTF-8, the others are so by definition."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
