"""The ontology, its shapes and the data that use it, parsed once for all tests of this folder."""

from pathlib import Path

import pytest
from rdflib import RDF, Dataset, Graph, URIRef
from rdflib.namespace import OWL

ROOT = Path(__file__).parents[2]
PSL = "https://w3id.org/passerelle/ns/"


def _merge(*patterns: str) -> Graph:
    graph = Graph()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            graph.parse(data=path.read_text(encoding="utf-8"), format="turtle")
    return graph


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """Header and modules: what we define ourselves."""
    return _merge("ontology/passerelle.ttl", "ontology/modules/*.ttl")


@pytest.fixture(scope="session")
def reused() -> Graph:
    """Labels of the terms of other vocabularies."""
    return _merge("ontology/reused.ttl")


@pytest.fixture(scope="session")
def alignments() -> Graph:
    """Mappings to other vocabularies."""
    return _merge("ontology/alignments/*.ttl")


@pytest.fixture(scope="session")
def shapes() -> Graph:
    """All SHACL shapes."""
    return _merge("shapes/*.ttl")


@pytest.fixture(scope="session")
def queries() -> Graph:
    """All example queries."""
    return _merge("data/queries/*.ttl")


@pytest.fixture(scope="session")
def data() -> Graph:
    """The merge of all data files, without ontology, shapes and queries."""
    merged = _merge("data/sources.ttl", "data/vocabularies/*.ttl")
    for path in sorted(ROOT.glob("data/re*/*.trig")):
        dataset = Dataset()
        dataset.parse(data=path.read_text(encoding="utf-8"), format="trig")
        for subject, predicate, object_, _graph in dataset.quads():
            merged.add((subject, predicate, object_))
    return merged


@pytest.fixture(scope="session")
def own_terms(ontology: Graph) -> dict[URIRef, set[URIRef]]:
    """Every term of our namespace that the modules declare, with its types."""
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    terms: dict[URIRef, set[URIRef]] = {}
    for subject, kind in ontology.subject_objects(RDF.type):
        if isinstance(subject, URIRef) and str(subject).startswith(PSL) and kind in kinds:
            terms.setdefault(subject, set()).add(URIRef(str(kind)))
    return terms
