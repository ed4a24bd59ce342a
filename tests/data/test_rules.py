"""One test per editorial rule over all data; each message says how to repair."""

import re
from pathlib import Path

import pytest

from helpers import Run
from passerelle.namespaces import BASE, ID, Kind

from .conftest import Ask

THING = re.compile(rf"{re.escape(ID)}(?P<kind>[a-z-]+)/(?P<slug>[^/]+)")
SLUG = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


def short(rows: list[dict[str, str]]) -> str:
    return "\n".join(" ".join(value.removeprefix(BASE) for value in row.values()) for row in rows[:20])


def test_every_sentence_is_stated_or_explained(run: Run, repository: Path) -> None:
    done = run("stats", "--coverage", "--graph", str(repository))
    advice = "state these sentences in data/report/, or say why not in data/sources.ttl"
    assert done.returncode == 0, f"{advice}:\n{done.stdout[-3000:]}"


def test_iris_have_a_kind_of_the_list_and_a_plain_slug(ask: Ask) -> None:
    rows = ask(
        "SELECT DISTINCT ?iri WHERE { { ?iri ?p ?o } UNION { ?s ?p ?iri } "
        f"FILTER (STRSTARTS(STR(?iri), '{ID}')) }}"
    )
    assert rows
    for iri in (row["iri"] for row in rows):
        match = THING.fullmatch(iri)
        assert match, f"{iri}: an IRI is {ID}{{kind}}/{{slug}}"
        assert match["kind"] in list(Kind), f"{iri}: use a kind of passerelle.namespaces.Kind, or add one there"
        assert SLUG.fullmatch(match["slug"]), f"{iri}: a slug is ASCII words joined by hyphens"


@pytest.mark.parametrize("property_", ["rdf:type", "rdfs:label"])
def test_every_thing_has_a_type_and_a_label(ask: Ask, property_: str) -> None:
    rows = ask(
        f"""SELECT DISTINCT ?thing WHERE {{
          {{ ?thing ?p ?o }} UNION {{ ?s ?q ?thing }}
          FILTER (STRSTARTS(STR(?thing), "{ID}"))
          FILTER NOT EXISTS {{ ?thing {property_} ?value }}
          FILTER NOT EXISTS {{ GRAPH ?g {{ ?thing {property_} ?value }} }}
        }}"""
    )
    assert not rows, f"add {property_} in an editorial graph:\n{short(rows)}"


# Proper names have one label; see design of languages in ontology/README.md.
PROPER_NAMES = """org:Organization org:FormalOrganization org:OrganizationalCollaboration org:OrganizationalUnit
  foaf:Person foaf:Agent dcterms:Location eli:LegalResource eli:LegalResourceSubdivision adms:Identifier org:Site
  locn:Address psl:Period psl:Project psl:Product psl:Label psl:Strategy psl:Publication psl:Certificate psl:Work
  psl:QualificationType psl:FundingProgramme psl:MobilityScheme"""


def test_our_own_words_are_in_both_languages(ask: Ask) -> None:
    rows = ask(
        f"""PREFIX locn: <http://www.w3.org/ns/locn#> PREFIX adms: <http://www.w3.org/ns/adms#>
        PREFIX eli: <http://data.europa.eu/eli/ontology#>
        SELECT DISTINCT ?thing WHERE {{
          ?thing a ?class ; rdfs:label ?label .
          FILTER (STRSTARTS(STR(?thing), "{ID}"))
          FILTER NOT EXISTS {{ VALUES ?proper {{ {PROPER_NAMES} }} ?thing a ?proper }}
          FILTER NOT EXISTS {{ ?thing rdfs:label ?en , ?fr FILTER (LANG(?en) = "en" && LANG(?fr) = "fr") }}
        }}"""
    )
    assert not rows, f"add the missing rdfs:label @en or @fr:\n{short(rows)}"


@pytest.mark.parametrize("property_", ["skos:definition", "dcterms:description", "psl:wording", "psl:reason"])
def test_explanations_are_in_both_languages(ask: Ask, property_: str) -> None:
    rows = ask(
        f"""SELECT DISTINCT ?thing WHERE {{
          ?thing {property_} ?text .
          FILTER (!CONTAINS(STR(?thing), "/source/"))
          FILTER NOT EXISTS {{ ?thing {property_} ?en , ?fr FILTER (LANG(?en) = "en" && LANG(?fr) = "fr") }}
        }}"""
    )
    assert not rows, f"add the missing {property_} @en or @fr:\n{short(rows)}"


def test_every_claim_is_complete(ask: Ask) -> None:
    for property_ in ("psl:about", "psl:property", "psl:value", "psl:standing", "psl:reason", "rdfs:label"):
        rows = ask(f"SELECT ?claim WHERE {{ ?claim a psl:Claim FILTER NOT EXISTS {{ ?claim {property_} ?x }} }}")
        assert not rows, f"add {property_} to:\n{short(rows)}"


def test_all_checked_corrections_are_claims(ask: Ask) -> None:
    rows = ask("SELECT DISTINCT ?number WHERE { ?claim psl:correctionNumber ?number ; psl:standing ?standing }")
    missing = set(range(1, 35)) - {int(row["number"]) for row in rows}
    assert not missing, f"no claim carries these psl:correctionNumber: {sorted(missing)}"


def test_exactly_the_factors_and_levers_of_the_report(ask: Ask) -> None:
    assert len(ask("SELECT ?lever WHERE { ?lever a psl:Lever }")) == 9
    rows = ask("SELECT ?quadrant (COUNT(*) AS ?n) WHERE { ?f psl:quadrant ?quadrant } GROUP BY ?quadrant")
    counts = {row["quadrant"].rsplit("-", 1)[1]: int(row["n"]) for row in rows}
    assert counts == {"strength": 5, "weakness": 4, "opportunity": 5, "threat": 4}


def test_references_inside_the_graph_lead_somewhere(ask: Ask) -> None:
    rows = ask(
        f"""SELECT DISTINCT ?source WHERE {{
          {{ ?s dcterms:source|psl:figureSource ?source }}
          UNION {{ GRAPH graph:sources {{ ?g dcterms:source ?source }} }}
          FILTER (STRSTARTS(STR(?source), "{BASE}source/"))
          FILTER NOT EXISTS {{ GRAPH graph:sources {{ ?source a ?class }} }} }}"""
    )
    assert not rows, f"describe these works in a block of graph/sources:\n{short(rows)}"
