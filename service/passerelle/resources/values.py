"""How values are shown to people."""

from passerelle.namespaces import XSD, shorten
from passerelle.store.rows import Term

# Datatypes that a value shows by itself.
_PLAIN = {"", *(f"{XSD}{name}" for name in ("string", "integer", "decimal", "boolean", "date", "gYear"))}


def literal(term: Term, language: str = "") -> str:
    """A literal or a blank node as text, its language told unless it is that one, its datatype unless it shows."""
    if term.kind == "bnode":
        return f"_:{term.value}"
    if term.language:
        return term.value if term.language == language else f"{term.value} @{term.language}"
    return term.value if term.datatype in _PLAIN else f"{term.value} ^^{shorten(term.datatype)}"
