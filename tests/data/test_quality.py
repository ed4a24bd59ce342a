"""The rules about graphs (shapes/quality): the graph breaks none, and each tells a wrong graph from a right one."""

from pathlib import Path

import pytest

import passerelle
from helpers import Write

from .conftest import Ask

QUALITY = Path(__file__).parents[2] / "shapes" / "quality"
RULES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(QUALITY.glob("*.rq"))}

HEAD = """
@base <https://w3id.org/passerelle/> .
@prefix psl: <https://w3id.org/passerelle/ns/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix d: <http://purl.org/linked-data/sdmx/2009/dimension#> .
@prefix m: <http://purl.org/linked-data/sdmx/2009/measure#> .
@prefix eqf: <http://data.europa.eu/snb/eqf/> .
"""

WRONG = "psl:standing <id/concept/standing-disputed>"
FIGURE = "psl:figureSource <source/a> ; d:refPeriod <id/period/2018>"

# For each rule a graph that breaks it, and one that keeps it.
EXAMPLES = {
    "blank-node-violation": (
        "<graph/report/p> { <id/region/84> psl:hasAsset [ rdfs:label 'x' ] }",
        "<graph/report/p> { <id/region/84> psl:hasAsset <id/asset/x> }",
    ),
    "graph-of-unknown-passage-violation": (
        "<graph/report/p> { <id/region/84> rdfs:label 'x' } <graph/sources> { <source/a#p> a psl:Passage }",
        "<graph/report/p> { <id/region/84> rdfs:label 'x' } "
        "<graph/sources> { <source/a#p> a psl:Passage . <graph/report/p> dcterms:source <source/a#p> }",
    ),
    "graph-without-source-violation": (
        "<graph/reference/x> { <id/region/84> rdfs:label 'x' } "
        "<graph/sources> { <graph/reference/x> dcterms:source <source/a> }",
        "<graph/reference/x> { <id/region/84> rdfs:label 'x' } "
        "<graph/sources> { <graph/reference/x> dcterms:source <source/a> . <source/a> rdfs:label 'a' }",
    ),
    "interpretation-outside-editorial-violation": (
        "<graph/report/p> { <id/lever/l> psl:answers <id/factor/f> }",
        "<graph/editorial/e> { <id/lever/l> psl:answers <id/factor/f> }",
    ),
    "interpretation-without-reason-violation": (
        "<graph/editorial/e> { <id/lever/l> psl:answers <id/factor/f> }",
        "<graph/editorial/e> { <id/lever/l> psl:answers <id/factor/f> . <id/claim/c> a psl:Interpretation ; "
        "psl:about <id/lever/l> ; psl:value <id/factor/f> ; psl:reason 'since'@en }",
    ),
    "level-lowered-violation": (
        "<graph/report/p> { <id/a/x> psl:leadsTo <id/a/y> ; psl:eqfLevel eqf:5 . <id/a/y> psl:eqfLevel eqf:4 }",
        "<graph/report/p> { <id/a/x> psl:leadsTo <id/a/y> ; psl:eqfLevel eqf:5 . <id/a/y> psl:eqfLevel eqf:6 }",
    ),
    "levels-disagree-violation": (
        "<graph/report/p> { <id/a/x> psl:eqfLevel eqf:5 ; psl:nationalLevel <id/national-level/4> }",
        "<graph/report/p> { <id/a/x> psl:eqfLevel eqf:5 ; psl:nationalLevel <id/national-level/5> }",
    ),
    "standing-claim-unasserted-violation": (
        "<graph/report/p> { <id/claim/c> psl:standing <id/concept/standing-stated> ; psl:passage <source/a#p> ; "
        "psl:about <id/a/x> ; psl:property psl:minimumAge ; psl:value 3 }",
        "<graph/report/p> { <id/claim/c> psl:standing <id/concept/standing-stated> ; psl:passage <source/a#p> ; "
        "psl:about <id/a/x> ; psl:property psl:minimumAge ; psl:value 3 . <id/a/x> psl:minimumAge 3 }",
    ),
    "wrong-figure-observed-violation": (
        f"<graph/report/p> {{ <id/claim/c> {WRONG} ; psl:property m:obsValue ; psl:value 7 ; {FIGURE} . "
        f"<id/observation/o> m:obsValue 7 ; {FIGURE} }}",
        f"<graph/report/p> {{ <id/claim/c> {WRONG} ; psl:property m:obsValue ; psl:value 7 ; {FIGURE} . "
        f"<id/observation/o> m:obsValue 8 ; {FIGURE} }}",
    ),
    "wrong-value-asserted-violation": (
        f"<graph/report/p> {{ <id/claim/c> {WRONG} ; psl:about <id/a/x> ; psl:property psl:minimumAge ; psl:value 6 . "
        "<id/a/x> psl:minimumAge 6 }",
        f"<graph/report/p> {{ <id/claim/c> {WRONG} ; psl:about <id/a/x> ; psl:property psl:minimumAge ; psl:value 6 . "
        "<id/a/x> psl:minimumAge 3 }",
    ),
}


def test_each_rule_has_its_examples() -> None:
    assert set(EXAMPLES) == set(RULES), "give each rule of shapes/quality a wrong and a right graph here"


@pytest.mark.parametrize("name", RULES)
def test_the_graph_breaks_no_rule(ask: Ask, name: str) -> None:
    rows = ask(RULES[name])
    advice = "\n".join(line for line in RULES[name].splitlines() if line.startswith("#"))
    assert not rows, f"{advice}\n{rows[:10]}"


@pytest.mark.parametrize("name", RULES)
def test_a_rule_tells_wrong_from_right(write: Write, name: str) -> None:
    wrong, right = EXAMPLES[name]
    for text, broken in ((wrong, True), (right, False)):
        folder = write(
            {
                "ontology/passerelle.ttl": HEAD + "<ns/> rdfs:label 'ontology' .",
                "data/reference/example.trig": HEAD + text,
                "shapes/none.ttl": HEAD + "<shape/None> rdfs:label 'none' .",
            }
        )
        assert bool(passerelle.query(RULES[name], folder, frame=False)) is broken
