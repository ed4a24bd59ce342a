"""The catalogue of the data set in DCAT-AP 3 (https://semiceu.github.io/DCAT-AP/releases/3.0.0/).

`shapes/catalogue.ttl` says what it must hold. Nothing is said that is not known: no frequency, no contact, no date.
"""

from collections.abc import Iterator

from passerelle import urls
from passerelle.namespaces import DCAT, DCTERMS, FOAF, PROV, PSL, RDF
from passerelle.phrases import LANGUAGES
from passerelle.publishing.about import About
from passerelle.publishing.common import common, iri, licensed, said, text
from passerelle.publishing.distributions import describe_file, distribution_of
from passerelle.publishing.dumps.listing import Listing
from passerelle.sparql.description import service_of
from passerelle.store.rows import Term
from passerelle.store.statements import Statement

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_LANGUAGES = {"en": f"{_AUTHORITY}language/ENG", "fr": f"{_AUTHORITY}language/FRA"}
_THEMES = f"{_AUTHORITY}data-theme"
_PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"


def describe(about: About, listing: Listing) -> Iterator[Statement]:
    """The catalogue, the data set and its current version, the files, and the endpoint."""
    yield from _catalogue(about)
    yield from _dataset(about, listing)
    yield from _version(about, listing)
    for file in listing.files:
        yield from describe_file(about, file)
    yield from _service(about)


def _catalogue(about: About) -> Iterator[Statement]:
    catalogue, facts = iri(about.links.to(urls.CATALOGUE)), about.facts
    yield catalogue, f"{RDF}type", iri(f"{DCAT}Catalog")
    yield from said(catalogue, f"{DCTERMS}title", "catalogue_title")
    yield from said(catalogue, f"{DCTERMS}description", "catalogue_about")
    yield catalogue, f"{FOAF}homepage", iri(about.links.to(urls.ROOT))
    for language in LANGUAGES:
        yield catalogue, f"{DCTERMS}language", iri(_LANGUAGES[language])
    yield catalogue, f"{DCAT}themeTaxonomy", iri(_THEMES)
    yield from licensed(about, catalogue)
    if facts.publisher:
        publisher = iri(facts.publisher)
        yield catalogue, f"{DCTERMS}publisher", publisher
        yield publisher, f"{RDF}type", iri(f"{FOAF}Agent")
        for language, name in facts.publisher_names.items():
            yield publisher, f"{FOAF}name", text(name, language)
    yield catalogue, f"{DCAT}dataset", about.dataset
    yield catalogue, f"{DCAT}service", service_of(about.links)


def _dataset(about: About, listing: Listing) -> Iterator[Statement]:
    dataset = about.dataset
    yield dataset, f"{RDF}type", iri(f"{DCAT}Dataset")
    yield from common(about, dataset)
    yield dataset, f"{DCTERMS}identifier", Term("literal", dataset.value)
    yield dataset, f"{DCAT}version", Term("literal", about.summary.version)
    yield dataset, f"{DCAT}landingPage", iri(about.links.to(urls.DOWNLOADS))
    if any(name.startswith(PSL) for name in about.counts.classes):
        yield dataset, f"{DCTERMS}conformsTo", iri(PSL)
    for relation in ("hasVersion", "hasCurrentVersion"):
        yield dataset, DCAT + relation, _version_of(about, about.summary.version)
    yield from _had(about, dataset, listing)


def _version(about: About, listing: Listing) -> Iterator[Statement]:
    """The version that is served, and the one before it (https://www.w3.org/TR/vocab-dcat-3/#dataset-versions)."""
    version = about.summary.version
    yield from _named_version(about, version)
    for work in about.works:
        yield _version_of(about, version), f"{PROV}wasDerivedFrom", iri(work)
    yield from _had(about, _version_of(about, version), listing)
    if about.previous:
        yield about.dataset, f"{DCAT}hasVersion", _version_of(about, about.previous)
        yield _version_of(about, version), f"{DCAT}previousVersion", _version_of(about, about.previous)
        yield from _named_version(about, about.previous)


def _named_version(about: About, name: str) -> Iterator[Statement]:
    version, facts = _version_of(about, name), about.facts
    yield version, f"{RDF}type", iri(f"{DCAT}Dataset")
    yield version, f"{DCAT}isVersionOf", about.dataset
    yield version, f"{DCAT}version", Term("literal", name)
    for language in LANGUAGES:
        yield version, f"{DCTERMS}title", text(f"{facts.title(language)} ({name})", language)
        yield version, f"{DCTERMS}description", text(facts.description(language), language)
    yield from licensed(about, version)
    if facts.publisher:
        yield version, f"{DCTERMS}publisher", iri(facts.publisher)


def _had(about: About, dataset: Term, listing: Listing) -> Iterator[Statement]:
    for file in listing.files:
        yield dataset, f"{DCAT}distribution", distribution_of(about.links, file)
    yield dataset, f"{DCAT}distribution", _endpoint_of(about)


def _service(about: About) -> Iterator[Statement]:
    """The endpoint, as a service and as a way to have the data set."""
    service, distribution = service_of(about.links), _endpoint_of(about)
    endpoint, described = iri(about.links.to(urls.SPARQL)), iri(about.links.to(urls.OPENAPI))
    yield service, f"{RDF}type", iri(f"{DCAT}DataService")
    yield from said(service, f"{DCTERMS}title", "endpoint")
    yield from said(service, f"{DCTERMS}description", "endpoint_about")
    yield service, f"{DCAT}endpointURL", endpoint
    for description in (endpoint, described):
        yield service, f"{DCAT}endpointDescription", description
    yield service, f"{DCTERMS}conformsTo", iri(_PROTOCOL)
    yield service, f"{DCAT}servesDataset", about.dataset
    yield from licensed(about, service)
    yield distribution, f"{RDF}type", iri(f"{DCAT}Distribution")
    yield from said(distribution, f"{DCTERMS}title", "endpoint")
    yield from said(distribution, f"{DCTERMS}description", "endpoint_about")
    yield distribution, f"{DCAT}accessURL", endpoint
    yield distribution, f"{DCAT}accessService", service
    yield from licensed(about, distribution)


def _version_of(about: About, name: str) -> Term:
    return iri(f"{about.links.to(urls.CATALOGUE)}#version-{name}")


def _endpoint_of(about: About) -> Term:
    return iri(f"{about.links.to(urls.CATALOGUE)}#endpoint")
