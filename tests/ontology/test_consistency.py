"""Ontology and data contradict each other nowhere, as an OWL 2 RL reasoner sees it, which does see contradictions."""

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import Graph, Literal, Namespace

ERRORS = Namespace("http://www.daml.org/2002/03/agents/agent-ont#")

PREFIXES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix ex: <http://example.org/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix psl: <https://w3id.org/passerelle/ns/> .
@prefix qb: <http://purl.org/linked-data/cube#> .
"""


def contradictions(*graphs: Graph) -> list[str]:
    """What the reasoner objects to in the merge of some graphs."""
    merged = Graph()
    for graph in graphs:
        for triple in graph:
            merged.add(triple)
    DeductiveClosure(OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(merged)
    return [str(o) for o in merged.objects() if isinstance(o, Literal) and _reports_error(merged, o)]


def _reports_error(graph: Graph, text: Literal) -> bool:
    return any(str(p).endswith("#error") for p in graph.predicates(None, text))


def test_ontology_and_data_are_consistent(ontology: Graph, data: Graph) -> None:
    found = contradictions(ontology, data)
    assert not found, "change the statement or the axiom that is wrong:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "planted",
    [
        "ex:cap a psl:QualificationType , org:Organization .",
        "ex:cfa a psl:OrganisationKind . ex:person psl:seatedIn ex:cfa .",
        "ex:lyon a psl:Commune , psl:Department .",
        "ex:rule psl:ruleOf ex:scheme . ex:rule a psl:MobilityScheme .",
        "ex:claim psl:standing ex:one . ex:claim a qb:Observation .",
        "ex:a psl:quadrant ex:x , ex:y . ex:x owl:differentFrom ex:y .",
    ],
)
def test_a_planted_contradiction_is_caught(ontology: Graph, planted: str) -> None:
    assert contradictions(ontology, Graph().parse(data=PREFIXES + planted, format="turtle"))
