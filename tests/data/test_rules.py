"""One test per editorial rule over all data; each message says how to repair."""

import re
from pathlib import Path

import pytest
from rdflib import URIRef
from rdflib.namespace import SH

from helpers import Run
from passerelle.namespaces import BASE, ID, Kind

from .conftest import Ask, Rows
from .shape_lines import shapes_graph, short

THING = re.compile(rf"{re.escape(ID)}(?P<kind>[a-z-]+)/(?P<slug>[^/]+)")
# Beside the default graph, what validation is about.
CHECKED = f"{BASE}graph/(sources|ontology|queries)"
SLUG = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


def lines(rows: Rows) -> str:
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


def test_every_thing_has_a_class_with_a_shape(ask: Ask) -> None:
    """Or one of its superclasses, which inference adds; so that no kind of data is out of reach of validation."""
    shaped = {short(target) for target in shapes_graph().objects(None, SH.targetClass)}
    rows = ask(
        f"""SELECT DISTINCT ?thing ?class WHERE {{
          {{ ?thing a ?class }}
          UNION {{ GRAPH ?graph {{ ?thing a ?class }} FILTER (REGEX(STR(?graph), "{CHECKED}")) }}
        }}"""
    )
    classes: dict[str, set[str]] = {}
    for row in rows:
        classes.setdefault(row["thing"], set()).add(short(URIRef(row["class"])))
    bare = {thing: found for thing, found in classes.items() if not found & shaped}
    assert not bare, f"write a shape with sh:targetClass for these classes: {list(bare.items())[:10]}"


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
    assert not rows, f"add {property_} in an editorial graph:\n{lines(rows)}"


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
    assert not rows, f"describe these works in a block of graph/sources:\n{lines(rows)}"
