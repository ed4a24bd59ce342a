"""Checks a graph against the shapes (SHACL) and the rules about graphs, and says what to repair.

pySHACL validates graphs that rdflib has parsed; it disagrees with the engine on how literals are written, and would
report violations that are none. The rules of shapes/quality are queries, which the engine answers.
"""

from dataclasses import dataclass
from pathlib import Path

from pyshacl import validate as run_shacl
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from passerelle.namespaces import BASE, SHAPE, SOURCES_GRAPH
from passerelle.store.engine import Engine
from passerelle.store.failures import GraphError
from passerelle.store.request import DumpFormat, QueryRequest, ResultFormat
from passerelle.store.rows import values


@dataclass(frozen=True)
class Finding:
    """One thing to repair: the rule and its message by language, how severe, and the thing, property and value."""

    rule: str
    component: str
    messages: tuple[tuple[str, str], ...]
    severity: str
    focus: Node
    path: Node | None
    value: Node | None


def check(engine: Engine) -> list[Finding]:
    """Check the whole graph, by its shapes and by its rules about graphs.

    Raises:
        GraphError: the graph has no shapes, or a rule about graphs is no query.
    """
    return sorted([*_by_shapes(engine, _asserted(engine), None), *_by_rules(engine)], key=_order)


def check_addition(engine: Engine, addition: Graph) -> list[Finding]:
    """Check statements merged with the graph, by its shapes; only what they describe is reported.

    Shapes among the statements are data like any other: they check nothing.

    Raises:
        GraphError: the graph has no shapes.
    """
    merged = _asserted(engine)
    merged += addition
    focus = sorted({subject for subject in addition.subjects() if isinstance(subject, URIRef)})
    return sorted(_by_shapes(engine, merged, focus), key=_order) if focus else []


def report(findings: list[Finding]) -> Graph:
    """The findings as a validation report (https://www.w3.org/TR/shacl/#validation-report)."""
    graph = Graph()
    graph.bind("sh", SH)
    root = BNode("report")
    graph.add((root, RDF.type, SH.ValidationReport))
    graph.add((root, SH.conforms, Literal(not findings)))
    for number, finding in enumerate(findings):
        result = BNode(f"result{number}")
        graph.add((root, SH.result, result))
        graph.add((result, RDF.type, SH.ValidationResult))
        graph.add((result, SH.sourceShape, URIRef(finding.rule)))
        graph.add((result, SH.sourceConstraintComponent, URIRef(finding.component)))
        graph.add((result, SH.resultSeverity, URIRef(finding.severity)))
        graph.add((result, SH.focusNode, finding.focus))
        for language, text in finding.messages:
            graph.add((result, SH.resultMessage, Literal(text, lang=language or None)))
        for predicate, node in ((SH.resultPath, finding.path), (SH.value, finding.value)):
            if node is not None:
                graph.add((result, predicate, node))
    return graph


def _asserted(engine: Engine) -> Graph:
    """What the shapes are about: the default graph, and the bibliography beside it."""
    graph = Graph().parse(data=engine.dump(DumpFormat.NTRIPLES), format="nt")
    sources = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{SOURCES_GRAPH}> {{ ?s ?p ?o }} }}"
    return graph.parse(data=engine.answer(QueryRequest(sources, ResultFormat.NTRIPLES)), format="nt")


def _by_shapes(engine: Engine, data: Graph, focus: list[URIRef] | None) -> list[Finding]:
    shapes = _files(engine.folder, "shapes/*.ttl")
    if not len(shapes):
        raise GraphError(f"{engine.folder} holds no shapes.", "Put them into shapes/*.ttl, or name another folder.")
    ontology = _files(engine.folder, "ontology/modules/*.ttl")
    chosen = None if focus is None else [str(node) for node in focus]
    _conforms, found, text = run_shacl(data + ontology, shacl_graph=shapes, focus_nodes=chosen)
    if not isinstance(found, Graph):
        raise GraphError(f"The shapes of {engine.folder} cannot be used: {text}", "Correct them.")
    return [_finding(found, result, shapes) for result in found.subjects(RDF.type, SH.ValidationResult)]


def _finding(found: Graph, result: Node, shapes: Graph) -> Finding:
    shape = found.value(result, SH.sourceShape)
    focus = found.value(result, SH.focusNode) or result
    texts = list(shapes.objects(shape, SH.message)) or list(found.objects(result, SH.resultMessage))
    messages = sorted((getattr(text, "language", None) or "", str(text)) for text in texts)
    component, severity = found.value(result, SH.sourceConstraintComponent), found.value(result, SH.resultSeverity)
    path, value = found.value(result, SH.resultPath), found.value(result, SH.value)
    return Finding(str(shape), str(component), tuple(messages), str(severity), focus, path, value)


def _by_rules(engine: Engine) -> list[Finding]:
    findings = []
    for path in sorted((engine.folder / "shapes" / "quality").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        message = " ".join(line.lstrip("# ") for line in text.splitlines() if line.startswith("#"))
        for row in values(engine, text):
            subject, *rest = [value for value in row.values() if value]
            node = URIRef(subject) if ":" in subject else Literal(subject)
            said = Literal(" ".join(value.removeprefix(BASE) for value in rest)) if rest else None
            rule = f"{SHAPE}quality/{path.stem}"
            component = str(SH.SPARQLConstraintComponent)
            findings.append(Finding(rule, component, (("en", message),), str(SH.Violation), node, None, said))
    return findings


def _files(folder: Path, pattern: str) -> Graph:
    graph = Graph()
    for path in sorted(folder.glob(pattern)):
        graph.parse(data=path.read_bytes(), format="turtle")
    return graph


def _order(finding: Finding) -> tuple[str, str, str, str]:
    return finding.rule, str(finding.focus), str(finding.path), str(finding.value)
