"""Reads RDF of unknown origin: statements come out of it, and nothing is fetched, opened or expanded because of it."""

import re
from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize
from rdflib import Graph

from passerelle.store.failures import StoreError

# A person's file; whole registers are imported by other means.
SIZE_LIMIT = 16 * 1024 * 1024

_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


class UploadError(StoreError):
    """A file cannot be read as the RDF that it says it is."""


def read_upload(path: Path) -> Graph:
    """The statements of a file, its named graphs merged, parsed by the engine's parser by the file's suffix.

    Entities are refused before RDF/XML is parsed, as they expand without bound; the parser knows no way to fetch a
    JSON-LD context, and `owl:imports` is a statement like any other.

    Raises:
        UploadError: the file is missing, empty, too large, of an unknown kind, or breaks the syntax of its kind.
    """
    kind = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if not path.is_file():
        raise UploadError(f"{path} is no file.", "Name a Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD file.")
    if kind is None:
        raise UploadError(
            f"{path.name}: the suffix {path.suffix or '(none)'} says nothing of its format.",
            "Rename it to .ttl, .trig, .nt, .nq, .rdf or .jsonld.",
        )
    if path.stat().st_size > SIZE_LIMIT:
        raise UploadError(f"{path.name} is larger than {SIZE_LIMIT:,} bytes.", "Check it in parts.")
    content = path.read_bytes()
    if not content.strip():
        raise UploadError(f"{path.name} is empty.", "Put statements into it.")
    if kind == RdfFormat.RDF_XML and _DOCTYPE.search(content):
        raise UploadError(f"{path.name} declares a document type or entities.", "Write them out, and drop DOCTYPE.")
    try:
        triples = [quad.triple for quad in parse(content, kind, base_iri="https://w3id.org/passerelle/")]
    except SyntaxError as error:
        raise UploadError(f"{path.name} is no {kind.name}: {error.msg}.", "Correct it, or its suffix.") from None
    except (ValueError, OSError) as error:
        raise UploadError(f"{path.name} cannot be read: {error}.", "Correct it.") from None
    if not triples:
        raise UploadError(f"{path.name} holds no statement.", "Put statements into it.")
    return Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
