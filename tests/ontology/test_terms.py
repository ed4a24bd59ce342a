"""The rules of our own that terms keep, beside the well-known pitfalls; each message says how to repair."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAM, DCTERMS, FOAF, ORG, PROV, QB, XSD, DefinedNamespace

PSL = "https://w3id.org/passerelle/ns/"
SH = Namespace("http://www.w3.org/ns/shacl#")
SCHEMA = Namespace("https://schema.org/")
ROOT = Path(__file__).parents[2]

LANGUAGES = {"en", "fr"}


def short(terms: Iterable[object]) -> str:
    return ", ".join(sorted(str(term).rsplit("/", 1)[-1] for term in terms))


def languages(graph: Graph, subject: URIRef, predicate: URIRef) -> set[str]:
    return {value.language or "" for value in graph.objects(subject, predicate) if isinstance(value, Literal)}


def test_every_term_says_who_defines_it(ontology: Graph, own_terms: dict[URIRef, set[URIRef]]) -> None:
    lacking = [t for t in own_terms if (t, RDFS.isDefinedBy, URIRef(PSL)) not in ontology]
    assert not lacking, f"add rdfs:isDefinedBy <{PSL}> to: {short(lacking)}"


def test_a_term_is_of_one_kind(own_terms: dict[URIRef, set[URIRef]]) -> None:
    twice = [term for term, kinds in own_terms.items() if len(kinds) != 1]
    assert not twice, f"declare as one kind of term only: {short(twice)}"


def own(graph: Graph) -> Iterator[URIRef]:
    """Every term of our namespace that a graph mentions."""
    for triple in graph:
        for node in triple:
            if isinstance(node, URIRef) and re.fullmatch(re.escape(PSL) + "[A-Za-z]+", str(node)):
                yield node


@pytest.mark.parametrize("part", ["ontology", "data", "shapes", "alignments"])
def test_every_term_used_is_defined(
    part: str, own_terms: dict[URIRef, set[URIRef]], request: pytest.FixtureRequest
) -> None:
    graph: Graph = request.getfixturevalue(part)
    unknown = set(own(graph)) - set(own_terms)
    assert not unknown, f"{part} uses terms that no module defines; define or correct them: {short(unknown)}"


def test_queries_and_rules_use_defined_terms(own_terms: dict[URIRef, set[URIRef]]) -> None:
    patterns = ("data/queries/*.ttl", "ontology/rules/*.rq", "ontology/profiles/*.rq", "shapes/quality/*.rq")
    files = [path for pattern in patterns for path in ROOT.glob(pattern)]
    assert files
    for path in files:
        names = re.findall(r"\bpsl:([A-Za-z]+)", path.read_text(encoding="utf-8"))
        unknown = {name for name in names if URIRef(PSL + name) not in own_terms}
        assert not unknown, f"{path.name} uses terms that no module defines: {sorted(unknown)}"


def test_every_own_term_is_used(ontology: Graph, data: Graph, own_terms: dict[URIRef, set[URIRef]]) -> None:
    inferred = {URIRef(PSL + name) for name in ("within", "reaches")}
    superclasses = set(ontology.objects(None, RDFS.subClassOf))
    used = set(own(data)) | superclasses | inferred
    idle = set(own_terms) - used
    assert not idle, f"no statement uses these; use them in data/ or remove them: {short(idle)}"


RL_TERMS = {
    OWL.Ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.SymmetricProperty,
    OWL.TransitiveProperty, OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.AsymmetricProperty,
    OWL.IrreflexiveProperty, OWL.disjointWith, OWL.imports, OWL.versionIRI, OWL.versionInfo, OWL.priorVersion,
    OWL.deprecated, OWL.equivalentClass, OWL.equivalentProperty, OWL.inverseOf, OWL.propertyDisjointWith,
}  # fmt: skip

# https://www.w3.org/TR/owl2-profiles/#Entities_3 : no xsd:date, xsd:gYear or xsd:duration; the shapes see to those.
RL_DATATYPES = {XSD.string, XSD.integer, XSD.decimal, XSD.boolean, XSD.anyURI, XSD.dateTime, XSD.nonNegativeInteger}


def owl_terms(graph: Graph) -> set[URIRef]:
    return {node for triple in graph for node in triple if isinstance(node, URIRef) and node in OWL}


def outside_owl_rl(graph: Graph) -> set[str]:
    """What a graph uses beyond the constructs of OWL 2 RL that our modules allow themselves.

    https://www.w3.org/TR/owl2-profiles/#OWL_2_RL : blank nodes would be class expressions, which we do without.
    """
    wrong = {str(term) for term in owl_terms(graph) - RL_TERMS}
    wrong |= {f"class expression on {s}" for s, _p, o in graph if isinstance(o, BNode) or isinstance(s, BNode)}
    ranges = {o for o in graph.objects(None, RDFS.range) if str(o).startswith(str(XSD))}
    return wrong | {f"datatype {datatype}" for datatype in ranges - RL_DATATYPES}


def test_the_modules_stay_within_owl_2_rl(ontology: Graph) -> None:
    wrong = outside_owl_rl(ontology)
    assert not wrong, f"OWL 2 RL does not permit, or our rules exclude: {sorted(wrong)}"


@pytest.mark.parametrize(
    "construct",
    [
        "ex:A owl:disjointUnionOf ( ex:B ex:C ) .",
        "ex:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:p ; owl:someValuesFrom ex:B ] .",
        "ex:p a owl:ReflexiveProperty .",
        "ex:p rdfs:range <http://www.w3.org/2001/XMLSchema#duration> .",
    ],
)
def test_the_check_of_owl_2_rl_refuses(construct: str) -> None:
    prefixes = "@prefix ex: <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    prefixes += "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    assert outside_owl_rl(Graph().parse(data=prefixes + construct, format="turtle"))


VOCABULARIES: dict[str, type[DefinedNamespace]] = {
    str(DCTERMS): DCTERMS, str(FOAF): FOAF, str(ORG): ORG, str(PROV): PROV, str(QB): QB, str(SKOS): SKOS,
    str(RDFS): RDFS, str(RDF): RDF, str(OWL): OWL, str(DCAM): DCAM,
}  # fmt: skip


def foreign(*graphs: Graph) -> set[URIRef]:
    """Properties and classes of others that some graphs use."""
    terms = {p for graph in graphs for p in graph.predicates() if isinstance(p, URIRef)}
    terms |= {o for graph in graphs for o in graph.objects(None, RDF.type) if isinstance(o, URIRef)}
    return {term for term in terms if not str(term).startswith(PSL)}


def test_reused_terms_are_labelled_in_both_languages(
    data: Graph, ontology: Graph, alignments: Graph, shapes: Graph, queries: Graph, reused: Graph
) -> None:
    """Pages show terms of any graph, and none of them bare."""
    used = foreign(data, ontology, alignments, shapes, queries)
    lacking = [term for term in used if languages(reused, term, RDFS.label) != LANGUAGES]
    assert not lacking, f"add rdfs:label @en and @fr in ontology/reused.ttl for: {sorted(map(str, lacking))}"


def test_reused_terms_carry_no_axioms(reused: Graph) -> None:
    allowed = {RDFS.label, RDFS.isDefinedBy, SKOS.definition, DCTERMS.title, DCTERMS.description}
    extra = set(reused.predicates()) - allowed
    assert not extra, f"ontology/reused.ttl holds labels only; remove {sorted(map(str, extra))}"


def test_reused_terms_are_used(
    data: Graph, ontology: Graph, alignments: Graph, shapes: Graph, queries: Graph, reused: Graph
) -> None:
    mentioned = {node for graph in (data, ontology, alignments, shapes, queries) for triple in graph for node in triple}
    idle = set(reused.subjects(RDFS.label)) - mentioned
    assert not idle, f"no statement uses these; remove them from ontology/reused.ttl: {sorted(map(str, idle))}"


def test_terms_of_others_exist_in_their_vocabularies(data: Graph) -> None:
    for term in foreign(data):
        for base, vocabulary in VOCABULARIES.items():
            if str(term).startswith(base):
                assert term in vocabulary, f"{term} does not exist in {base}; look for the right term"


@pytest.mark.parametrize(
    ("base", "file"),
    [
        ("http://data.europa.eu/eli/ontology#", "opendata/vocabulaires/ontologies/eli.ttl"),
        ("http://data.europa.eu/snb/model/elm/", "opendata/vocabulaires/elm/ELM.ttl"),
    ],
)
def test_terms_of_eli_and_elm_exist(
    base: str, file: str, data: Graph, ontology: Graph, alignments: Graph, shared: Path
) -> None:
    published = {s for s in Graph().parse(shared / file).subjects() if isinstance(s, URIRef)}
    nodes = {str(node) for graph in (data, ontology, alignments) for triple in graph for node in triple}
    used = {URIRef(node) for node in nodes if node.startswith(base)}
    assert used
    unknown = used - published
    assert not unknown, f"{base} has no such terms: {sorted(map(str, unknown))}"


def test_the_header_says_what_a_reader_needs(ontology: Graph) -> None:
    header = URIRef(PSL)
    vann = Namespace("http://purl.org/vocab/vann/")
    for predicate in (
        DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.license, DCTERMS.created, DCTERMS.modified,
        OWL.versionIRI, vann.preferredNamespacePrefix, vann.preferredNamespaceUri,
    ):  # fmt: skip
        assert (header, predicate, None) in ontology, f"add {predicate} to ontology/passerelle.ttl"
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert languages(ontology, header, predicate) == LANGUAGES
    folder = ROOT / "ontology" / "modules"
    modules = {URIRef(f"https://w3id.org/passerelle/graph/ontology/{path.stem}") for path in folder.glob("*.ttl")}
    assert set(ontology.objects(header, OWL.imports)) == modules, "owl:imports names every module, and only those"
