"""Every pitfall of the OOPS! catalogue by its code; each message says how to get out."""

import pytest
from rdflib import SH, Graph

from .pitfalls import NOT_CHECKED, PITFALLS, Pitfall, own, short_names, without_ends

HEAD = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix psl: <https://w3id.org/passerelle/ns/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
# What falls into each; an ontology without header falls into those that miss one.
PLANTED = {
    "P02": "psl:A owl:equivalentClass psl:B .",
    "P03": "psl:isA a owl:ObjectProperty .",
    "P04": "psl:Alone a owl:Class .",
    "P05": "psl:a owl:inverseOf psl:b ; rdfs:domain psl:A . psl:b rdfs:domain psl:A .",
    "P06": "psl:A rdfs:subClassOf psl:B . psl:B rdfs:subClassOf psl:A .",
    "P07": "psl:StyleAndPeriod a owl:Class .",
    "P08": 'psl:A a owl:Class ; rdfs:label "a"@en, "a"@fr ; skos:definition "An a."@en .',
    "P10": "psl:A a owl:Class .",
    "P12": 'psl:a a owl:ObjectProperty ; rdfs:label "same"@en . psl:b a owl:ObjectProperty ; rdfs:label "same"@en .',
    "P19": "psl:a rdfs:domain psl:A, psl:B .",
    "P20": 'psl:A a owl:Class ; rdfs:label "A thing that is long."@en ; skos:definition "thing"@en .',
    "P21": "psl:MiscellaneousThing a owl:Class .",
    "P22": "psl:a_property a owl:ObjectProperty .",
    "P23": "psl:Date a owl:Class .",
    "P24": "psl:A a owl:Class ; rdfs:subClassOf psl:A .",
    "P25": "psl:a owl:inverseOf psl:a .",
    "P26": "psl:a a owl:SymmetricProperty ; owl:inverseOf psl:b .",
    "P27": "psl:a a owl:ObjectProperty ; owl:equivalentProperty psl:b . psl:b a owl:DatatypeProperty .",
    "P28": "psl:a a owl:SymmetricProperty ; rdfs:domain psl:A .",
    "P29": "psl:a a owl:TransitiveProperty ; rdfs:domain psl:A ; rdfs:range psl:B .",
    "P30": 'psl:A a owl:Class ; skos:definition "One."@en . psl:B a owl:Class ; skos:definition "One."@en .',
    "P31": "psl:A owl:equivalentClass psl:B ; owl:disjointWith psl:B .",
    "P32": 'psl:A a owl:Class ; rdfs:label "same"@fr . psl:B a owl:Class ; rdfs:label "same"@fr .',
    "P33": "psl:a owl:propertyChainAxiom ( psl:b ) .",
    "P34": "psl:A a owl:Class ; rdfs:subClassOf psl:B .",
    "P35": "psl:a rdfs:domain psl:A .",
    "P36": "<https://w3id.org/passerelle/ns/terms.owl> a owl:Ontology .",
    "P38": "",
    "P39": "",
    "P40": "ex:A a owl:Class .",
    "P41": "",
}


def called(pitfall: Pitfall) -> str:
    return f"{pitfall.code} {pitfall.name}"


@pytest.mark.parametrize("pitfall", PITFALLS, ids=called)
def test_the_ontology_falls_into_no_pitfall(ontology: Graph, pitfall: Pitfall) -> None:
    found = list(pitfall.find(ontology))
    assert not found, f"{called(pitfall)}: {pitfall.repair}: {short_names(found)}"


@pytest.mark.parametrize("pitfall", PITFALLS, ids=called)
def test_a_planted_pitfall_is_found(pitfall: Pitfall) -> None:
    assert list(pitfall.find(Graph().parse(data=HEAD + PLANTED[pitfall.code], format="turtle")))


def test_p11_missing_domain_or_range_in_properties(ontology: Graph, shapes: Graph) -> None:
    found = without_ends(ontology, set(shapes.objects(None, SH.path)))
    assert not found, f"give a domain and a range, or a property shape in shapes/, to: {short_names(found)}"
    assert without_ends(Graph().parse(data=HEAD + "psl:a a owl:ObjectProperty .", format="turtle"), set())


def test_p13_inverse_relationships_not_explicitly_declared(ontology: Graph) -> None:
    # The pitfall is to lack inverses. Rule 7 lacks them on purpose: rules add the other direction where it is asked.
    assert "owl:inverseOf" not in ontology.serialize(), (
        "drop owl:inverseOf; a rule of ontology/rules adds the other way"
    )
    assert own(ontology)


def test_every_pitfall_of_the_catalogue_is_checked_or_has_its_reason() -> None:
    elsewhere = {"P11", "P13"}
    # Over HTTP, in tests/publishing/test_fair_ontology.py.
    elsewhere |= {"P37"}
    codes = [pitfall.code for pitfall in PITFALLS]
    assert len(codes) == len(set(codes))
    assert {*codes, *NOT_CHECKED, *elsewhere} == {f"P{number:02}" for number in range(1, 42)}
