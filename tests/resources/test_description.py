"""`passerelle explain`: one thing with its statements, its claims and who says each."""

import json
from pathlib import Path
from typing import Any

import pytest

from helpers import HEAD, SMALL_GRAPH, Run, Write, on_terminal

MANY = 10_000
ENGLISH = {"LC_ALL": "en_GB.UTF-8"}
FRENCH = {"LC_ALL": "fr_FR.UTF-8"}
PREFIXES = """
@prefix reference: <https://w3id.org/passerelle/graph/reference/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FILES = SMALL_GRAPH | {
    "data/reference/extra.trig": HEAD
    + PREFIXES
    + """
<graph/sources> {
  passage:context-01 rdfs:label "Local context, paragraph 1 (lines 5-6)"@en, "Contexte, paragraphe 1 (lignes 5-6)"@fr ;
    psl:firstLine 5 ; psl:lastLine 6 .
  reference:codes dcterms:source <source/insee> . <source/insee> a psl:Work ; rdfs:label "Insee" .
  editorial:names dcterms:source <source/editorial> . editorial:claims dcterms:source <source/editorial> .
}
reference:codes {
  <id/region/84> psl:code "84" ; psl:created "2016-01-01"^^xsd:date ; psl:hostile "\\u001B[31mred\\u0007" .
  <id/region/01> rdfs:label "Twin" . <id/region/02> rdfs:label "Twin" .
}
editorial:names {
  <id/region/84> skos:altLabel "AuRA" ; skos:definition "A region of France."@en, "Une région de France."@fr .
  psl:within rdfs:label "within"@en, "dans"@fr .
}
report:context-01 {
  <id/claim/capital> psl:about <id/region/84> ; psl:property psl:chiefTown ; psl:value "Grenoble" ;
    psl:passage passage:context-01 .
}
editorial:claims {
  <id/claim/capital> a psl:Claim ; rdfs:label "Chief town"@en ; psl:standing <id/concept/standing-superseded> ;
    psl:wording "Grenoble is the chief town."@en, "Grenoble est le chef-lieu."@fr ;
    psl:reason "It moved."@en, "Il a changé."@fr ; psl:correctedSince "2016-01-01"^^xsd:date ;
    psl:correctedBy <id/country/FR> ; dcterms:source <source/insee> .
  <id/concept/standing-superseded> rdfs:label "superseded"@en, "dépassée"@fr .
}
""",
    "data/reference/many.trig": HEAD
    + PREFIXES
    + "reference:many {\n"
    + "".join(f"<id/commune/{n:05}> psl:within <id/region/84> .\n" for n in range(MANY))
    + "}",
}


@pytest.fixture(scope="module")
def graph(write: Write) -> Path:
    return write(FILES)


def explained(run: Run, graph: Path, thing: str, environment: dict[str, str]) -> str:
    done = run("explain", thing, "--graph", str(graph), environment=environment)
    assert (done.returncode, done.stderr) == (0, "")
    return str(done.stdout)


def document(run: Run, graph: Path, thing: str) -> dict[str, Any]:
    done = run("explain", thing, "--format", "json", "--graph", str(graph), environment=ENGLISH)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    "thing",
    [
        "region:84",
        "https://w3id.org/passerelle/id/region/84",
        "<https://w3id.org/passerelle/id/region/84>",
        "Auvergne-Rhône-Alpes",
        "auvergne-rhone-alpes",
        "AuRA",
        " aura ",
    ],
)
def test_a_thing_is_found_by_iri_or_by_name(run: Run, graph: Path, thing: str) -> None:
    assert explained(run, graph, thing, ENGLISH).splitlines()[0] == "Auvergne-Rhône-Alpes  region:84"


def test_each_statement_says_who_makes_it(run: Run, graph: Path) -> None:
    text = explained(run, graph, "region:84", ENGLISH)
    assert "    84  — Insee\n" in text
    assert "    2016-01-01  — Insee\n" in text
    assert "A region of France.  — editorial\n" in text
    # Said by two passages, of which one has a label.
    assert "France  country:FR  — report: Local context, paragraph 1 (lines 5-6); report: passage:context-02\n" in text
    assert "inferred by the rule reaches" in explained(run, graph, "qualification-type:cap", ENGLISH)


def test_it_is_in_the_reader_s_language(run: Run, graph: Path) -> None:
    text = explained(run, graph, "region:84", FRENCH)
    for part in (
        "région\n",
        "Une région de France.  — éditorial",
        "dans  psl:within",
        "rapport\u00a0: Contexte, paragraphe 1",
    ):
        assert part in text
    assert "A region of France" not in text


def test_the_standing_of_a_claim_cannot_be_missed(run: Run, graph: Path) -> None:
    text = explained(run, graph, "region:84", ENGLISH)
    claim = text.partition("Claims, kept apart from statements (1)\n")[2].partition("\n\nWhat points here")[0]
    assert [line.strip() for line in claim.strip().splitlines()] == [
        "✗ SUPERSEDED since 2016-01-01 (not to be relied on)",
        "Grenoble is the chief town.",
        "says: psl:chiefTown: Grenoble",
        "why: It moved.",
        "against it: France  country:FR",
        "said in: report: Local context, paragraph 1 (lines 5-6)",
        "checked in: Insee  source:insee",
        "claim:capital",
    ]
    assert "✗ DÉPASSÉE depuis le 2016-01-01 (à ne pas reprendre)" in explained(run, graph, "region:84", FRENCH)


def test_of_a_claim_the_standing_comes_first(run: Run, graph: Path) -> None:
    text = explained(run, graph, "claim:capital", ENGLISH)
    assert text.index("SUPERSEDED") < text.index("Grenoble") < text.index("\nStatements\n")


def test_a_thousand_links_are_counted_and_the_first_shown(run: Run, graph: Path) -> None:
    text = explained(run, graph, "region:84", ENGLISH)
    incoming = text.partition("What points here\n")[2]
    assert incoming.startswith(f"  within  psl:within  ({MANY})\n    commune:00000\n")
    assert f"    … and {MANY - 10:,} more\n" in incoming
    (links,) = [
        found for found in document(run, graph, "region:84")["incoming"] if found["property"]["name"] == "psl:within"
    ]
    assert (len(links["things"]), links["total"]) == (10, MANY)


def test_json_has_languages_sections_and_lines(run: Run, graph: Path) -> None:
    found = document(run, graph, "region:84")
    assert {d["value"]["term"]["language"] for d in found["definitions"]} == {"en", "fr"}
    within = next(p for p in found["properties"] if p["property"]["name"] == "psl:within")
    (statement,) = within["statements"]
    first = statement["origins"][0]
    assert (first["kind"], first["section"], first["lines"]) == ("passage", "Local context", [5, 6])
    assert first["graph"].endswith("report/context-01")
    assert found["claims"][0]["reliable"] == "false"


def test_properties_and_graphs_are_things_too(run: Run, graph: Path) -> None:
    assert f"Statements with this property: {MANY + 2}." in explained(run, graph, "psl:within", ENGLISH)
    assert f"Statements in this named graph: {MANY}." in explained(run, graph, "reference:many", ENGLISH)


def test_data_do_not_steer_the_terminal(graph: Path) -> None:
    shown = on_terminal(80, "explain", "region:84", "--graph", str(graph))
    assert "\u241b[31mred\u2407" in shown
    assert max(map(len, shown.replace("\r", "").splitlines())) <= 80


@pytest.mark.parametrize(
    ("thing", "message", "candidate"),
    [
        ("Twin", "'Twin' is the name of 2 things.\nWhich of them?", "  region:01  Twin\n  region:02  Twin"),
        ("region:840", "The graph says nothing of region:840.\nDid you mean", "  region:84  Auvergne-Rhône-Alpes"),
        ("Auvergne-Rhône", "Nothing in the graph is called", "  region:84  Auvergne-Rhône-Alpes"),
        ("regin:84", "Nothing in the graph is called 'regin:84'", "  region:84  Auvergne-Rhône-Alpes"),
        ("http://a> b", "Nothing in the graph is called", ""),
        ("http://example.org/nothing", "The graph says nothing of <http://example.org/nothing>", ""),
        ("", "Nothing in the graph is called ''", ""),
        ("x" * 5_000, "Nothing in the graph is called", ""),
        ("\x1b[31m", "Nothing in the graph is called '\\x1b[31m'", ""),
    ],
)
def test_what_is_unknown_or_ambiguous_gets_names_to_choose_from(
    run: Run, graph: Path, thing: str, message: str, candidate: str
) -> None:
    done = run("explain", thing, "--graph", str(graph), environment=ENGLISH)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert candidate in done.stderr


def test_help_teaches_by_examples(run: Run) -> None:
    assert "passerelle explain region:84" in run("explain", "--help").stdout
