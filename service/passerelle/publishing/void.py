"""Describes the data set in VoID, at the address where it is looked for (https://www.w3.org/TR/void/#well-known)."""

from collections import Counter
from collections.abc import Iterator

from passerelle import urls
from passerelle.media_types import FORMAT_IRIS
from passerelle.namespaces import DCTERMS, FOAF, GRAPH, ID, LINKED, OWL, PREFIXES, RDF, RDFS, VOID, shorten
from passerelle.publishing.about import About
from passerelle.publishing.common import common, iri, said
from passerelle.publishing.documents import RDF_TYPES
from passerelle.publishing.dumps.listing import Listing
from passerelle.publishing.dumps.products import Group
from passerelle.sparql.void import integer, statistics
from passerelle.store.request import ResultFormat
from passerelle.store.rows import Term
from passerelle.store.statements import Statement


def describe(about: About, listing: Listing | None) -> Iterator[Statement]:
    """The document, the data set, its parts, and its links; files only where they are made."""
    document, dataset = iri(about.links.to(urls.VOID)), about.dataset
    yield document, f"{RDF}type", iri(f"{VOID}DatasetDescription")
    yield from said(document, f"{DCTERMS}title", "void_document")
    yield document, f"{FOAF}primaryTopic", dataset
    yield document, f"{RDFS}seeAlso", iri(about.links.to(urls.CATALOGUE))
    yield from _dataset(about, dataset)
    yield from statistics(dataset, about.counts)
    yield from _access(about, dataset, listing)
    yield from _parts(about, dataset)
    yield from _linksets(about, dataset)


def _dataset(about: About, dataset: Term) -> Iterator[Statement]:
    yield dataset, f"{RDF}type", iri(f"{VOID}Dataset")
    yield from common(about, dataset)
    yield dataset, f"{OWL}versionInfo", Term("literal", about.summary.version)
    yield dataset, f"{VOID}uriSpace", Term("literal", ID)
    yield dataset, f"{VOID}triples", integer(about.counts.triples)
    yield dataset, f"{VOID}entities", integer(about.summary.things)
    for thing in about.examples:
        yield dataset, f"{VOID}exampleResource", iri(thing)
    for namespace in _vocabularies(about):
        yield dataset, f"{VOID}vocabulary", iri(namespace)


def _vocabularies(about: About) -> list[str]:
    """The vocabularies that have a name, of whose terms the data make use."""
    used = {
        name[: max(name.rfind("/"), name.rfind("#")) + 1] for name in (*about.counts.classes, *about.counts.properties)
    }
    return sorted(used & set(PREFIXES.values()))


def _access(about: About, dataset: Term, listing: Listing | None) -> Iterator[Statement]:
    yield dataset, f"{VOID}sparqlEndpoint", iri(about.links.to(urls.SPARQL))
    for kind in RDF_TYPES:
        if isinstance(kind, ResultFormat):
            yield dataset, f"{VOID}feature", iri(FORMAT_IRIS[kind])
    for file in listing.files if listing else ():
        if file.group in {Group.GRAPHS, Group.MERGED}:
            yield dataset, f"{VOID}dataDump", iri(about.links.to(urls.download(file.name)))


def _parts(about: About, dataset: Term) -> Iterator[Statement]:
    """Named graphs, by the first step of their path; those of others together."""
    triples: Counter[str] = Counter()
    graphs: Counter[str] = Counter()
    for name, number in about.counts.graphs.items():
        group = name.removeprefix(GRAPH).split("/")[0] if name.startswith(GRAPH) else "other"
        triples[group] += number
        graphs[group] += 1
    for group in sorted(triples):
        part = iri(f"{about.links.to(urls.VOID)}#graphs-{urls.escaped(group)}")
        yield dataset, f"{VOID}subset", part
        yield part, f"{RDF}type", iri(f"{VOID}Dataset")
        yield from said(part, f"{DCTERMS}title", "void_graphs", group=group, number=graphs[group])
        yield part, f"{VOID}triples", integer(triples[group])
        if group != "other":
            yield part, f"{VOID}uriSpace", Term("literal", f"{GRAPH}{group}")
        yield part, f"{RDFS}seeAlso", iri(about.links.to(urls.GRAPHS))


def _linksets(about: About, dataset: Term) -> Iterator[Statement]:
    """See https://www.w3.org/TR/void/#linkset; one for each data set and property."""
    document = about.links.to(urls.VOID)
    for linkset in about.linksets:
        relation = shorten(linkset.predicate).strip("<>").replace(":", "-")
        part, target = iri(f"{document}#{linkset.target}-{relation}"), iri(f"{document}#{linkset.target}")
        yield dataset, f"{VOID}subset", part
        yield part, f"{RDF}type", iri(f"{VOID}Linkset")
        yield part, f"{VOID}subjectsTarget", dataset
        yield part, f"{VOID}objectsTarget", target
        yield part, f"{VOID}linkPredicate", iri(linkset.predicate)
        yield part, f"{VOID}triples", integer(linkset.links)
    for name in dict.fromkeys(linkset.target for linkset in about.linksets):
        target = iri(f"{document}#{name}")
        yield target, f"{RDF}type", iri(f"{VOID}Dataset")
        what = name.replace("-", "_")
        yield from said(target, f"{DCTERMS}title", f"linked_{what}")
        for beginning in LINKED[name]:
            yield target, f"{VOID}uriSpace", Term("literal", beginning)
