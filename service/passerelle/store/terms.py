"""Terms as the engine writes them, for the few places that build a query around a value."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from passerelle.namespaces import XSD


def iri(text: str) -> str:
    """The IRI in angle brackets.

    Raises:
        ValueError: it is no absolute IRI (https://www.rfc-editor.org/rfc/rfc3987); the message says why.
    """
    try:
        return str(NamedNode(text))
    except UnicodeError:
        raise ValueError("It is not UTF-8") from None


def literal(text: str, datatype: str) -> str:
    """The literal of that text and datatype, as the engine itself reads it: `+3` as an integer is `3`.

    A datatype that the engine knows no casts to (https://www.w3.org/TR/sparql11-query/#FunctionMapping) is not checked.

    Raises:
        ValueError: the text is none of the datatype's.
    """
    try:
        plain = Literal(text)
    except ValueError:
        raise ValueError("It is not UTF-8") from None
    if datatype == f"{XSD}string":
        return str(plain)
    try:
        found = _cast(plain, datatype)
    except RuntimeError:
        return str(Literal(text, datatype=NamedNode(datatype)))
    if found is None:
        raise ValueError("It does not fit")
    # As people write it; a sign would be a token of its own.
    return found.value if datatype == f"{XSD}integer" and found.value.isdigit() else str(found)


def _cast(plain: Literal, datatype: str) -> Literal | None:
    result = Store().query(f"SELECT ({iri(datatype)}({plain}) AS ?value) {{}}")
    try:
        found = next(result)["value"] if isinstance(result, QuerySolutions) else None
        return found if isinstance(found, Literal) else None
    finally:
        # The traceback of an exception would keep it, and a result dropped by another thread is an error.
        del result


def listed(iris: Iterable[str]) -> str:
    """The members of a VALUES block for IRIs; what is no IRI is left out, as no statement can be about it."""
    return " ".join(str(NamedNode(text)) for text in iris if _is_iri(text))


def _is_iri(text: str) -> bool:
    try:
        iri(text)
    except ValueError:
        return False
    return True
