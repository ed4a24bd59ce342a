"""Every constraint of every shape tells a wrong value from a right one, and none is lost.

That the data conform is for `passerelle validate` to say (tests/commands/test_validate.py).
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

SH = Namespace("http://www.w3.org/ns/shacl#")
EX = Namespace("https://example.org/")
ROOT = Path(__file__).parents[2]


def shapes_graph() -> Graph:
    merged = Graph()
    for path in sorted((ROOT / "shapes").glob("*.ttl")):
        merged.parse(data=path.read_text(encoding="utf-8"), format="turtle")
    return merged


SHAPES = shapes_graph()


def test_shapes_have_readable_iris_and_bilingual_messages() -> None:
    for shape in set(SHAPES.subjects(RDF.type, SH.NodeShape)):
        assert str(shape).startswith("https://w3id.org/passerelle/shape/")
        for property_shape in SHAPES.objects(shape, SH.property):
            assert str(property_shape).startswith(f"{shape}-"), f"name {property_shape} after its class and property"
            languages = {getattr(m, "language", None) for m in SHAPES.objects(property_shape, SH.message)}
            assert languages == {"en", "fr"}, f"{property_shape}: give sh:message @en and @fr"
            assert SHAPES.value(property_shape, SH.severity), f"{property_shape}: give sh:severity"


# Two right values of each datatype that the shapes ask for.
SAMPLES = {
    XSD.integer: ("7", "8"), XSD.decimal: ("0.5", "0.7"), XSD.boolean: ("true", "false"), XSD.string: ("text", "other"),
    XSD.date: ("2020-01-31", "2021-01-31"), XSD.gYear: ("2020", "2021"), XSD.gYearMonth: ("2020-01", "2021-01"),
    XSD.duration: ("P2Y", "P3Y"),
}  # fmt: skip


def right_values(shape: URIRef, graph: Graph) -> tuple[Node, Node]:
    """Two values that satisfy every constraint of a property shape; what they need is added to the graph."""
    kind, datatype = SHAPES.value(shape, SH["class"]), SHAPES.value(shape, SH.datatype)
    if (shape, SH["or"], None) in SHAPES:
        datatype = XSD.decimal
    if datatype == RDF.langString:
        return Literal("text", lang="en"), Literal("other text", lang="en")
    if datatype is not None:
        one, two = (Literal(text, datatype=URIRef(str(datatype))) for text in SAMPLES[URIRef(str(datatype))])
        return one, two
    if SHAPES.value(shape, SH.nodeKind) == SH.Literal:
        return Literal(7), Literal(8)
    if kind is not None:
        graph.add((EX.value, RDF.type, kind))
        graph.add((EX.other, RDF.type, kind))
    return SHAPES.value(shape, SH.hasValue) or EX.value, EX.other


def cases() -> Iterator[tuple[URIRef, URIRef, URIRef]]:
    constraints = (
        SH.minCount, SH.maxCount, SH.datatype, SH["class"], SH.nodeKind, SH.uniqueLang, SH.minInclusive,
        SH.maxInclusive, SH.hasValue, SH["or"],
    )  # fmt: skip
    for node_shape, property_shape in sorted(SHAPES.subject_objects(SH.property)):
        for constraint in constraints:
            if (property_shape, constraint, None) in SHAPES:
                yield URIRef(str(node_shape)), URIRef(str(property_shape)), URIRef(str(constraint))


CASES = list(cases())


def test_the_shapes_use_no_constraint_that_has_no_example() -> None:
    described = {SH.path, SH.message, SH.severity, RDF.type, RDFS.label}
    exercised = {constraint for _n, _p, constraint in CASES}
    for property_shape in set(SHAPES.objects(None, SH.property)):
        extra = set(SHAPES.predicates(property_shape)) - described - exercised
        assert not extra, f"{property_shape} uses {extra}: give it a conforming and a violating example here"


def conforming(property_shape: URIRef, graph: Graph) -> list[Node]:
    """As many right values as the shape asks for."""
    if (property_shape, SH.uniqueLang, None) in SHAPES:
        return [Literal("label", lang="en"), Literal("libellé", lang="fr")]
    return [right_values(property_shape, graph)[0]]


def violating(property_shape: URIRef, constraint: URIRef, graph: Graph) -> list[Node]:
    """Values that break one constraint."""
    right = conforming(property_shape, graph)
    bound = SHAPES.value(property_shape, constraint)
    text = Literal(7) if bound == XSD.string else Literal("no such value")
    broken: dict[URIRef, list[Node]] = {
        SH.minCount: right[: int(str(bound)) - 1] if constraint == SH.minCount else [],
        SH.maxCount: [*right, right_values(property_shape, graph)[1]],
        SH.uniqueLang: [*right, Literal("another label", lang="en")],
        SH.minInclusive: [Literal(-1)],
        SH.maxInclusive: [Literal(1000)],
        SH.nodeKind: [EX.value if bound == SH.Literal else text],
        SH.hasValue: [EX.other],
        SH["class"]: [EX.untyped],
        SH["or"]: [text],
        SH.datatype: [text],
    }
    return broken[constraint]


# How a node shape says what it is about.
TARGETS = (SH.targetClass, SH.targetObjectsOf)


def reported(node_shape: URIRef, property_shape: URIRef, graph: Graph, found: list[Node]) -> set[Node]:
    """The constraint components that pySHACL reports for one shape on a thing with the given values."""
    path = SHAPES.value(property_shape, SH.path)
    (aim,) = [SHAPES.triples((node_shape, kind, None)) for kind in TARGETS if (node_shape, kind, None) in SHAPES]
    ((_shape, target_kind, target),) = aim
    assert path is not None
    graph.add((EX.thing, RDF.type, target) if target_kind == SH.targetClass else (EX.holder, target, EX.thing))
    for value in found:
        graph.add((EX.thing, path, value))
    rules = Graph()
    for triple in SHAPES.triples((property_shape, None, None)):
        rules.add(triple)
    pending = [o for o in SHAPES.objects(property_shape) if isinstance(o, BNode)]
    while pending:
        node = pending.pop()
        for triple in SHAPES.triples((node, None, None)):
            rules.add(triple)
            if isinstance(triple[2], BNode):
                pending.append(triple[2])
    rules.add((node_shape, RDF.type, SH.NodeShape))
    rules.add((node_shape, target_kind, target))
    rules.add((node_shape, SH.property, property_shape))
    _conforms, report, _text = validate(graph, shacl_graph=rules, advanced=False)
    assert isinstance(report, Graph)
    return {
        component
        for result in report.subjects(SH.sourceShape, property_shape)
        for component in report.objects(result, SH.sourceConstraintComponent)
    }


COMPONENTS = {
    SH.minCount: SH.MinCountConstraintComponent, SH.maxCount: SH.MaxCountConstraintComponent,
    SH.datatype: SH.DatatypeConstraintComponent, SH["class"]: SH.ClassConstraintComponent,
    SH.nodeKind: SH.NodeKindConstraintComponent, SH.uniqueLang: SH.UniqueLangConstraintComponent,
    SH.minInclusive: SH.MinInclusiveConstraintComponent, SH.maxInclusive: SH.MaxInclusiveConstraintComponent,
    SH.hasValue: SH.HasValueConstraintComponent, SH["or"]: SH.OrConstraintComponent,
}  # fmt: skip


@pytest.mark.parametrize(
    ("node_shape", "property_shape", "constraint"),
    CASES,
    ids=[f"{p.rsplit('/', 1)[-1]}-{c.rsplit('#', 1)[-1]}" for _n, p, c in CASES],
)
def test_a_constraint_accepts_the_right_and_reports_the_wrong(
    node_shape: URIRef, property_shape: URIRef, constraint: URIRef
) -> None:
    right = Graph()
    assert reported(node_shape, property_shape, right, conforming(property_shape, right)) == set()
    wrong = Graph()
    assert COMPONENTS[constraint] in reported(
        node_shape, property_shape, wrong, violating(property_shape, constraint, wrong)
    )


def written(graph: Graph) -> set[str]:
    """Every constraint of some shapes as a line: shape, constraint, value."""
    return {
        f"{short(property_shape)} {short(constraint)} {short(value)}"
        for node_shape, property_shape in graph.subject_objects(SH.property)
        for constraint in COMPONENTS
        for value in graph.objects(property_shape, constraint)
    } | {
        f"{short(node_shape)} {short(target_kind)} {short(target)}"
        for target_kind in TARGETS
        for node_shape, target in graph.subject_objects(target_kind)
    }


def short(node: Node) -> str:
    return "(alternatives)" if isinstance(node, BNode) else re.split(r"[/#]", str(node))[-1]


def test_no_constraint_is_lost() -> None:
    """The list is kept by hand: whoever adds or drops a constraint says so there too."""
    kept = set((Path(__file__).parent / "constraints.txt").read_text(encoding="utf-8").splitlines())
    lost, new = kept - written(SHAPES), written(SHAPES) - kept
    assert not lost, f"shapes/ lost these constraints; restore them, or drop them from constraints.txt: {sorted(lost)}"
    assert not new, f"add these constraints to constraints.txt: {sorted(new)}"


def test_removing_any_constraint_is_noticed() -> None:
    whole = written(SHAPES)
    for _node_shape, property_shape, constraint in CASES:
        removed = list(SHAPES.triples((property_shape, constraint, None)))
        for triple in removed:
            SHAPES.remove(triple)
        try:
            assert written(SHAPES) < whole, f"{property_shape} without {constraint} looks the same"
        finally:
            for triple in removed:
                SHAPES.add(triple)
