"""Documents about the data set in each format of RDF: negotiated, tagged, and kept while it does not change."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fastapi import Request, Response

from passerelle.incoming import read_accept
from passerelle.media_types import FORMAT_LABELS, RESULT_TYPES, DocumentFormat, with_charset
from passerelle.negotiation import Choice, choose
from passerelle.settings import Settings
from passerelle.sparql.formats import read_format
from passerelle.sparql.request import url_parameters
from passerelle.store.guard import QueryForm
from passerelle.store.request import ResultFormat, formats
from passerelle.store.statements import Statement, write_statements
from passerelle.web.kept_pages import KeptPages, read_page_request

Kind = ResultFormat | DocumentFormat
RDF_TYPES: dict[Kind, tuple[str, ...]] = {kind: RESULT_TYPES[kind] for kind in formats(QueryForm.CONSTRUCT)}


@dataclass(frozen=True)
class Alternate:
    """A format: what the parameter `format` calls it, what people do, and its media type."""

    name: str
    label: str
    media_type: str


ALTERNATES = tuple(
    Alternate(kind.value, FORMAT_LABELS[kind], RESULT_TYPES[kind][0])
    for kind in RDF_TYPES
    if isinstance(kind, ResultFormat)
)


def wanted(request: Request, types: Mapping[Kind, Sequence[str]], settings: Settings) -> Choice[Kind]:
    """The format that a request asks for; `format=` wins over the Accept header.

    Raises:
        NotAcceptable: none fits.
        Problem: 400 for a format that does not exist.
    """
    asked = [value for name, value in url_parameters(request, settings) if name == "format"]
    return choose(read_format(asked) or read_accept(request), types)


def respond_with_rdf(
    pages: KeptPages, name: str, request: Request, choice: Choice[Kind], state: Callable[[], Iterable[Statement]]
) -> Response:
    """A document, in whatever language it is asked for; it says everything in each.

    Raises:
        UnfitFormatError: RDF/XML cannot hold a statement.
    """

    def made(_language: str) -> Response:
        content = write_statements(state(), ResultFormat(choice.format))
        return Response(content, headers={"Content-Type": with_charset(choice.media_type)})

    asked = replace(read_page_request(request), language="")
    return pages.respond(f"{name} {choice.media_type}", asked, made)
