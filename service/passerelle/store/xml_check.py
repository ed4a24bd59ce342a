"""Finds results that XML cannot carry, which the engine writes all the same; keeps the others as they are read back."""

import re
from typing import IO

from passerelle.store.failures import UnfitFormatError

# https://www.w3.org/TR/xml/#charsets: the other control characters cannot even be escaped.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
# How the serialiser writes a predicate that has no local name: an element with nothing after its prefix.
_NAMELESS = re.compile(rb'<[\w.-]+: [^<>]*xmlns:[\w.-]+="([^"]*)"')


def check_results_xml(written: bytes) -> bytes:
    """The same bytes if they are well-formed, with every carriage return kept.

    Raises:
        UnfitFormatError: a value holds a character that XML forbids.
    """
    if _CONTROL.search(written):
        raise UnfitFormatError("The result holds control characters, which XML cannot carry.", "Ask for JSON.")
    return _returns_kept(written)


def check_rdf_xml(written: bytes) -> bytes:
    """The same bytes if they are well-formed RDF/XML, with every carriage return kept.

    Raises:
        UnfitFormatError: a value holds a forbidden character, or a predicate ends in no XML name, so that
            RDF/XML cannot write it (https://www.w3.org/TR/rdf-syntax-grammar/#section-Serialising).
    """
    if _CONTROL.search(written):
        raise UnfitFormatError("The graph holds control characters, which XML cannot carry.", "Ask for Turtle.")
    nameless = _NAMELESS.search(written)
    if nameless:
        raise UnfitFormatError(
            f"RDF/XML cannot write the predicate <{nameless[1].decode()}>, as it ends in no XML name.",
            "Ask for Turtle.",
        )
    return _returns_kept(written)


class CheckedXml:
    """Passes RDF/XML on as it comes, checked as `check_rdf_xml` does; `flush` passes on what is left."""

    def __init__(self, output: IO[bytes]) -> None:
        """Pass it on to there."""
        self._output = output
        self._held = b""

    def write(self, content: bytes) -> int:
        """Take bytes.

        Raises:
            UnfitFormatError: as `check_rdf_xml`.
        """
        # No pattern of ours goes across the end of a tag.
        whole, end, self._held = (self._held + content).rpartition(b">")
        self._output.write(check_rdf_xml(whole + end))
        return len(content)

    def flush(self) -> None:
        """Pass on what is left; failures as `write`."""
        self._output.write(check_rdf_xml(self._held))
        self._held = b""


def _returns_kept(written: bytes) -> bytes:
    """The serialiser writes them as they are, and a reader would take them for line feeds.

    See https://www.w3.org/TR/xml/#sec-line-ends.
    """
    return written.replace(b"\r", b"&#13;")
