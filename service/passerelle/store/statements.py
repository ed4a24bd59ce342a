"""Writes statements from plain data, and reads those that the engine has made."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from passerelle.store.nodes import node, term, thing
from passerelle.store.prefixes import prefixes_of
from passerelle.store.request import ResultFormat
from passerelle.store.rows import Term
from passerelle.store.serialisation import GRAPH_WRITERS
from passerelle.store.xml_check import check_rdf_xml

# Subject, IRI of the predicate, object.
Statement = tuple[Term, str, Term]


def write_statements(statements: Iterable[Statement], kind: ResultFormat) -> bytes:
    """The statements in one of the formats of graphs, in their order.

    Raises:
        UnfitFormatError: RDF/XML cannot hold one of them.
    """
    triples = [Triple(thing(subject), NamedNode(predicate), node(value)) for subject, predicate, value in statements]
    written = serialize(triples, format=GRAPH_WRITERS[kind], prefixes=prefixes_of(triples)) or b""
    return check_rdf_xml(written) if kind is ResultFormat.RDFXML else written


def read_statements(turtle: bytes) -> list[Statement]:
    """The statements of a document of ours in Turtle, or in N-Triples, which is Turtle too, in their order.

    Raises:
        SyntaxError: it breaks its grammar.
    """
    triples = (quad.triple for quad in parse(turtle, RdfFormat.TURTLE))
    return [(term(triple.subject), triple.predicate.value, term(triple.object)) for triple in triples]
