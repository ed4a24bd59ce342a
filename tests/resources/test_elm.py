"""Qualifications and organisations as the European Learning Model has them, held to its published shapes (LOQ)."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyshacl
import pytest
import rdflib
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import DCTERMS, SH

from conftest import serving
from helpers import HEAD, SMALL_GRAPH, Write
from linked import page
from passerelle.resources.elm import MANDATORY
from passerelle.settings import Settings

ELM = rdflib.Namespace("http://data.europa.eu/snb/model/elm/")
PROFILE = URIRef("http://data.europa.eu/snb/model/ap/loq-constraints")
LACKS = tuple[URIRef, URIRef]
WHO = """
SELECT DISTINCT ?thing {
  VALUES ?class { <https://w3id.org/passerelle/ns/QualificationType> <http://www.w3.org/ns/org#Organization> }
  ?thing a ?class
} ORDER BY ?thing"""
COMPLETE = SMALL_GRAPH | {
    "data/reference/certifications.trig": HEAD
    + """
@prefix elm: <http://data.europa.eu/snb/model/elm/> .
@prefix reference: <https://w3id.org/passerelle/graph/reference/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix org: <http://www.w3.org/ns/org#> .
reference:certifications {
  <id/certification/1> a elm:Qualification ; rdfs:label "Boulanger"@fr ; psl:nationalLevel <id/national-level/3> ;
    psl:eqfLevel <http://data.europa.eu/snb/eqf/3> ; elm:learningOutcome <id/certification/1#outcome> ;
    elm:ISCEDFCode <http://data.europa.eu/snb/isced-f/0721> .
  <id/certification/1#outcome> dcterms:title "Faire du pain"@fr .
  <id/certification/2> a elm:Qualification ; rdfs:label "Baker" .
  <id/organisation/1> a org:Organization ; rdfs:label "École"@fr ; psl:seatedIn <id/region/84> .
  <id/organisation/2> a org:Organization ; psl:seatedIn <id/country/FR> .
  <id/region/84> psl:within <id/country/FR> .
}
editorial:organisations { <id/organisation/2> rdfs:label "Bureau"@fr . }
""",
}


@pytest.fixture(scope="module")
def loq(shared: Path) -> Graph:
    """The published shapes.

    One pattern of theirs, for addresses, is a regular expression of Java, and none of XPath as SHACL has them
    (https://www.w3.org/TR/shacl/#PatternConstraintComponent): the part of it that both know takes its place.
    """
    shapes = Graph().parse(shared / "opendata" / "vocabulaires" / "elm" / "LOQ-constraints.ttl")
    for member, pattern in list(shapes.subject_objects(SH.pattern)):
        if str(pattern).startswith("^(?i)(http|https):"):
            shapes.set((member, SH.pattern, rdflib.Literal("^(http|https)://[^/?#]+")))
            shapes.set((member, SH.flags, rdflib.Literal("i")))
    return shapes


@pytest.fixture(scope="module")
def complete(write: Write) -> Iterator[httpx.Client]:
    """The service over things of which all is known that ELM requires, and others."""
    with serving(Settings(graph=write(COMPLETE), workers=1)) as client:
        yield client


def told(client: httpx.Client, iri: str) -> Graph:
    path = iri.replace("https://w3id.org/passerelle/id/", "/doc/")
    response = client.get(f"{path}.ttl?profile=elm")
    assert response.status_code == 200, response.text
    return Graph().parse(data=response.content)


def reported(graph: Graph) -> set[LACKS]:
    """What a description says is lacking."""
    found = set()
    for result in graph.subjects(RDF.type, SH.ValidationResult):
        focus, path = graph.value(result, SH.focusNode), graph.value(result, SH.resultPath)
        found.add((URIRef(str(focus)), URIRef(str(path))))
    return found


def violations(graph: Graph, shapes: Graph) -> set[LACKS]:
    """What the shapes find; anything but a missing value is our fault."""
    _, results, text = pyshacl.validate(graph, shacl_graph=shapes)
    assert isinstance(results, Graph)
    found = set()
    for result in results.subjects(RDF.type, SH.ValidationResult):
        assert results.value(result, SH.sourceConstraintComponent) == SH.MinCountConstraintComponent, text
        focus, path = results.value(result, SH.focusNode), results.value(result, SH.resultPath)
        found.add((URIRef(str(focus)), URIRef(str(path))))
    return found


def test_what_is_complete_conforms(complete: httpx.Client, loq: Graph) -> None:
    for name in ("certification/1", "organisation/1"):
        graph = told(complete, f"https://w3id.org/passerelle/id/{name}")
        assert not reported(graph)
        assert not violations(graph, loq)
        assert (None, DCTERMS.conformsTo, PROFILE) in graph
        assert (None, SH.conforms, rdflib.Literal(True)) in graph
        assert "knows all that the European Learning Model requires" in page(complete, f"/doc/{name}").text
    outcome = URIRef("https://w3id.org/passerelle/id/certification/1#outcome")
    graph = told(complete, "https://w3id.org/passerelle/id/certification/1")
    assert graph.value(outcome, DCTERMS.title) == rdflib.Literal("Faire du pain", lang="fr")


def test_what_is_lacking_is_listed_and_not_filled_in(complete: httpx.Client) -> None:
    baker = URIRef("https://w3id.org/passerelle/id/certification/2")
    graph = told(complete, str(baker))
    assert reported(graph) == {(baker, URIRef(name)) for name in MANDATORY[str(ELM.Qualification)]}
    assert set(graph.predicates(baker)) == {RDF.type}
    assert not list(graph.objects(None, DCTERMS.conformsTo))
    assert "elm:ISCEDFCode" in page(complete, "/doc/certification/2").text
    # A name that we give is no legal name.
    bureau = URIRef("https://w3id.org/passerelle/id/organisation/2")
    assert reported(told(complete, str(bureau))) == {(bureau, URIRef("http://www.w3.org/ns/regorg#legalName"))}
    assert not reported(told(complete, "https://w3id.org/passerelle/id/region/84"))
    assert "European Learning Model" not in page(complete, "/doc/region/84").text


def test_the_mandatory_properties_are_those_of_the_shapes(loq: Graph) -> None:
    for kind, properties in MANDATORY.items():
        (shape,) = loq.subjects(SH.targetClass, URIRef(kind))
        wanted = {
            str(loq.value(member, SH.path))
            for member in loq.objects(shape, SH.property)
            if loq.value(member, SH.minCount) is not None
        }
        assert wanted == set(properties)


def test_the_shapes_find_what_we_say_is_lacking_and_nothing_else(whole: httpx.Client, loq: Graph) -> None:
    rows = whole.get("/sparql", params={"query": WHO, "format": "json"}).json()["results"]["bindings"]
    together, lacking = Graph(), set()
    for row in rows:
        graph = told(whole, row["thing"]["value"])
        lacking |= reported(graph)
        together += graph
    assert violations(together, loq) == lacking
    incomplete = {focus for focus, _ in lacking}
    for kind in (ELM.Qualification, ELM.Organisation):
        members = set(together.subjects(RDF.type, kind))
        valid = members - incomplete
        print(f"{kind.rpartition('/')[2]}: {len(valid)} of {len(members)} have all that LOQ requires")
        assert members
    assert len(set(together.subjects(DCTERMS.conformsTo, PROFILE))) == len(rows) - len(incomplete)
