"""Describes the data set in VoID, at the address where it is looked for (https://www.w3.org/TR/void/#well-known)."""

from collections import Counter
from collections.abc import Iterator

from passerelle import urls
from passerelle.media_types import FORMAT_IRIS
from passerelle.namespaces import DCTERMS, FOAF, GRAPH, ID, LINKED, OWL, PREFIXES, PROV, RDF, RDFS, VOID, shorten
from passerelle.phrases import LANGUAGES, phrase
from passerelle.publishing.about import About
from passerelle.publishing.documents import RDF_TYPES
from passerelle.publishing.dumps.listing import Listing
from passerelle.publishing.dumps.products import Group
from passerelle.sparql.void import integer, statistics
from passerelle.store.request import ResultFormat
from passerelle.store.rows import Term
from passerelle.store.statements import Statement


def describe(about: About, listing: Listing | None) -> Iterator[Statement]:
    """The document, the data set, its parts, and its links; files only where they are made."""
    document, dataset = _iri(about.links.to(urls.VOID)), about.dataset
    yield document, f"{RDF}type", _iri(f"{VOID}DatasetDescription")
    yield from said(document, f"{DCTERMS}title", "void_document")
    yield document, f"{FOAF}primaryTopic", dataset
    yield document, f"{RDFS}seeAlso", _iri(about.links.to(urls.CATALOGUE))
    yield from _dataset(about, dataset)
    yield from statistics(dataset, about.counts)
    yield from _access(about, dataset, listing)
    yield from _parts(about, dataset)
    yield from _linksets(about, dataset)


def common(about: About, dataset: Term) -> Iterator[Statement]:
    """What any description says of the data set: what the graph does, its version, and what it was made from."""
    if not about.facts.iri:
        for language in LANGUAGES:
            yield dataset, f"{DCTERMS}title", text(about.facts.title(language), language)
            yield dataset, f"{DCTERMS}description", text(about.facts.description(language), language)
    for property_, value in about.facts.stated:
        if property_ != f"{RDFS}label":
            yield dataset, property_, value
    for relation in (f"{DCTERMS}source", f"{PROV}wasDerivedFrom"):
        for work in about.works:
            yield dataset, relation, _iri(work)
    for iri, names in about.names.items():
        for language, name in names.items():
            yield _iri(iri), f"{RDFS}label", text(name, language)


def said(subject: Term, predicate: str, key: str, **filled: object) -> Iterator[Statement]:
    """A phrase in each language."""
    for language in LANGUAGES:
        yield subject, predicate, text(phrase(key, language, **filled), language)


def text(written: str, language: str) -> Term:
    """A text in a language as a term."""
    return Term("literal", written, language=language)


def _dataset(about: About, dataset: Term) -> Iterator[Statement]:
    yield dataset, f"{RDF}type", _iri(f"{VOID}Dataset")
    yield from common(about, dataset)
    yield dataset, f"{OWL}versionInfo", Term("literal", about.summary.version)
    yield dataset, f"{VOID}uriSpace", Term("literal", ID)
    yield dataset, f"{VOID}triples", integer(about.counts.triples)
    yield dataset, f"{VOID}entities", integer(about.summary.things)
    for thing in about.examples:
        yield dataset, f"{VOID}exampleResource", _iri(thing)
    for namespace in _vocabularies(about):
        yield dataset, f"{VOID}vocabulary", _iri(namespace)


def _vocabularies(about: About) -> list[str]:
    """The vocabularies that have a name, of whose terms the data make use."""
    used = {iri[: max(iri.rfind("/"), iri.rfind("#")) + 1] for iri in (*about.counts.classes, *about.counts.properties)}
    return sorted(used & set(PREFIXES.values()))


def _access(about: About, dataset: Term, listing: Listing | None) -> Iterator[Statement]:
    yield dataset, f"{VOID}sparqlEndpoint", _iri(about.links.to(urls.SPARQL))
    for kind in RDF_TYPES:
        if isinstance(kind, ResultFormat):
            yield dataset, f"{VOID}feature", _iri(FORMAT_IRIS[kind])
    for file in listing.files if listing else ():
        if file.group in {Group.GRAPHS, Group.MERGED}:
            yield dataset, f"{VOID}dataDump", _iri(about.links.to(urls.download(file.name)))


def _parts(about: About, dataset: Term) -> Iterator[Statement]:
    """Named graphs, by the first step of their path; those of others together."""
    triples: Counter[str] = Counter()
    graphs: Counter[str] = Counter()
    for iri, number in about.counts.graphs.items():
        group = iri.removeprefix(GRAPH).split("/")[0] if iri.startswith(GRAPH) else "other"
        triples[group] += number
        graphs[group] += 1
    for group in sorted(triples):
        part = _iri(f"{about.links.to(urls.VOID)}#graphs-{urls.escaped(group)}")
        yield dataset, f"{VOID}subset", part
        yield part, f"{RDF}type", _iri(f"{VOID}Dataset")
        yield from said(part, f"{DCTERMS}title", "void_graphs", group=group, number=graphs[group])
        yield part, f"{VOID}triples", integer(triples[group])
        if group != "other":
            yield part, f"{VOID}uriSpace", Term("literal", f"{GRAPH}{group}")
        yield part, f"{RDFS}seeAlso", _iri(about.links.to(urls.GRAPHS))


def _linksets(about: About, dataset: Term) -> Iterator[Statement]:
    """See https://www.w3.org/TR/void/#linkset; one for each data set and property."""
    document = about.links.to(urls.VOID)
    for linkset in about.linksets:
        relation = shorten(linkset.predicate).strip("<>").replace(":", "-")
        part, target = _iri(f"{document}#{linkset.target}-{relation}"), _iri(f"{document}#{linkset.target}")
        yield dataset, f"{VOID}subset", part
        yield part, f"{RDF}type", _iri(f"{VOID}Linkset")
        yield part, f"{VOID}subjectsTarget", dataset
        yield part, f"{VOID}objectsTarget", target
        yield part, f"{VOID}linkPredicate", _iri(linkset.predicate)
        yield part, f"{VOID}triples", integer(linkset.links)
    for name in dict.fromkeys(linkset.target for linkset in about.linksets):
        target = _iri(f"{document}#{name}")
        yield target, f"{RDF}type", _iri(f"{VOID}Dataset")
        what = name.replace("-", "_")
        yield from said(target, f"{DCTERMS}title", f"linked_{what}")
        for beginning in LINKED[name]:
            yield target, f"{VOID}uriSpace", Term("literal", beginning)


def _iri(iri: str) -> Term:
    return Term("uri", iri)
