"""The version in the header of the ontology, read and moved on as text, so that everything else stays as it is."""

import re
from datetime import date

from passerelle.namespaces import PSL
from passerelle.publishing.releases.archive import Version, read_version
from passerelle.store.failures import GraphError

FILE = "ontology/passerelle.ttl"
_VERSION = re.compile(r'owl:versionInfo "([^"]*)"')
_IRI = re.compile(rf"owl:versionIRI <{re.escape(PSL)}([^>]*)>")
_PRIOR = re.compile(r"  owl:priorVersion <[^>]*> ;\n")
_CITED = re.compile(r'(dcterms:bibliographicCitation "[^"(]*\()\d{4}(\)[^"]*version )[^" ]*( *[.] [^"]*/)[^"/]*(")')
_DATES = {name: re.compile(rf'(dcterms:{name} ")[^"]*(")') for name in ("modified", "issued")}


def header_version(text: str) -> Version:
    """The version that a header states.

    Raises:
        GraphError: it states none, or its IRI another than its text.
    """
    info, iri = (
        _only(_VERSION, text, 'owl:versionInfo "X.Y.Z"')[1],
        _only(_IRI, text, f"owl:versionIRI <{PSL}X.Y.Z>")[1],
    )
    version = read_version(info)
    if version is None or info != iri:
        raise GraphError(
            f"{FILE} states owl:versionInfo {info!r} and the version IRI …/ns/{iri}.",
            "Write the same version of three numbers, such as 0.2.0, in both.",
        )
    return version


def moved_on(text: str, version: Version, previous: Version | None, day: date) -> str:
    """The header of another version: `owl:versionInfo`, `owl:versionIRI`, `owl:priorVersion`, dates and citation.

    Raises:
        GraphError: one of these is missing; the message says what to write.
    """
    for pattern, what in (
        (_CITED, f'dcterms:bibliographicCitation "… (2026). …, version 0.1.0. {PSL}0.1.0"'),
        *((pattern, f'dcterms:{name} "2026-01-31"^^xsd:date') for name, pattern in _DATES.items()),
    ):
        _only(pattern, text, what)
    text = _VERSION.sub(f'owl:versionInfo "{version}"', text)
    text = _PRIOR.sub("", text)
    prior = f" ;\n  owl:priorVersion <{previous.iri}>" if previous else ""
    text = _IRI.sub(f"owl:versionIRI <{version.iri}>{prior}", text)
    for pattern in _DATES.values():
        text = pattern.sub(rf"\g<1>{day.isoformat()}\g<2>", text)
    return _CITED.sub(rf"\g<1>{day.year}\g<2>{version}\g<3>{version}\g<4>", text)


def _only(pattern: re.Pattern[str], text: str, what: str) -> re.Match[str]:
    found = list(pattern.finditer(text))
    if len(found) != 1:
        raise GraphError(f"{FILE} has {len(found) or 'no'} statement of the form {what}.", "It needs one, on one line.")
    return found[0]
