"""The rules about graphs (shapes/quality): the graph breaks none, and each tells wrong graphs from right ones."""

import re
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store

from passerelle.store.findings import Finding
from passerelle.store.quality import QualityRule, broken, read_rules

from .conftest import Ask

RULES = {rule.name.removesuffix("-violation"): rule for rule in read_rules(Path(__file__).parents[2])}

HEAD = """
@base <https://w3id.org/passerelle/> .
@prefix psl: <https://w3id.org/passerelle/ns/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix d: <http://purl.org/linked-data/sdmx/2009/dimension#> .
@prefix m: <http://purl.org/linked-data/sdmx/2009/measure#> .
@prefix standing: <https://w3id.org/passerelle/id/concept/standing-> .
"""

AGE = "psl:about <id/a/x> ; psl:property psl:minimumAge ; psl:value"
FIGURE = "psl:figureSource <source/a> ; d:refPeriod <id/period/2018> ; psl:indicator <id/indicator/i>"
CLAIMED = f"psl:property m:obsValue ; psl:value 7 ; {FIGURE}"
WRONG_STANDINGS = ("disputed", "superseded", "corrected", "unclear")
RIGHT_STANDINGS = ("stated", "confirmed")

# For each rule graphs that break it, and graphs that keep it.
EXAMPLES: dict[str, tuple[list[str], list[str]]] = {
    "blank-node": (
        [
            "<graph/report/p> { <id/region/84> psl:hasAsset [ rdfs:label 'x' ] }",
            "<graph/report/p> { [] rdfs:label 'x' }",
            "<graph/sources> { <source/a> dcterms:creator [] }",
        ],
        [
            "<graph/report/p> { <id/region/84> psl:hasAsset <id/asset/x> }",
            # Lists of shapes and unions of classes have no other way.
            "<graph/shapes/x> { <shape/X> rdfs:seeAlso [ rdfs:label 'x' ] }",
            "<graph/ontology/x> { <ns/X> rdfs:seeAlso [ rdfs:label 'x' ] }",
        ],
    ),
    "graph-of-unknown-passage": (
        [
            "<graph/report/p> { <id/region/84> rdfs:label 'x' } <graph/sources> { <source/a#p> a psl:Passage }",
            "<graph/report/p> { <id/region/84> rdfs:label 'x' } "
            "<graph/sources> { <graph/report/p> dcterms:source <source/a#p> . <source/a#p> a psl:Work }",
        ],
        [
            "<graph/report/p> { <id/region/84> rdfs:label 'x' } "
            "<graph/sources> { <source/a#p> a psl:Passage . <graph/report/p> dcterms:source <source/a#p> }",
            "<graph/reference/x> { <id/region/84> rdfs:label 'x' }",
        ],
    ),
    "graph-of-other-passage": (
        ["<graph/sources> { <graph/report/p> dcterms:source <source/a#q> }"],
        [
            "<graph/sources> { <graph/report/p> dcterms:source <source/a#p> }",
            "<graph/sources> { <graph/reference/x> dcterms:source <source/a#p> }",
        ],
    ),
    "graph-without-source": (
        [
            f"<graph/{name}> {{ <id/region/84> rdfs:label 'x' }}"
            for name in ("report/p", "reference/x", "editorial/x", "vocabulary/x")
        ],
        [
            "<graph/reference/x> { <id/region/84> rdfs:label 'x' } "
            "<graph/sources> { <graph/reference/x> dcterms:source <source/a> }",
            "<graph/inferred/x> { <id/region/84> rdfs:label 'x' }",
        ],
    ),
    "graph-of-unnamed-source": (
        ["<graph/sources> { <graph/reference/x> dcterms:source <source/a> }"],
        [
            "<graph/sources> { <graph/reference/x> dcterms:source <source/a> . <source/a> rdfs:label 'a' }",
            "<graph/sources> { <graph/inferred/x> dcterms:source <source/a> }",
        ],
    ),
    "interpretation-outside-editorial": (
        [
            "<graph/report/p> { <id/lever/l> psl:answers <id/factor/f> }",
            "<graph/reference/x> { <id/factor/f> psl:quadrant <id/concept/quadrant-threat> }",
        ],
        [
            "<graph/editorial/e> { <id/lever/l> psl:answers <id/factor/f> }",
            "<graph/editorial/e> { <id/factor/f> psl:quadrant <id/concept/quadrant-threat> }",
            "<graph/report/p> { <id/lever/l> psl:usesMeans <id/means/m> }",
        ],
    ),
    "standing-claim-unasserted": (
        [
            f"<graph/report/p> {{ <id/claim/c> psl:standing standing:{name} ; psl:passage <source/a#p> ; {AGE} 3 . "
            "<id/a/x> psl:minimumAge 6 }"
            for name in RIGHT_STANDINGS
        ],
        [
            f"<graph/report/p> {{ <id/claim/c> psl:standing standing:stated ; psl:passage <source/a#p> ; {AGE} 3 . "
            "<id/a/x> psl:minimumAge 3 }",
            f"<graph/report/p> {{ <id/claim/c> psl:standing standing:corrected ; psl:passage <source/a#p> ; {AGE} 3 }}",
            # A claim of no passage is the other side of one.
            f"<graph/report/p> {{ <id/claim/c> psl:standing standing:stated ; {AGE} 3 }}",
        ],
    ),
    "wrong-figure-observed": (
        [
            f"<graph/report/p> {{ <id/claim/c> psl:standing standing:{name} ; {CLAIMED} . "
            f"<id/observation/o> m:obsValue 7 ; {FIGURE} }}"
            for name in WRONG_STANDINGS
        ]
        + [
            # Where the claim does not say which indicator it is about, the others are enough.
            "<graph/report/p> { <id/claim/c> psl:standing standing:disputed ; psl:property m:obsValue ; psl:value 7 ; "
            "psl:figureSource <source/a> ; d:refPeriod <id/period/2018> . "
            f"<id/observation/o> m:obsValue 7 ; {FIGURE} }}"
        ],
        [
            f"<graph/report/p> {{ <id/claim/c> psl:standing standing:{standing} ; {CLAIMED} . "
            f"<id/observation/o> m:obsValue {value} ; {figure} }}"
            for standing, value, figure in (
                ("stated", 7, FIGURE),
                ("disputed", 8, FIGURE),
                ("disputed", 7, FIGURE.replace("2018", "2019")),
                ("disputed", 7, FIGURE.replace("source/a", "source/b")),
                ("disputed", 7, FIGURE.replace("indicator/i", "indicator/j")),
            )
        ],
    ),
    "wrong-value-asserted": (
        [
            f"<graph/report/p> {{ <id/claim/c> psl:standing standing:{name} ; {AGE} 6 . <id/a/x> psl:minimumAge 6 }}"
            for name in WRONG_STANDINGS
        ],
        [
            f"<graph/report/p> {{ <id/claim/c> psl:standing standing:disputed ; {AGE} 6 . <id/a/x> psl:minimumAge 3 }}",
            f"<graph/report/p> {{ <id/claim/c> psl:standing standing:stated ; {AGE} 6 . <id/a/x> psl:minimumAge 6 }}",
            f"<graph/report/p> {{ <id/claim/c> psl:standing standing:disputed ; {AGE} 6 . <id/a/y> psl:minimumAge 6 }}",
            f"<graph/report/p> {{ <id/claim/c> psl:standing standing:disputed ; {AGE} 6 . <id/a/x> psl:maximumAge 6 }}",
        ],
    ),
}


def found(rule: QualityRule, text: str) -> list[Finding]:
    """What a rule finds in some graphs, and in their merge."""
    store = Store()
    store.load((HEAD + text).encode(), format=RdfFormat.TRIG)
    store.extend([Quad(quad.subject, quad.predicate, quad.object) for quad in store])
    return list(broken(store, [rule]))


def test_each_rule_has_its_examples() -> None:
    """So a rule that is removed, or added without examples, is noticed."""
    assert set(EXAMPLES) == set(RULES), "give each rule of shapes/quality wrong and right graphs here"
    assert all(wrong and right for wrong, right in EXAMPLES.values())


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_graph_breaks_no_rule(ask: Ask, name: str) -> None:
    rows = ask(RULES[name].text)
    assert not rows, f"{RULES[name].messages['en']}\n{rows[:10]}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_rule_tells_wrong_from_right(name: str) -> None:
    wrong, right = EXAMPLES[name]
    for text in wrong:
        assert found(RULES[name], text), f"not reported: {text}"
    for text in right:
        assert not found(RULES[name], text), f"reported: {text}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_condition_of_a_rule_counts(name: str) -> None:
    """Without any one of its filters a rule finds something else in its examples."""
    rule = RULES[name]
    wrong, right = EXAMPLES[name]
    lines = rule.text.split("\n")
    starts = [n for n, line in enumerate(lines) if re.match(r" +FILTER", line)]
    assert starts, "a rule without a filter forbids every statement"
    before = [len(found(rule, text)) for text in (*wrong, *right)]
    for start in starts:
        indent = re.match(" *", lines[start])[0]  # type: ignore[index]
        end = start
        if lines[start].endswith("{"):
            end = next(n for n in range(start, len(lines)) if lines[n] == indent + "}")
        cut = "\n".join([*lines[:start], *lines[end + 1 :]])
        without = QualityRule(rule.name, rule.messages, rule.severity, cut)
        after = [len(found(without, text)) for text in (*wrong, *right)]
        assert after != before, f"no example needs {lines[start].strip()}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_to_be_repaired_is_named(name: str) -> None:
    for text in EXAMPLES[name][0]:
        for finding in found(RULES[name], text):
            assert finding.focus.value, "?this is bound"
            assert set(finding.messages) == {"en", "fr"}
            assert finding.messages["en"] != finding.messages["fr"]


def test_a_wrong_value_is_named_with_its_claim() -> None:
    """The thing, the property, the value and the graph, so that the triple can be found and deleted."""
    (finding,) = found(RULES["wrong-value-asserted"], EXAMPLES["wrong-value-asserted"][0][0])
    assert finding.focus.value.endswith("/id/a/x")
    assert finding.path is not None
    assert finding.path.endswith("/ns/minimumAge")
    assert finding.value is not None
    assert finding.value.value == "6"
    assert "claim:c" in finding.messages["en"]
