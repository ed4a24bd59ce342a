"""Every constraint of every shape tells a wrong thing from a right one, and none can be lost unnoticed.

That the data conform is for `passerelle validate` to say (tests/commands/test_validate.py).
"""

import re
from collections import Counter, defaultdict

import pytest
from rdflib import RDF, RDFS, Graph
from rdflib.namespace import SH

from passerelle.namespaces import SHAPE

from .shape_examples import WRITTEN_BY_HAND, Case, cases, focus, iri, node_shape, targets
from .shape_lines import TARGETS, listed, shapes_graph, short, written
from .validated import Reported, part, reported

SHAPES = shapes_graph()
CASES = {case.line: case for case in cases()}
AIMS = [(shape, *target) for shape, aims in targets().items() for target in aims]


@pytest.fixture(scope="module")
def found() -> Reported:
    """What all shapes together report of all examples."""
    return reported(SHAPES, [graph for case in cases() for graph in (*case.right, *case.wrong)])


def test_the_list_of_constraints_is_complete() -> None:
    """It is kept by hand: whoever adds or drops a constraint says so there too, and gives an example of a new kind."""
    kept, there = set(listed()), set(written(SHAPES))
    assert not kept - there, f"shapes/ lost these; restore them, or drop them from constraints.txt: {kept - there}"
    assert not there - kept, f"add these constraints to constraints.txt: {there - kept}"


def test_every_constraint_has_examples() -> None:
    lacking = [f"{case.name}.trig for {case.line}" for case in cases() if not case.right or not case.wrong]
    assert not lacking, f"write a right and a wrong thing in tests/data/examples/: {lacking}"
    unused = {path.stem for path in WRITTEN_BY_HAND.iterdir()} - {case.name for case in cases()}
    assert not unused, f"no constraint has these examples: {unused}"


@pytest.mark.parametrize("line", CASES)
def test_a_constraint_reports_the_wrong_and_accepts_the_right(found: Reported, line: str) -> None:
    case = CASES[line]
    for graph in case.wrong:
        assert case.source in found[focus(graph)], f"not reported:\n{graph.serialize()}"
    for graph in case.right:
        assert case.source not in found[focus(graph)], f"reported:\n{graph.serialize()}"


@pytest.fixture(scope="module")
def left() -> dict[str, Reported]:
    """For each constraint, what is reported of its wrong examples when it is removed.

    One constraint of every shape is removed at a time: what a shape reports does not depend on other shapes.
    """
    rounds: dict[int, list[Case]] = defaultdict(list)
    seen: Counter[str] = Counter()
    for case in cases():
        rounds[seen[case.shape]].append(case)
        seen[case.shape] += 1
    after = {}
    for removed in rounds.values():
        shapes = shapes_graph()
        lines = written(shapes)
        for case in removed:
            shapes.remove(lines[case.line])
        found_now = reported(shapes, [graph for case in removed for graph in case.wrong])
        after.update({case.line: found_now for case in removed})
    return after


@pytest.mark.parametrize("line", CASES)
def test_without_a_constraint_its_wrong_example_passes(left: dict[str, Reported], line: str) -> None:
    """So that the test above fails when the constraint is removed."""
    case = CASES[line]
    for graph in case.wrong:
        assert case.source not in left[line][focus(graph)]


@pytest.mark.parametrize(("shape", "kind", "target"), AIMS)
def test_without_a_target_a_wrong_example_passes(found: Reported, shape: str, kind: str, target: str) -> None:
    mine = [case for case in cases() if node_shape(case.shape) == shape]
    for case in mine:
        rules = rules_of(case)
        rules.remove(written(rules)[f"{shape} {kind} {target}"])
        after = reported(rules, case.wrong)
        if any(case.source in found[focus(graph)] - after[focus(graph)] for graph in case.wrong):
            return
    pytest.fail(f"no example of {[case.name for case in mine]} is about a thing aimed at by {kind} {target}")


def rules_of(case: Case) -> Graph:
    """The shape of a case, with no other constraint shape than its own."""
    names = {node_shape(case.shape), case.shape, case.source[0].removeprefix(SHAPE)}
    return part(SHAPES, *(iri(f"<{SHAPE}{name}>") for name in names))


@pytest.mark.parametrize("line", [line for line in listed() if line.split()[-2] == "severity"])
def test_severities_are_those_of_the_list(line: str) -> None:
    """A violation is wrong; a warning is probably incomplete, and its message says to look in the source."""
    shape = iri(f"<{SHAPE}{line.partition(' ')[0]}>")
    texts = [*SHAPES.objects(shape, SH.message)]
    texts += [text for query in SHAPES.objects(shape, SH.sparql) for text in SHAPES.objects(query, SH.message)]
    for text in texts:
        assert re.search("[Ll]ook in|[Cc]hercher", str(text)), f"say where to look: {text}"


def test_every_node_shape_says_what_it_is_for() -> None:
    for shape in SHAPES.subjects(RDF.type, SH.NodeShape):
        assert str(shape).startswith(SHAPE), f"{shape}: a shape is {SHAPE}{{name}}"
        assert any((shape, kind, None) in SHAPES for kind in TARGETS), f"{shape}: give it a target"
        assert {text.language for text in SHAPES.objects(shape, RDFS.label)} == {"en", "fr"}, f"label {shape}"  # type: ignore[attr-defined]
        for part_ in [*SHAPES.objects(shape, SH.property), *SHAPES.objects(shape, SH.sparql)]:
            assert str(part_).startswith(f"{shape}-"), f"name {part_} after its shape and what it is about"


def test_every_constraint_says_how_to_repair_in_two_languages() -> None:
    speaking = set(SHAPES.objects(None, SH.property)) | set(SHAPES.objects(None, SH.sparql))
    speaking |= set(SHAPES.subjects(SH["or"])) - set(SHAPES.objects(None, SH.property))
    for node in speaking:
        texts = {text.language: str(text) for text in SHAPES.objects(node, SH.message)}  # type: ignore[attr-defined]
        assert set(texts) == {"en", "fr"}, f"{node}: give sh:message @en and @fr"
        query = str(SHAPES.value(node, SH.select) or "")
        for text in texts.values():
            unknown = [
                name for name in re.findall(r"\{\?(\w+)\}", text) if f"?{name}" not in query.partition("WHERE")[0]
            ]
            assert not unknown, f"{node}: the message names {unknown}, which the query does not select"
    for node in SHAPES.objects(None, SH.property):
        assert SHAPES.value(node, SH.severity), f"{short(node)}: give sh:severity"
