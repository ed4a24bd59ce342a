"""RDF terms as plain data, and as nodes of the engine."""

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from passerelle.namespaces import XSD
from passerelle.store.rows import Term

# The datatype of a plain text, which SPARQL's JSON results leave out.
_STRING = NamedNode(f"{XSD}string")


def term(node: NamedNode | BlankNode | Literal | Triple) -> Term:
    """A node of the engine as plain data."""
    match node:
        case Literal():
            plain = node.language or node.datatype == _STRING
            return Term("literal", node.value, "" if plain else node.datatype.value, node.language or "")
        case BlankNode():
            return Term("bnode", node.value)
        case NamedNode():
            return Term("uri", node.value)
        case _:
            return Term("triple", str(node))


def node(term: Term) -> NamedNode | BlankNode | Literal:
    """Plain data as a node of the engine.

    Raises:
        ValueError: it is no well-formed IRI or language tag, or a triple term.
    """
    if term.kind == "literal":
        datatype = NamedNode(term.datatype) if term.datatype and not term.language else None
        return Literal(term.value, language=term.language or None, datatype=datatype)
    return thing(term)


def thing(term: Term) -> NamedNode | BlankNode:
    """Plain data as a node of the engine that statements can be about.

    Raises:
        ValueError: it is no well-formed IRI, a literal, or a triple term.
    """
    match term.kind:
        case "uri":
            return NamedNode(term.value)
        case "bnode":
            return BlankNode(term.value)
        case _:
            raise ValueError(f"no statement is about {term.value}")
