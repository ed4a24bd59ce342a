"""What the ontology says of itself: its header, its modules, and every term of ours with all that is said of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from passerelle.labels import Text, chosen
from passerelle.namespaces import GRAPH, OWL, PSL, RDF, RDFS, SCHEMA, SKOS
from passerelle.store.rows import Answers, Term, select

ONTOLOGY_GRAPH = f"{GRAPH}ontology"
_ALIGNMENTS = f"{ONTOLOGY_GRAPH}/alignments/"
MAPPINGS = tuple(f"{SKOS}{name}Match" for name in ("exact", "close", "broad", "narrow", "related"))
_LAST = 10_000


class Kind(StrEnum):
    """The kinds of terms, by the ends of their names in OWL (https://www.w3.org/TR/owl2-syntax/#Entity_Declarations)."""

    CLASS = "Class"
    OBJECT_PROPERTY = "ObjectProperty"
    DATATYPE_PROPERTY = "DatatypeProperty"
    ANNOTATION_PROPERTY = "AnnotationProperty"


# Of a property, what it says of its values, in the order in which a page tells it.
TRAITS = tuple(
    f"{name}Property"
    for name in ("Functional", "InverseFunctional", "Transitive", "Symmetric", "Asymmetric", "Irreflexive")
)


@dataclass(frozen=True)
class Described:
    """A resource of the ontology with its statements: the values of each property, sorted."""

    iri: str
    said: dict[str, tuple[Term, ...]]

    def values(self, *properties: str) -> tuple[str, ...]:
        """The values of some properties, in their order."""
        return tuple(term.value for name in properties for term in self.said.get(name, ()))

    def value(self, name: str) -> str:
        """The first value of a property, empty where it has none."""
        return next(iter(self.values(name)), "")

    def text(self, name: str, language: str) -> Text | None:
        """The text that a property gives in a language, by our fallback."""
        return chosen({term.language: term.value for term in self.said.get(name, ())}, language)


@dataclass(frozen=True)
class OwnTerm(Described):
    """A class or a property of ours, and the graph of the module that defines it."""

    kind: Kind
    module: str

    @property
    def name(self) -> str:
        """The last part of its IRI, by which it is found on the page."""
        return self.iri.removeprefix(PSL)

    @property
    def is_class(self) -> bool:
        """Whether it is a class, and no property."""
        return self.kind is Kind.CLASS

    @property
    def traits(self) -> tuple[str, ...]:
        """What OWL says of a property beside its kind, by the ends of names."""
        return tuple(trait for trait in TRAITS if f"{OWL}{trait}" in self.values(f"{RDF}type"))

    @property
    def domains(self) -> tuple[str, ...]:
        """The classes of what it is said of: by its domain, or those that it expects."""
        return self.values(f"{RDFS}domain", f"{SCHEMA}domainIncludes")

    @property
    def ranges(self) -> tuple[str, ...]:
        """The classes or datatypes of its values: by its range, or those that it expects."""
        return self.values(f"{RDFS}range", f"{SCHEMA}rangeIncludes")

    @property
    def is_deprecated(self) -> bool:
        """Whether it should no longer be used."""
        return self.value(f"{OWL}deprecated") == "true"


@dataclass(frozen=True)
class Module(Described):
    """A module of the ontology: its graph, and its terms, classes first, each group by name."""

    terms: tuple[OwnTerm, ...]

    @property
    def name(self) -> str:
        """The last part of its IRI."""
        return self.iri.rpartition("/")[2]


@dataclass(frozen=True)
class Vocabulary:
    """The header of the ontology, and its modules in the order in which they are learnt."""

    header: Described
    modules: tuple[Module, ...]
    mappings: dict[str, tuple[tuple[str, str], ...]]

    @cached_property
    def terms(self) -> dict[str, OwnTerm]:
        """All terms by their IRIs."""
        return {term.iri: term for module in self.modules for term in module.terms}


def read_vocabulary(engine: Answers) -> Vocabulary:
    """Read the graphs of the ontology; the labels of reused terms are no part of it."""
    by_graph: dict[str, dict[str, dict[str, list[Term]]]] = {}
    for graph, subject, name, value in _statements(engine):
        by_graph.setdefault(graph, {}).setdefault(subject, {}).setdefault(name, []).append(value)
    header = by_graph.pop(ONTOLOGY_GRAPH, {}).get(PSL, {})
    mappings: dict[str, tuple[tuple[str, str], ...]] = {}
    for graph in (graph for graph in by_graph if graph.startswith(_ALIGNMENTS)):
        for subject, said in by_graph[graph].items():
            found = tuple((name, term.value) for name in MAPPINGS for term in said.get(name, ()))
            mappings[subject] = mappings.get(subject, ()) + found
    modules = [_module(graph, said) for graph, said in by_graph.items() if not graph.startswith(_ALIGNMENTS)]
    return Vocabulary(Described(PSL, _kept(header)), tuple(sorted(modules, key=_rank)), mappings)


def read_term_names(engine: Answers) -> frozenset[str]:
    """The IRIs of all terms of ours, as `read_vocabulary` would find them."""
    kinds = " ".join(f"<{OWL}{kind}>" for kind in Kind)
    query = f"""
    SELECT DISTINCT ?term {{ VALUES ?kind {{ {kinds} }} GRAPH ?graph {{ ?term a ?kind }}
      FILTER(STRSTARTS(STR(?term), "{PSL}") && STRSTARTS(STR(?graph), "{ONTOLOGY_GRAPH}/")) }}"""
    return frozenset(row["term"].value for row in select(engine, query).rows)


def _statements(engine: Answers) -> Iterator[tuple[str, str, str, Term]]:
    query = f"""
    SELECT ?graph ?subject ?property ?value {{
      GRAPH ?graph {{ ?subject ?property ?value }}
      FILTER(STRSTARTS(STR(?graph), "{ONTOLOGY_GRAPH}") && ?graph != <{ONTOLOGY_GRAPH}/reused>)
    }} ORDER BY ?graph ?subject ?property ?value"""
    for row in select(engine, query).rows:
        yield row["graph"].value, row["subject"].value, row["property"].value, row["value"]


def _module(graph: str, subjects: dict[str, dict[str, list[Term]]]) -> Module:
    terms = (_term(graph, iri, _kept(said)) for iri, said in subjects.items() if iri.startswith(PSL))
    known = sorted((term for term in terms if term), key=lambda term: (not term.is_class, term.name))
    return Module(graph, _kept(subjects.get(graph, {})), tuple(known))


def _term(graph: str, iri: str, said: dict[str, tuple[Term, ...]]) -> OwnTerm | None:
    types = {term.value for term in said.get(f"{RDF}type", ())}
    kind = next((kind for kind in Kind if f"{OWL}{kind}" in types), None)
    return OwnTerm(iri, said, kind, graph) if kind else None


def _kept(said: dict[str, list[Term]]) -> dict[str, tuple[Term, ...]]:
    return {name: tuple(values) for name, values in said.items()}


def _rank(module: Module) -> tuple[int, str]:
    place = module.value(f"{SCHEMA}position")
    return int(place) if place.isdecimal() else _LAST, module.iri
