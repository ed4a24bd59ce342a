"""Reads RDF of unknown origin: statements come out of it, and nothing is fetched, opened or expanded because of it.

To be called in a process with limits (`store.forking`): some texts keep any parser busy beyond their size.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import PurePath

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from passerelle.namespaces import BASE
from passerelle.store.failures import Position, UploadError, UploadSyntaxError, UploadTooLargeError


class UploadFormat(StrEnum):
    """The formats that can be read; the value is the usual suffix of such files."""

    TURTLE = "ttl"
    TRIG = "trig"
    NTRIPLES = "nt"
    NQUADS = "nq"
    RDFXML = "rdf"
    JSONLD = "jsonld"


@dataclass(frozen=True)
class Upload:
    """A file of unknown origin: what messages call it, the format it declares, and its bytes."""

    name: str
    format: UploadFormat
    content: bytes


@dataclass(frozen=True)
class UploadLimits:
    """The most bytes and the most statements that are read."""

    size: int
    statements: int


_PARSERS = {
    UploadFormat.TURTLE: RdfFormat.TURTLE,
    UploadFormat.TRIG: RdfFormat.TRIG,
    UploadFormat.NTRIPLES: RdfFormat.N_TRIPLES,
    UploadFormat.NQUADS: RdfFormat.N_QUADS,
    UploadFormat.RDFXML: RdfFormat.RDF_XML,
    UploadFormat.JSONLD: RdfFormat.JSON_LD,
}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
# A prefix of a megabyte, used in every statement, makes gigabytes of terms of a small file.
_MOST_EXPANSION = 16
# What the engine's parser says where JSON-LD wants another document.
_ELSEWHERE = "LoadDocumentCallback"


def format_of(file: PurePath) -> UploadFormat:
    """The format that the suffix of a file declares.

    Raises:
        UploadError: it declares none that can be read.
    """
    suffix = file.suffix.removeprefix(".").lower()
    kind = RdfFormat.from_extension(suffix)
    for known, parser in _PARSERS.items():
        if parser == kind:
            return known
    raise UploadError(
        f"{file.name}: the suffix {file.suffix or '(none)'} says nothing of its format.",
        f"Rename it to {', '.join(f'.{known}' for known in UploadFormat)}.",
    )


def check_size(name: str, size: int, limits: UploadLimits) -> None:
    """Refuse a file by its size, before it is read.

    Raises:
        UploadTooLargeError: it is larger than the limit.
    """
    if size > limits.size:
        raise UploadTooLargeError(f"{name} is larger than {limits.size:,} bytes.", "Check it in parts.")


def read_upload(upload: Upload, limits: UploadLimits) -> list[Quad]:
    """The statements of a file, parsed by the engine's parser.

    Entities are refused before RDF/XML is parsed, as they expand without bound; the parser knows no way to fetch a
    JSON-LD context, and `owl:imports` is a statement like any other.

    Raises:
        UploadTooLargeError: the file, its statements or its terms are more than is taken.
        UploadSyntaxError: it breaks the syntax of its format.
        UploadError: it is empty, or holds what SHACL cannot check.
    """
    name, content = upload.name, upload.content.removeprefix(_BYTE_ORDER_MARK)
    check_size(name, len(content), limits)
    if not content.strip():
        raise UploadError(f"{name} is empty.", "Put statements into it.")
    if content.startswith(_WIDE):
        raise UploadSyntaxError(f"{name} is in UTF-16.", "Save it in UTF-8.", Position(1, 1))
    if upload.format is UploadFormat.RDFXML and _DOCTYPE.search(content):
        raise UploadError(f"{name} declares a document type or entities.", "Write them out, and drop DOCTYPE.")
    quads = list(_bounded(name, _parsed(upload, content), limits))
    if not quads:
        raise UploadError(f"{name} holds no statement.", "Put statements into it.")
    return quads


def _parsed(upload: Upload, content: bytes) -> Iterator[Quad]:
    try:
        # Blank nodes keep their labels within a file, and are told apart from those of other files.
        yield from parse(content, _PARSERS[upload.format], base_iri=BASE)
    except SyntaxError as error:
        if _ELSEWHERE in error.msg:
            raise UploadError(
                f"{upload.name} names a JSON-LD context that is elsewhere, and nothing is fetched.",
                "Write the context into the file.",
            ) from None
        position = Position(error.lineno, error.offset or 1) if error.lineno else None
        reason = re.sub(r"^Parser error at line [^:]*: ", "", error.msg).rstrip(".")
        raise UploadSyntaxError(
            f"{upload.name} is no {_PARSERS[upload.format].name}: {reason}.",
            "Correct it, or declare its real format.",
            position,
        ) from None
    except (ValueError, OSError) as error:
        raise UploadError(f"{upload.name} cannot be read: {error}.", "Correct it.") from None


def _bounded(name: str, quads: Iterator[Quad], limits: UploadLimits) -> Iterator[Quad]:
    length = 0
    for quad in islice(quads, limits.statements):
        length += sum(_length(name, node) for node in (quad.subject, quad.predicate, quad.object))
        if length > limits.size * _MOST_EXPANSION:
            raise UploadTooLargeError(f"The terms of {name}, written out, are too long.", "Shorten its prefixes.")
        yield quad
    if next(quads, None) is not None:
        raise UploadTooLargeError(f"{name} holds more than {limits.statements:,} statements.", "Check it in parts.")


def _length(name: str, node: NamedNode | BlankNode | Literal | Triple) -> int:
    if isinstance(node, Triple):
        raise UploadError(
            f"{name} holds a triple term (RDF 1.2), which SHACL cannot check.", "Say it by a thing with an IRI."
        )
    if isinstance(node, Literal) and node.direction is not None:
        raise UploadError(
            f"{name} holds a text with a direction (RDF 1.2), which SHACL cannot check.",
            f"Write it with its language only: @{node.language}.",
        )
    return len(node.value)
