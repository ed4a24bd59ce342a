"""Describes the endpoint and its data (https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/void/).

Of the features that have a name, `sd:UnionDefaultGraph` is claimed where it holds. The others never do: no IRI is
dereferenced for a query, no data set is required, empty graphs are not kept, and there is no federation.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from passerelle import urls
from passerelle.media_types import FORMAT_IRIS
from passerelle.namespaces import DCTERMS, ENTAILMENT, GEOF, OWL, RDF, RDFS, SCHEMA, SD, VOID
from passerelle.phrases import LANGUAGES, phrase
from passerelle.sparql.limits import Limit
from passerelle.sparql.void import Counts, integer, statistics
from passerelle.store.request import DefaultGraphKind
from passerelle.store.rows import Term
from passerelle.store.statements import Statement

_SIMPLE_FEATURES = ("Equals", "Disjoint", "Intersects", "Touches", "Crosses", "Within", "Contains", "Overlaps")
_RCC8 = ("eq", "dc", "ec", "po", "tppi", "tpp", "ntpp", "ntppi")
_OPERATIONS = ("distance", "envelope", "convexHull", "intersection", "union", "difference", "symDifference")
FUNCTIONS = tuple(
    f"{GEOF}{name}"
    for name in (*_OPERATIONS, *(f"sf{name}" for name in _SIMPLE_FEATURES), *map("rcc8{}".format, _RCC8))
)
# The fragments of the address of the endpoint that name its parts.
_SERVICE, _DATASET, _LIMIT = "#service", "#dataset", "#limit-{}"
_ABOUT_GRAPHS = {
    DefaultGraphKind.MERGED: "endpoint_graphs",
    DefaultGraphKind.UNION: "endpoint_graphs_all",
    DefaultGraphKind.OWN: "endpoint_graphs_own",
}


@dataclass(frozen=True)
class Endpoint:
    """What is to be described: the addresses, the limits, the version of the data set, what its default graph is."""

    links: urls.Urls
    limits: tuple[Limit, ...]
    version: str
    default_graph: DefaultGraphKind

    @property
    def about_graphs(self) -> str:
        """The phrase that says what the default graph is."""
        return _ABOUT_GRAPHS[self.default_graph]


def describe(endpoint: Endpoint, counts: Counts) -> Iterator[Statement]:
    """The description of the service and of its data set."""
    yield from _service(endpoint)
    for limit in endpoint.limits:
        yield from _limit(endpoint.links, limit)
    yield from describe_graphs(endpoint, counts)
    yield from _statistics(endpoint.links, counts)


def describe_graphs(endpoint: Endpoint, counts: Counts) -> Iterator[Statement]:
    """The data set and its graphs: the name of each, how many statements it has, and where it can be read."""
    links = endpoint.links
    dataset = _iri(links.to(urls.SPARQL) + _DATASET)
    yield dataset, f"{RDF}type", _iri(f"{SD}Dataset")
    yield from _said(dataset, f"{DCTERMS}title", "endpoint_dataset")
    yield from _said(dataset, f"{DCTERMS}description", endpoint.about_graphs)
    yield dataset, f"{OWL}versionInfo", Term("literal", endpoint.version)
    yield dataset, f"{SD}defaultGraph", _default_graph(links)
    yield from _graph(_default_graph(links), counts.triples)
    for index, (iri, triples) in enumerate(counts.graphs.items()):
        named, graph = Term("bnode", f"graph{index}"), _iri(links.to(urls.graph(iri)))
        yield dataset, f"{SD}namedGraph", named
        yield named, f"{RDF}type", _iri(f"{SD}NamedGraph")
        yield named, f"{SD}name", _iri(iri)
        yield named, f"{SD}graph", graph
        yield from _graph(graph, triples)


def service_of(links: urls.Urls) -> Term:
    """What descriptions call the endpoint as a service."""
    return _iri(links.to(urls.SPARQL) + _SERVICE)


def _service(endpoint: Endpoint) -> Iterator[Statement]:
    address = endpoint.links.to(urls.SPARQL)
    service = service_of(endpoint.links)
    yield service, f"{RDF}type", _iri(f"{SD}Service")
    yield service, f"{SD}endpoint", _iri(address)
    yield service, f"{SD}supportedLanguage", _iri(f"{SD}SPARQL11Query")
    if endpoint.default_graph is DefaultGraphKind.UNION:
        yield service, f"{SD}feature", _iri(f"{SD}UnionDefaultGraph")
    for iri in FORMAT_IRIS.values():
        yield service, f"{SD}resultFormat", _iri(iri)
    yield service, f"{SD}defaultEntailmentRegime", _iri(f"{ENTAILMENT}Simple")
    for function in FUNCTIONS:
        yield service, f"{SD}extensionFunction", _iri(function)
    for role in ("defaultDataset", "availableGraphs"):
        yield service, SD + role, _iri(address + _DATASET)
    yield from _said(service, f"{DCTERMS}title", "endpoint")
    yield from _said(service, f"{DCTERMS}description", "endpoint_about")
    yield service, f"{RDFS}seeAlso", _iri(endpoint.links.to(urls.OPENAPI))
    for limit in endpoint.limits:
        yield service, f"{SCHEMA}additionalProperty", _iri(address + _LIMIT.format(limit.name))
    for function in FUNCTIONS:
        yield _iri(function), f"{RDF}type", _iri(f"{SD}Function")


def _limit(links: urls.Urls, limit: Limit) -> Iterator[Statement]:
    node = _iri(links.to(urls.SPARQL) + _LIMIT.format(limit.name))
    yield node, f"{RDF}type", _iri(f"{SCHEMA}PropertyValue")
    yield node, f"{SCHEMA}propertyID", Term("literal", limit.name)
    yield node, f"{SCHEMA}maxValue", integer(limit.value)
    yield node, f"{SCHEMA}unitCode", Term("literal", limit.unit)
    for language in LANGUAGES:
        yield node, f"{DCTERMS}description", Term("literal", limit.text(language), language=language)


def _statistics(links: urls.Urls, counts: Counts) -> Iterator[Statement]:
    graph = _default_graph(links)
    yield graph, f"{VOID}sparqlEndpoint", _iri(links.to(urls.SPARQL))
    yield from statistics(graph, counts)


def _graph(graph: Term, triples: int) -> Iterator[Statement]:
    for kind in (f"{SD}Graph", f"{VOID}Dataset"):
        yield graph, f"{RDF}type", _iri(kind)
    yield graph, f"{VOID}triples", integer(triples)


def _said(subject: Term, predicate: str, key: str) -> Iterator[Statement]:
    for language in LANGUAGES:
        yield subject, predicate, Term("literal", phrase(key, language), language=language)


def _default_graph(links: urls.Urls) -> Term:
    return _iri(links.to(urls.graph(None)))


def _iri(iri: str) -> Term:
    return Term("uri", iri)
