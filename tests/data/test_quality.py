"""The rules about graphs (shapes/quality): the graph breaks none, and each tells a wrong graph from a right one."""

import re
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
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix u: <http://purl.org/linked-data/sdmx/2009/attribute#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

# What makes a folder one of our layout.
LAYOUT = {
    "ontology/passerelle.ttl": HEAD + "<ns/> rdfs:label 'ontology' .",
    "shapes/none.ttl": HEAD + "<shape/None> rdfs:label 'none' .",
}

WRONG = "psl:standing <id/concept/standing-disputed>"
FIGURE = "psl:figureSource <source/a> ; d:refPeriod <id/period/2018>"


def identifier(scheme: str, code: str) -> str:
    """A graph with one identifier."""
    described = f"a adms:Identifier ; dcterms:type <id/concept/scheme-{scheme}> ; skos:notation '{code}'"
    return f"<graph/reference/x> {{ <id/identifier/i> {described} }}"


# For each rule a graph that breaks it, and one that keeps it.
EXAMPLES = {
    "claim-without-other-side-violation": (
        f"<graph/report/p> {{ <id/claim/c> {WRONG} }}",
        f"<graph/report/p> {{ <id/claim/c> {WRONG} ; psl:correctedBy <id/claim/d> }}",
    ),
    "dates-out-of-order-violation": (
        "<graph/report/p> { <id/rule/r> psl:validFrom '2020-01-01'^^xsd:date ; psl:validUntil '2019-01-01'^^xsd:date }",
        "<graph/report/p> { <id/rule/r> psl:validFrom '2019-01-01'^^xsd:date ; psl:validUntil '2020-01-01'^^xsd:date }",
    ),
    "identifier-malformed-violation": (identifier("ror", "03hv4y55"), identifier("ror", "03hv4y553")),
    "isni-check-digit-violation": (identifier("isni", "0000000122945864"), identifier("isni", "0000000122945863")),
    "replacement-cycle-violation": (
        "<graph/report/p> { <id/act/a> dcterms:isReplacedBy <id/act/b> . <id/act/b> dcterms:isReplacedBy <id/act/a> }",
        "<graph/report/p> { <id/act/a> dcterms:isReplacedBy <id/act/b> . <id/act/b> dcterms:isReplacedBy <id/act/c> }",
    ),
    "siren-check-digit-violation": (identifier("siren", "349505371"), identifier("siren", "349505370")),
    "unit-of-other-indicator-violation": (
        "<graph/report/p> { <id/observation/o> psl:indicator <id/indicator/i> ; u:unitMeasure <id/concept/unit-euro> . "
        "<id/indicator/i> psl:unit <id/concept/unit-percent> }",
        "<graph/report/p> { <id/observation/o> psl:indicator <id/indicator/i> ; u:unitMeasure <id/concept/unit-euro> . "
        "<id/indicator/i> psl:unit <id/concept/unit-euro> }",
    ),
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
        folder = write({"data/reference/example.trig": HEAD + text} | LAYOUT)
        assert bool(passerelle.query(RULES[name], folder, frame=False)) is broken


# A right and a wrong code for every scheme that the rule of identifiers knows.
CODES = {
    "ror": ("0175hh227", "175hh227"),
    "isni": ("000000012185090X", "0000 0001 2185 090X"),
    "wikidata": ("Q524289", "524289"),
    "grid": ("grid.36823.3c", "36823.3c"),
    "fundref": ("501100006537", "10.13039/501100006537"),
    "nuts": ("FRK28", "frk28"),
    "insee": ("69M", "069M1X"),
    "iso": ("FR-69M", "FRA-69M"),
    "bcn": ("400", "40"),
    "nor": ("MTRD1914896D", "MTRD191489D"),
    "jorftext": ("JORFTEXT000039001724", "JORFTEXT39001724"),
    "jorfarti": ("JORFARTI000041505676", "LEGIARTI000041505676"),
    "legiarti": ("LEGIARTI000038901960", "LEGIARTI38901960"),
    "celex": ("32021R0817", "2021R0817"),
    "siren": ("349505370", "349 505 370"),
    "siret": ("43012526000017", "430125260"),
    "uai": ("0691234X", "691234X"),
    "milo": ("38421S00", "38421"),
    "academy": ("08", "8"),
    "act-number": ("2019-791", "n° 2019-791"),
    "doi": ("10.2801/204196", "doi:10.2801/204196"),
    "isbn": ("978-92-896-3307-9", "92-896-3307-9"),
    "erasmus-project": ("2022-1-IT01-KA220-VET-000089459", "2022-1-IT01-KA220-000089459"),
}


def test_each_scheme_has_its_codes() -> None:
    known = set(re.findall(r"concept:scheme-([a-z-]+) ", RULES["identifier-malformed-violation"]))
    assert known == set(CODES), "give each scheme of identifier-malformed-violation.rq a right and a wrong code here"


@pytest.mark.parametrize("scheme", CODES)
def test_the_form_of_a_scheme_tells_wrong_from_right(write: Write, scheme: str) -> None:
    for code, broken in zip(CODES[scheme], (False, True), strict=True):
        folder = write({"data/reference/example.trig": HEAD + identifier(scheme, code)} | LAYOUT)
        rule = RULES["identifier-malformed-violation"]
        assert bool(passerelle.query(rule, folder, frame=False)) is broken, code
