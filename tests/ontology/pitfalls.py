"""The pitfalls of the OOPS! catalogue (https://oops.linkeddata.es/catalogue.jsp), each a function that finds it.

A pitfall gives what falls into it. Those that no program can judge, and those that our rules make impossible, are in
`NOT_CHECKED` with the reason.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, VANN
from rdflib.term import Node

PSL = "https://w3id.org/passerelle/ns/"
SCHEMA = Namespace("https://schema.org/")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
LANGUAGES = {"en", "fr"}

Find = Callable[[Graph], Iterable[object]]


@dataclass(frozen=True)
class Pitfall:
    """A pitfall: its name in the catalogue, how to get out, and what finds it."""

    code: str
    name: str
    repair: str
    find: Find


PITFALLS: list[Pitfall] = []
NOT_CHECKED = {
    "P01": "whether a word has two meanings is for a reader to say",
    "P09": "what an ontology should say and does not is for a reader to say; every term of the data is defined",
    "P14": "there are no class expressions: the modules stay within rules that a test lists",
    "P15": "there are no class expressions",
    "P16": "there are no defined classes",
    "P17": "whether a hierarchy is too fine is for a reader to say; every term has to be used by the data",
    "P18": "whether a domain is too narrow shows in the data: the reasoner and the shapes report what does not fit",
}


def pitfall(code: str, name: str, repair: str) -> Callable[[Find], Find]:
    def add(find: Find) -> Find:
        PITFALLS.append(Pitfall(code, name, repair, find))
        return find

    return add


def own(graph: Graph, *kinds: URIRef) -> list[URIRef]:
    """The terms of ours that are declared as one of these kinds."""
    found = {s for kind in kinds or KINDS for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)}
    return sorted(term for term in found if str(term).startswith(PSL))


def properties(graph: Graph) -> list[URIRef]:
    return own(graph, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def name(term: Node) -> str:
    return str(term).removeprefix(PSL)


def ends(graph: Graph, term: URIRef) -> dict[str, set[Node]]:
    """What is said of the two ends of a property, as an axiom or as an expectation."""
    return {
        "domain": {*graph.objects(term, RDFS.domain), *graph.objects(term, SCHEMA.domainIncludes)},
        "range": {*graph.objects(term, RDFS.range), *graph.objects(term, SCHEMA.rangeIncludes)},
    }


def above(graph: Graph, term: Node) -> set[Node]:
    return {other for other in graph.transitive_objects(term, RDFS.subClassOf) if other is not None}


def texts(graph: Graph, term: Node, predicate: URIRef) -> Iterator[tuple[str, str]]:
    for value in graph.objects(term, predicate):
        if isinstance(value, Literal):
            yield value.language or "", str(value)


@pitfall("P02", "Creating synonyms as classes", "keep one class, and give the other name as a label")
def synonyms(graph: Graph) -> Iterable[object]:
    return [
        (a, b)
        for a, b in graph.subject_objects(OWL.equivalentClass)
        if {str(a)[: len(PSL)]} == {PSL} and str(b).startswith(PSL)
    ]


@pitfall("P03", 'Creating the relationship "is"', "say rdfs:subClassOf, rdf:type or owl:sameAs instead")
def relationship_is(graph: Graph) -> Iterable[object]:
    return [t for t in properties(graph) if re.fullmatch(r"(is|isA|isAn|is_a|isaKindOf)", name(t))]


@pitfall(
    "P04",
    "Creating unconnected ontology elements",
    "give a class a property, a hierarchy or a shape; a property its ends",
)
def unconnected(graph: Graph) -> Iterable[object]:
    for term in own(graph, OWL.Class):
        if not {p for _, p in graph.subject_predicates(term)} and not list(graph.objects(term, RDFS.subClassOf)):
            yield term


@pitfall("P05", "Defining wrong inverse relationships", "swap domain and range of the inverse, or drop it (rule 7)")
def wrong_inverses(graph: Graph) -> Iterable[object]:
    for a, b in graph.subject_objects(OWL.inverseOf):
        there = graph.value(a, RDFS.domain), graph.value(a, RDFS.range)
        back = graph.value(b, RDFS.range), graph.value(b, RDFS.domain)
        if there != back:
            yield a, b


@pitfall("P06", "Including cycles in a class hierarchy", "break the circle")
def cycles(graph: Graph) -> Iterable[object]:
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        hierarchy: TopologicalSorter[str] = TopologicalSorter()
        for term, broader in graph.subject_objects(predicate):
            hierarchy.add(str(term), str(broader))
        try:
            hierarchy.prepare()
        except CycleError as error:
            yield error.args[1]


@pitfall("P07", "Merging different concepts in the same class", "make two classes, or find the one name for both")
def merged_concepts(graph: Graph) -> Iterable[object]:
    return [t for t in own(graph, OWL.Class) if re.search(r"[a-z](And|Or)[A-Z]", name(t))]


@pitfall("P08", "Missing annotations", "give rdfs:label and skos:definition, one in @en and one in @fr")
def missing_annotations(graph: Graph) -> Iterable[object]:
    for term in own(graph):
        for predicate in (RDFS.label, SKOS.definition):
            if sorted(language for language, _ in texts(graph, term, predicate)) != sorted(LANGUAGES):
                yield term, predicate


@pitfall("P10", "Missing disjointness", "say owl:disjointWith of the class, or of one above it")
def missing_disjointness(graph: Graph) -> Iterable[object]:
    apart = {term for pair in graph.subject_objects(OWL.disjointWith) for term in pair}
    return [term for term in own(graph, OWL.Class) if not above(graph, term) & apart]


@pitfall("P12", "Equivalent properties not explicitly declared", "tell them apart by their labels, or keep one")
def same_label_of_properties(graph: Graph) -> Iterable[object]:
    return same_labels(graph, properties(graph))


@pitfall(
    "P19", "Defining multiple domains or ranges in properties", "say schema:domainIncludes or rangeIncludes instead"
)
def several_ends(graph: Graph) -> Iterable[object]:
    for predicate in (RDFS.domain, RDFS.range):
        yield from (s for s in set(graph.subjects(predicate)) if len(set(graph.objects(s, predicate))) > 1)


@pitfall("P20", "Misusing ontology annotations", "swap label and definition, or write a definition of its own")
def misused_annotations(graph: Graph) -> Iterable[object]:
    for term in own(graph):
        labels, definitions = (dict(texts(graph, term, p)) for p in (RDFS.label, SKOS.definition))
        for language in labels.keys() & definitions.keys():
            if labels[language].endswith(".") or len(labels[language]) >= len(definitions[language]):
                yield term, language


@pitfall("P21", "Using a miscellaneous class", "say what its members are")
def miscellaneous(graph: Graph) -> Iterable[object]:
    return [t for t in own(graph, OWL.Class) if re.search(r"(?i)^(misc|other|various|unknown|autre|divers)", name(t))]


@pitfall("P22", "Using different naming conventions", "rename by rule 2 of ontology/README.md")
def names(graph: Graph) -> Iterable[object]:
    for kinds, form in (((OWL.Class,), r"[A-Z][A-Za-z]+"), (KINDS[1:], r"[a-z][A-Za-z]+")):
        yield from (term for term in own(graph, *kinds) if not re.fullmatch(form, name(term)))


@pitfall("P23", "Duplicating a datatype already provided by the language", "use the datatype of XSD")
def duplicated_datatypes(graph: Graph) -> Iterable[object]:
    known = {
        "date",
        "datetime",
        "time",
        "duration",
        "string",
        "text",
        "boolean",
        "integer",
        "number",
        "decimal",
        "year",
    }
    yield from (term for term in own(graph, OWL.Class) if name(term).lower() in known)
    yield from graph.subjects(RDF.type, RDFS.Datatype)


@pitfall("P24", "Using recursive definitions", "define the term by others")
def recursive(graph: Graph) -> Iterable[object]:
    predicates = (RDFS.subClassOf, RDFS.subPropertyOf, OWL.disjointWith, OWL.equivalentClass, OWL.equivalentProperty)
    return [term for term in own(graph) for predicate in predicates if (term, predicate, term) in graph]


@pitfall("P25", "Defining a relationship as inverse to itself", "say owl:SymmetricProperty")
def own_inverse(graph: Graph) -> Iterable[object]:
    return [a for a, b in graph.subject_objects(OWL.inverseOf) if a == b]


@pitfall("P26", "Defining inverse relationships for a symmetric one", "drop owl:inverseOf")
def inverse_of_symmetric(graph: Graph) -> Iterable[object]:
    symmetric = set(graph.subjects(RDF.type, OWL.SymmetricProperty))
    return [pair for pair in graph.subject_objects(OWL.inverseOf) if symmetric & set(pair)]


@pitfall("P27", "Defining wrong equivalent properties", "map by skos:closeMatch in ontology/alignments/")
def equivalent_properties(graph: Graph) -> Iterable[object]:
    for a, b in graph.subject_objects(OWL.equivalentProperty):
        if set(graph.objects(a, RDF.type)) != set(graph.objects(b, RDF.type)):
            yield a, b


@pitfall("P28", "Defining wrong symmetric relationships", "give both ends the same classes, or drop the symmetry")
def wrong_symmetric(graph: Graph) -> Iterable[object]:
    for term in graph.subjects(RDF.type, OWL.SymmetricProperty):
        found = ends(graph, URIRef(str(term)))
        if found["domain"] != found["range"]:
            yield term


@pitfall("P29", "Defining wrong transitive relationships", "give both ends a common class, or drop the transitivity")
def wrong_transitive(graph: Graph) -> Iterable[object]:
    for term in graph.subjects(RDF.type, OWL.TransitiveProperty):
        found = ends(graph, URIRef(str(term)))
        if found["domain"] and found["range"] and not found["domain"] & found["range"]:
            yield term


@pitfall(
    "P30", "Equivalent classes not explicitly declared", "keep one of them, or tell them apart in their definitions"
)
def same_definition(graph: Graph) -> Iterable[object]:
    return same_labels(graph, own(graph), SKOS.definition)


@pitfall("P31", "Defining wrong equivalent classes", "map by skos:closeMatch in ontology/alignments/")
def equivalent_and_disjoint(graph: Graph) -> Iterable[object]:
    for a, b in graph.subject_objects(OWL.equivalentClass):
        if (a, OWL.disjointWith, b) in graph or (b, OWL.disjointWith, a) in graph:
            yield a, b


@pitfall("P32", "Several classes with the same label", "tell them apart by their labels, or keep one")
def same_label_of_classes(graph: Graph) -> Iterable[object]:
    return same_labels(graph, own(graph, OWL.Class))


@pitfall("P33", "Creating a property chain with just one property", "say rdfs:subPropertyOf")
def short_chains(graph: Graph) -> Iterable[object]:
    return [s for s, o in graph.subject_objects(OWL.propertyChainAxiom) if (o, RDF.rest, RDF.nil) in graph]


@pitfall("P34", "Untyped class", "declare it: a owl:Class")
def untyped_classes(graph: Graph) -> Iterable[object]:
    used = {
        o
        for p in (RDFS.subClassOf, RDFS.domain, SCHEMA.domainIncludes, OWL.disjointWith)
        for o in graph.objects(None, p)
    }
    return [term for term in used if str(term).startswith(PSL) and (term, RDF.type, OWL.Class) not in graph]


@pitfall("P35", "Untyped property", "declare it: a owl:ObjectProperty, owl:DatatypeProperty or owl:AnnotationProperty")
def untyped_properties(graph: Graph) -> Iterable[object]:
    used = {s for p in (RDFS.domain, RDFS.range, RDFS.subPropertyOf) for s in graph.subjects(p)}
    used |= set(graph.objects(None, RDFS.subPropertyOf))
    return [t for t in used if str(t).startswith(PSL) and not set(graph.objects(t, RDF.type)) & set(KINDS[1:])]


@pitfall("P36", "URI contains file extension", "name it without")
def extensions(graph: Graph) -> Iterable[object]:
    return [
        t
        for t in (*own(graph), *graph.subjects(RDF.type, OWL.Ontology))
        if re.search(r"[.](owl|rdf|ttl|n3|xml)\b", str(t))
    ]


@pitfall("P38", "No OWL ontology declaration", "say a owl:Ontology of the namespace in ontology/passerelle.ttl")
def undeclared(graph: Graph) -> Iterable[object]:
    return [] if (URIRef(PSL), RDF.type, OWL.Ontology) in graph else [PSL]


@pitfall("P39", "Ambiguous namespace", "say vann:preferredNamespaceUri, the namespace of every term")
def ambiguous_namespace(graph: Graph) -> Iterable[object]:
    found = [str(o) for o in graph.objects(URIRef(PSL), VANN.preferredNamespaceUri)]
    return [] if found == [PSL] else [found]


@pitfall("P40", "Namespace hijacking", "say it in ontology/alignments/ of a term of ours, not of theirs")
def hijacked(graph: Graph) -> Iterable[object]:
    for term, kind in graph.subject_objects(RDF.type):
        if kind in KINDS and not isinstance(term, BNode) and not str(term).startswith(PSL):
            yield term
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, SKOS.definition):
        yield from (term for term in graph.subjects(predicate) if not str(term).startswith(PSL))


@pitfall("P41", "No license declared", "say dcterms:license in ontology/passerelle.ttl")
def unlicensed(graph: Graph) -> Iterable[object]:
    return [] if isinstance(graph.value(URIRef(PSL), DCTERMS.license), URIRef) else [PSL]


def same_labels(graph: Graph, terms: Iterable[URIRef], predicate: URIRef = RDFS.label) -> list[tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for term in terms:
        for text in texts(graph, term, predicate):
            found.setdefault(text, []).append(name(term))
    return [(*key, *several) for key, several in found.items() if len(several) > 1]


def without_ends(graph: Graph, shaped: set[Node]) -> list[tuple[URIRef, str]]:
    """P11: properties that lack an end, and that no shape asks for either."""
    return [
        (term, end)
        for term in properties(graph)
        if term not in shaped
        for end, classes in ends(graph, term).items()
        if not classes
    ]


def short_names(found: Iterable[object]) -> str:
    """What falls into a pitfall, by its names."""
    return ", ".join(sorted(str(one).replace(PSL, "psl:") for one in found))
