"""The page that documents the ontology."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from passerelle import urls
from passerelle.labels import Text
from passerelle.media_types import FORMAT_LABELS, RESULT_TYPES, SUFFIXES
from passerelle.namespaces import DCTERMS, LICENCE, OWL, PSL
from passerelle.phrases import phrase
from passerelle.publishing.ontology.diagram import Diagram, draw
from passerelle.publishing.ontology.entries import Entry, Naming, Row, called, entry, iris_named, reused_rows
from passerelle.publishing.ontology.model import Model
from passerelle.publishing.ontology.relations import SUBCLASS, Relation
from passerelle.publishing.ontology.vocabulary import Module
from passerelle.publishing.releases.archive import Release
from passerelle.publishing.releases.history import History, histories
from passerelle.resources.lookup import folded
from passerelle.resources.reader import Reader
from passerelle.resources.things import Thing, naming
from passerelle.store.request import ResultFormat
from passerelle.store.rows import Answers
from passerelle.tagged import Written
from passerelle.web.pages import page

_STATUS = "http://purl.org/ontology/bibo/status"


@dataclass(frozen=True)
class Document:
    """One of the formats of the ontology, with the address that asks for it."""

    address: str
    media_type: str
    label: str


@dataclass(frozen=True)
class Chapter:
    """A module as the page tells it: its diagram if it has relations, properties that no diagram shows, its terms."""

    module: Module
    title: Text
    description: Text | None
    diagram: Diagram | None
    common: tuple[Thing, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Reused:
    """A class of others, and what the shapes ask of it."""

    thing: Thing
    rows: tuple[Row, ...]


def ontology_page(engine: Answers, model: Model, known: Sequence[Release], reader: Reader, links: urls.Urls) -> Written:
    """The page in the language of a reader."""
    language, header = reader.language, model.vocabulary.header
    name = naming(engine, set(iris_named(model)), language)
    chapters = [_chapter(model, module, name, language, links) for module in model.vocabulary.modules]
    response = page(
        "ontology.html",
        language,
        links,
        title=header.text(f"{DCTERMS}title", language) or Text("psl:", ""),
        description=header.text(f"{DCTERMS}description", language),
        version=header.value(f"{OWL}versionInfo"),
        is_draft=header.value(_STATUS) == f"{_STATUS}/draft",
        modified=header.value(f"{DCTERMS}modified"),
        citation=header.value(f"{DCTERMS}bibliographicCitation"),
        namespace=PSL,
        canonical=PSL,
        licence=LICENCE,
        chapters=chapters,
        terms=sorted((found for chapter in chapters for found in chapter.entries), key=_alphabetically),
        overview=_drawn(model.overview(), (), [term.iri for term in model.vocabulary.terms.values()], name, language),
        reused=[Reused(name(iri), reused_rows(model, iri, name, language)) for iri in model.reused],
        name=name,
        called=called,
        reader=reader,
        here=Here(reader, links),
        subclass=SUBCLASS,
        documents=documents(links),
        histories=histories(known),
        unreleased=History("", ()),
        releases=[str(release.version) for release in known],
        release=lambda version: links.local(urls.release(version)),
    )
    return Written(bytes(response.body), {k: v for k, v in response.headers.items() if k != "content-length"})


@dataclass(frozen=True)
class Here:
    """Where the page sends its reader: to its own entries for terms of ours."""

    reader: Reader
    links: urls.Urls

    def href(self, iri: str) -> str | None:
        """The entry of a term of ours, else where the thing is read."""
        name = iri.removeprefix(PSL)
        return f"#{name}" if iri.startswith(PSL) and name else self.reader.href(iri)

    def page(self, iri: str) -> str | None:
        """The page of a term itself, with all that points to it."""
        return self.reader.href(iri)

    def address(self, language: str) -> str:
        """The page in a language."""
        return f"{self.links.local(urls.ONTOLOGY)}?lang={language}"


def documents(links: urls.Urls) -> list[Document]:
    """The ontology in each of the formats of graphs."""
    forms = [(suffix, kind) for suffix, kind in SUFFIXES.items() if isinstance(kind, ResultFormat)]
    return [
        Document(links.local(urls.ontology(suffix)), RESULT_TYPES[kind][0], FORMAT_LABELS[kind])
        for suffix, kind in forms
    ]


def _chapter(model: Model, module: Module, name: Naming, language: str, links: urls.Urls) -> Chapter:
    found, classes = model.around(module)
    return Chapter(
        module,
        module.text(f"{DCTERMS}title", language) or Text(module.name, ""),
        module.text(f"{DCTERMS}description", language),
        _drawn(found, classes, classes, name, language) if found else None,
        tuple(map(name, model.common(module))),
        tuple(entry(model, term, name, language, links) for term in module.terms),
    )


def _alphabetically(found: Entry) -> tuple[str, str]:
    return folded(found.label.text), found.term.iri


def _drawn(
    found: Iterable[Relation], classes: Iterable[str], main: Iterable[str], name: Naming, language: str
) -> Diagram:
    def call(iri: str) -> str:
        return phrase("is_a_kind_of", language) if iri == SUBCLASS else called(name(iri))

    return draw(found, classes, main, call)
