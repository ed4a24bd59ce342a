"""Files that are broken, wrongly declared or hostile, and the answer that each of them gets."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

RDF_HEAD = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://example.org/">'
RIGHT = b"""@prefix psl: <https://w3id.org/passerelle/ns/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/passerelle/id/right/new> a psl:Right ; psl:minimumAge 16 ;
  rdfs:label "Droit nouveau"@fr, "New right"@en .
"""
# Where a file names something elsewhere: what would be reached if a parser followed it.
Elsewhere = str
Content = bytes | Callable[[Elsewhere], bytes]


@dataclass(frozen=True)
class Hostile:
    """A file: the suffix that declares it, its bytes, the status it is answered by, and what the answer says.

    With status 200 the file can be checked, and what is found (or not) is `says`.
    """

    suffix: str
    content: Content
    status: HTTPStatus
    says: str

    def bytes(self, elsewhere: Elsewhere) -> bytes:
        """The content, with the address or path of something elsewhere put in."""
        return self.content(elsewhere) if callable(self.content) else self.content


def _bomb(depth: int) -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, depth))
    return (
        f"<?xml version='1.0'?><!DOCTYPE r [{entities}]>".encode()
        + RDF_HEAD
        + f'<rdf:Description rdf:about="x:y"><x:p>&a{depth - 1};</x:p></rdf:Description></rdf:RDF>'.encode()
    )


def _context(elsewhere: str) -> bytes:
    return f'{{"@context": "{elsewhere}", "@id": "http://example.org/x", "name": "z"}}'.encode()


def _external_entity(elsewhere: str) -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "{elsewhere}">]>'.encode()
        + RDF_HEAD
        + b'<rdf:Description rdf:about="x:y"><x:p>&e;</x:p></rdf:Description></rdf:RDF>'
    )


def _imports(elsewhere: str) -> bytes:
    return RIGHT + f"<x:g> <http://www.w3.org/2002/07/owl#imports> <{elsewhere}> .".encode()


def _shapes(elsewhere: str) -> bytes:
    return (
        RIGHT
        + (
            "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
            "<x:s> a sh:NodeShape ; sh:targetClass psl:Right ; sh:property <x:p> ; sh:sparql <x:q> .\n"
            "<x:p> sh:path rdfs:label ; sh:maxCount 0 .\n"
            f'<x:q> sh:select "SELECT $this {{ SERVICE <{elsewhere}> {{ $this ?p ?o }} }}" .\n'
            f'<x:s> sh:js <x:j> . <x:j> sh:jsLibrary <x:l> . <x:l> sh:jsLibraryURL "{elsewhere}" .\n'
            f"<x:g> sh:shapesGraph <{elsewhere}> ."
        ).encode()
    )


def _literal(text: str, datatype: str) -> bytes:
    return RIGHT + f'<https://w3id.org/passerelle/id/right/new> rdfs:comment "{text}"^^<{datatype}> .'.encode()


XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
BAD, LARGE = HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE
UNFIT, FINE = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.OK
CONFORMS = "Conforms"

# Small, so that a file need not be large to overstep them.
ENVIRONMENT = {
    "PASSERELLE_UPLOAD_LIMIT": "1200000",
    "PASSERELLE_UPLOAD_STATEMENTS": "5000",
    "PASSERELLE_VALIDATION_TIMEOUT": "3",
}
HOSTILE: dict[str, Hostile] = {
    # nothing, or nothing readable
    "empty": Hostile("ttl", b"", UNFIT, "is empty"),
    "only blanks": Hostile("ttl", b"  \n\t\n", UNFIT, "is empty"),
    "only a comment": Hostile("ttl", b"# nothing here\n", UNFIT, "holds no statement"),
    "only a byte-order mark": Hostile("ttl", b"\xef\xbb\xbf", UNFIT, "is empty"),
    "a JSON number": Hostile("jsonld", b"42", UNFIT, "holds no statement"),
    "random bytes": Hostile("ttl", b"\x00\x01\xff\xfe" * 50, BAD, "is no Turtle"),
    "broken off": Hostile("ttl", RIGHT[:-20], BAD, "is no Turtle"),
    "Latin-1": Hostile("ttl", RIGHT.replace(b"nouveau", "renouvelé".encode("latin-1")), BAD, "UTF-8"),
    "UTF-16": Hostile("ttl", RIGHT.decode().encode("utf-16"), BAD, "is in UTF-16"),
    "half a surrogate": Hostile("ttl", RIGHT.replace(b"nouveau", b"\\uD800"), BAD, "is no Turtle"),
    "a space in an IRI": Hostile("ttl", RIGHT.replace(b"right/new", b"right/ new"), BAD, "is no Turtle"),
    "an undeclared prefix": Hostile("ttl", b"<x:a>\n  foaf:name 'x' .", BAD, "prefix foaf: has not been declared"),
    # wrongly declared
    "Turtle as RDF/XML": Hostile("rdf", RIGHT, BAD, "is no RDF/XML"),
    "Turtle as JSON-LD": Hostile("jsonld", RIGHT, BAD, "is no JSON-LD"),
    "Turtle as N-Triples": Hostile("nt", RIGHT, BAD, "is no N-Triples"),
    "RDF/XML as Turtle": Hostile("ttl", RDF_HEAD + b"</rdf:RDF>", BAD, "is no Turtle"),
    "JSON-LD as TriG": Hostile("trig", b'{"@id": "x:a"}', BAD, "is no TriG"),
    "HTML as RDF/XML": Hostile("rdf", b"<!DOCTYPE html><html><body>Non</body></html>", UNFIT, "document type"),
    "gzip as Turtle": Hostile("ttl", b"\x1f\x8b\x08\x00\x00\x00\x00\x00", BAD, "is no Turtle"),
    "a spreadsheet as N-Quads": Hostile("nq", b"PK\x03\x04\x14\x00\x06\x00", BAD, "is no N-Quads"),
    "a rule of N3": Hostile("ttl", b"{ <x:a> <x:b> <x:c> } => { <x:a> <x:b> <x:d> } .", BAD, "is no Turtle"),
    # reaching out
    "entities without end": Hostile("rdf", _bomb(9), UNFIT, "declares a document type"),
    "entities without end in UTF-16": Hostile("rdf", _bomb(9).decode().encode("utf-16"), BAD, "is in UTF-16"),
    "an external entity": Hostile("rdf", _external_entity, UNFIT, "declares a document type"),
    "a context elsewhere": Hostile("jsonld", _context, UNFIT, "nothing is fetched"),
    "a context that imports": Hostile(
        "jsonld", lambda to: f'{{"@context": {{"@import": "{to}"}}, "x:p": "z"}}'.encode(), UNFIT, "nothing is fetched"
    ),
    "a context inside a context": Hostile(
        "jsonld",
        lambda to: f'{{"@context": {{"a": {{"@id": "x:a", "@context": "{to}"}}}}, "a": {{"x:b": "z"}}}}'.encode(),
        UNFIT,
        "nothing is fetched",
    ),
    "imports": Hostile("ttl", _imports, FINE, CONFORMS),
    "shapes, queries and scripts": Hostile("ttl", _shapes, FINE, CONFORMS),
    # too much
    "more bytes than taken": Hostile("ttl", RIGHT + b"#" * 1_300_000, LARGE, "larger than"),
    "more statements than taken": Hostile(
        "nt", b"".join(b"<x:a> <x:b> <x:%d> .\n" % n for n in range(5_100)), LARGE, "more than 5,000 statements"
    ),
    "a list without end": Hostile("ttl", b"<x:a> <x:b> (" + b" 1" * 20_000 + b" ) .", LARGE, "more than 5,000"),
    "a prefix that explodes": Hostile(
        "ttl",
        b"@prefix p: <http://example.org/%s> .\n" % (b"x" * 100_000) + b"p:a p:b p:c , p:d , p:e .\n" * 200,
        LARGE,
        "too long",
    ),
    "deep RDF/XML": Hostile("rdf", RDF_HEAD + b"<rdf:Description><x:p>" * 48_000, UNFIT, "processor time"),
    "deep JSON": Hostile("jsonld", b'{"x:a":' * 50_000, BAD, "is no JSON-LD"),
    "deep Turtle": Hostile("ttl", b"<x:a> <x:b> " + b"(" * 200_000, LARGE, "more than 5,000"),
    # beyond SHACL
    "a triple term": Hostile("ttl", RIGHT + b"<x:a> <x:b> <<( <x:c> <x:d> <x:e> )>> .", UNFIT, "triple term"),
    "a text with a direction": Hostile("ttl", RIGHT + b'<x:a> <x:b> "x"@ar--rtl .', UNFIT, "direction"),
    # strange, and fine
    "a byte-order mark": Hostile("ttl", b"\xef\xbb\xbf" + RIGHT, FINE, CONFORMS),
    "a NUL in a text": Hostile("ttl", RIGHT.replace(b"nouveau", b"\\u0000"), FINE, CONFORMS),
    "an ill-formed number": Hostile("ttl", RIGHT.replace(b"16", b'"seize"^^<%sinteger>' % XSD.encode()), FINE, "seize"),
    "a number of 5,000 digits": Hostile("ttl", RIGHT.replace(b"16", b"9" * 5_000), FINE, ""),
    "an ill-formed date": Hostile("ttl", _literal("2020-13-45", f"{XSD}date"), FINE, CONFORMS),
    "entities in an XML literal": Hostile("nt", b'<x:a> <x:b> "%s"^^<%sXMLLiteral> .' % (
        _bomb(9).replace(b'"', b'\\"'), RDF.encode()), FINE, CONFORMS
    ),
    "an HTML literal": Hostile("ttl", _literal("<script>alert(1)</script>", f"{RDF}HTML"), FINE, CONFORMS),
    "characters that steer a terminal": Hostile(
        "ttl", RIGHT.replace(b" 16 ", b' "\\u001B]0;owned\\u0007\\u001B[31m\\u202Etxt" '), FINE, "␛]0;owned␇␛[31m"
    ),
    "a value like a pattern": Hostile(
        "ttl",
        b"@prefix psl: <https://w3id.org/passerelle/ns/> .\n"
        rb"""<x:a> <http://purl.org/dc/terms/isReplacedBy> <x:b> ; psl:startYear "\\g<9>\\1" .
<x:b> psl:startYear "A" .""",
        FINE,
        r"on \g<9>\1",
    ),
    "a blank node": Hostile("ttl", RIGHT + b"_:me a psl:Right ; psl:minimumAge 'x' .", FINE, "_:me psl:minimumAge"),
    "a graph of ours": Hostile(
        "trig", b"<https://w3id.org/passerelle/graph/sources> { <x:a> <x:b> <x:c> }", FINE, CONFORMS
    ),
}  # fmt: skip
