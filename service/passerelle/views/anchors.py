"""Names of places on a page, one for each thing."""

from hashlib import sha256

from passerelle.namespaces import ID


def anchor(iri: str) -> str:
    """The name of the place where a page tells of a thing.

    Examples:
        >>> anchor("https://w3id.org/passerelle/id/act/MTRT2300941L")
        'act.MTRT2300941L'
    """
    if iri.startswith(ID):
        return iri.removeprefix(ID).replace("/", ".")
    return f"x{sha256(iri.encode()).hexdigest()[:12]}"
