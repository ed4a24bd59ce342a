"""What crosses the border of the engine: requests and answers as plain data, fit to be sent to another process."""

from dataclasses import dataclass
from enum import StrEnum

from passerelle.store.guard import QueryForm


class ResultFormat(StrEnum):
    """The ways to write a result: four for tables and truth values, four for graphs."""

    JSON = "json"
    XML = "xml"
    CSV = "csv"
    TSV = "tsv"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    RDFXML = "rdfxml"
    JSONLD = "jsonld"


class DumpFormat(StrEnum):
    """The ways to write the graph: three for all named graphs, four for the merged default graph."""

    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    RDFXML = "rdfxml"
    JSONLD_DEFAULT = "jsonld-default"

    @property
    def holds_graphs(self) -> bool:
        """Whether the format can say which graph a statement stands in."""
        return self in {DumpFormat.TRIG, DumpFormat.NQUADS, DumpFormat.JSONLD}


_TABLES = (ResultFormat.JSON, ResultFormat.XML, ResultFormat.CSV, ResultFormat.TSV)
_TRUTH_VALUES = (ResultFormat.JSON, ResultFormat.XML)
_GRAPHS = (ResultFormat.TURTLE, ResultFormat.NTRIPLES, ResultFormat.RDFXML, ResultFormat.JSONLD)


def formats(form: QueryForm) -> tuple[ResultFormat, ...]:
    """The formats a query form can be answered in, the default first.

    CSV and TSV have no truth values (https://www.w3.org/TR/sparql11-results-csv-tsv/#introduction).
    """
    if form.gives_graph:
        return _GRAPHS
    return _TRUTH_VALUES if form is QueryForm.ASK else _TABLES


@dataclass(frozen=True)
class QueryRequest:
    """A query, the format wanted, and the RDF data set of the protocol, which takes the place of FROM.

    `default_graphs` and `named_graphs` follow https://www.w3.org/TR/sparql11-protocol/#dataset: when both are empty the
    query runs on the whole store. `pretty` asks for prefixes in Turtle, at some cost. `ours` says that this program
    made the query, its values written by `terms`, so that the guard has nothing to look for in it.
    """

    text: str
    format: ResultFormat
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    pretty: bool = False
    ours: bool = False


class DefaultGraphKind(StrEnum):
    """What the default graph is: a merge of some named graphs, of all of them, or whatever a store holds there."""

    MERGED = "merged"
    UNION = "union"
    OWN = "own"


@dataclass(frozen=True)
class DatasetSummary:
    """How much a data set holds, and the version of its inputs."""

    version: str
    quads: int
    graphs: int
    statements: int
    things: int
