"""Writes the statements of a description in the format that was asked for."""

from collections.abc import Sequence

from passerelle.resources.context import CONTEXT, published_context
from passerelle.resources.jsonld import write_jsonld
from passerelle.store.request import ResultFormat
from passerelle.store.statements import Statement, write_statements


def write_description(statements: Sequence[Statement], kind: ResultFormat) -> bytes:
    """The statements, as JSON-LD under the published context.

    What that context would misread, as an IRI whose scheme is one of its prefixes, leaves the document without one.

    Raises:
        UnfitFormatError: RDF/XML cannot hold one of the statements.
    """
    if kind is ResultFormat.JSONLD:
        try:
            return write_jsonld(statements, published_context(), CONTEXT)
        except ValueError:
            pass
    return write_statements(statements, kind)
