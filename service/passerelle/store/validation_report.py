"""A validation report in the terms of SHACL (https://www.w3.org/TR/shacl/#validation-report), as RDF.

Warnings leave `sh:conforms` true, and the report says so by `sh:conformanceDisallows`
(https://www.w3.org/TR/shacl12-core/#conformance-definition).
"""

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from passerelle.namespaces import RDF, SH, XSD
from passerelle.store.findings import Finding, Findings, Severity
from passerelle.store.nodes import node
from passerelle.store.prefixes import prefixes_of
from passerelle.store.request import ResultFormat
from passerelle.store.serialisation import GRAPH_WRITERS
from passerelle.store.xml_check import check_rdf_xml


def write_report(found: Findings, kind: ResultFormat) -> bytes:
    """The report in one of the formats of graphs.

    Raises:
        UnfitFormatError: a value of the report cannot stand in XML.
    """
    triples = list(_report(found))
    written = serialize(triples, format=GRAPH_WRITERS[kind], prefixes=prefixes_of(triples)) or b""
    return check_rdf_xml(written) if GRAPH_WRITERS[kind] == RdfFormat.RDF_XML else written


def _report(found: Findings) -> Iterator[Triple]:
    root = BlankNode("report")
    conforms = Literal(str(found.conforms).lower(), datatype=NamedNode(f"{XSD}boolean"))
    yield Triple(root, NamedNode(f"{RDF}type"), _sh("ValidationReport"))
    yield Triple(root, _sh("conforms"), conforms)
    yield Triple(root, _sh("conformanceDisallows"), NamedNode(Severity.VIOLATION.iri))
    results = [BlankNode(f"result{number}") for number in range(len(found.shown))]
    for result in results:
        yield Triple(root, _sh("result"), result)
    for result, finding in zip(results, found.shown, strict=True):
        yield from _result(result, finding)


def _result(result: BlankNode, finding: Finding) -> Iterator[Triple]:
    yield Triple(result, NamedNode(f"{RDF}type"), _sh("ValidationResult"))
    yield Triple(result, _sh("focusNode"), node(finding.focus))
    if finding.path:
        yield Triple(result, _sh("resultPath"), NamedNode(finding.path))
    if finding.value:
        yield Triple(result, _sh("value"), node(finding.value))
    for language, text in finding.messages.items():
        yield Triple(result, _sh("resultMessage"), Literal(text, language=language or None))
    yield Triple(result, _sh("resultSeverity"), NamedNode(finding.severity.iri))
    yield Triple(result, _sh("sourceShape"), NamedNode(finding.shape))
    if finding.rule != finding.shape:
        yield Triple(result, _sh("sourceConstraint"), NamedNode(finding.rule))
    yield Triple(result, _sh("sourceConstraintComponent"), NamedNode(finding.component))


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)
