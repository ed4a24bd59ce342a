"""What the European Learning Model wants of a thing and is not known of it, as a SHACL validation report."""

from collections.abc import Iterable, Iterator, Sequence

from passerelle.namespaces import DCTERMS, ELM, ORG, PSL, RDF, SH, XSD, shorten
from passerelle.phrases import LANGUAGES, phrase
from passerelle.store.rows import Term
from passerelle.store.statements import Statement

_TYPE = f"{RDF}type"
# Classes of ours, and of those that we reuse, whose members have a place in the model.
CLASSES = frozenset({f"{PSL}QualificationType", f"{ELM}Qualification", f"{ORG}Organization"})
# The properties of which the LOQ profile wants at least one value; the tests compare this with its shapes.
MANDATORY: dict[str, tuple[str, ...]] = {
    f"{ELM}Qualification": (
        f"{DCTERMS}title",
        f"{ELM}EQFLevel",
        f"{ELM}NQFLevel",
        f"{ELM}ISCEDFCode",
        f"{ELM}learningOutcome",
    ),
    f"{ELM}Organisation": ("http://www.w3.org/ns/regorg#legalName", f"{ELM}location"),
}


def missing(statements: Sequence[Statement], iri: str) -> list[str] | None:
    """The mandatory properties that a thing has no value of; None if it is neither qualification nor organisation."""
    own = [(predicate, value) for subject, predicate, value in statements if subject.value == iri]
    classes = [value.value for predicate, value in own if predicate == _TYPE and value.value in MANDATORY]
    said = {predicate for predicate, _ in own}
    wanted = dict.fromkeys(name for kind in classes for name in MANDATORY[kind])
    return [name for name in wanted if name not in said] if classes else None


def report(lacking: Iterable[str], iri: str, document: str) -> Iterator[Statement]:
    """The report of a thing (https://www.w3.org/TR/shacl/#validation-report), in the document of that IRI."""
    lacking = list(lacking)
    node = Term("uri", f"{document}#report")
    yield node, _TYPE, Term("uri", f"{SH}ValidationReport")
    yield node, f"{SH}conforms", Term("literal", "false" if lacking else "true", f"{XSD}boolean")
    for property_ in lacking:
        result = Term("uri", f"{document}#lacks-{property_.rpartition('/')[2].rpartition('#')[2]}")
        yield node, f"{SH}result", result
        yield result, _TYPE, Term("uri", f"{SH}ValidationResult")
        yield result, f"{SH}focusNode", Term("uri", iri)
        yield result, f"{SH}resultPath", Term("uri", property_)
        yield result, f"{SH}resultSeverity", Term("uri", f"{SH}Violation")
        yield result, f"{SH}sourceConstraintComponent", Term("uri", f"{SH}MinCountConstraintComponent")
        for language in LANGUAGES:
            text = phrase("elm_lacks", language, property=shorten(property_))
            yield result, f"{SH}resultMessage", Term("literal", text, language=language)
