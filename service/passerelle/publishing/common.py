"""What the descriptions of the data set share, in VoID and in DCAT."""

from collections.abc import Iterator

from passerelle.namespaces import DCTERMS, PROV, RDFS
from passerelle.phrases import LANGUAGES, phrase
from passerelle.publishing.about import About
from passerelle.store.rows import Term
from passerelle.store.statements import Statement


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
            yield dataset, relation, iri(work)
    for name, texts in about.names.items():
        for language, label in texts.items():
            yield iri(name), f"{RDFS}label", text(label, language)


def said(subject: Term, predicate: str, key: str, **filled: object) -> Iterator[Statement]:
    """A phrase in each language."""
    for language in LANGUAGES:
        yield subject, predicate, text(phrase(key, language, **filled), language)


def text(written: str, language: str) -> Term:
    """A text in a language as a term."""
    return Term("literal", written, language=language)


def licensed(about: About, thing: Term) -> Iterator[Statement]:
    """The licence of the data, where it is known."""
    if about.facts.licence:
        yield thing, f"{DCTERMS}license", iri(about.facts.licence)


def iri(written: str) -> Term:
    """An IRI as a term."""
    return Term("uri", written)
