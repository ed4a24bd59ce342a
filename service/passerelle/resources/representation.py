"""Makes a representation of a thing: in a profile and a format, before it is tagged and compressed."""

from dataclasses import dataclass
from functools import lru_cache, partial

from passerelle import urls
from passerelle.media_types import DocumentFormat, with_charset
from passerelle.namespaces import DCTERMS, FOAF, LICENCE, RDF
from passerelle.negotiation import Choice
from passerelle.resources import elm, schema_org
from passerelle.resources.addresses import Address, Format
from passerelle.resources.contents import read_pieces, read_statements
from passerelle.resources.description import Description, describe
from passerelle.resources.mappings import mapped
from passerelle.resources.page import Content, thing_page
from passerelle.resources.profiles import PROFILE_IRIS, Profile
from passerelle.resources.reader import Reader
from passerelle.resources.triples import read_triples
from passerelle.resources.wishes import Wish
from passerelle.resources.writing import write_description
from passerelle.store.request import ResultFormat
from passerelle.store.rows import Answers, Term
from passerelle.store.statements import Statement

# Descriptions whose statements are kept for another format.
_READ = 16


@dataclass(frozen=True)
class Representation:
    """The bytes, the length of the longest list that a page tells by parts, and headers."""

    content: bytes
    longest: int
    headers: dict[str, str]


class Representations:
    """Makes them, from one version of the data set."""

    def __init__(self, engine: Answers, links: urls.Urls) -> None:
        """Describe things by an engine, whose graph does not change."""
        self._engine = engine
        self._links = links
        # Who takes data away asks for one format after another.
        self._read = lru_cache(maxsize=_READ)(partial(read_triples, engine))

    def make(self, wish: Wish, iri: str, choice: Choice[Format]) -> Representation:
        """The representation of a thing that is wished for.

        Raises:
            ValueError: it is no IRI.
            StoreError: as `Pool.ask`.
        """
        if choice.format is DocumentFormat.HTML:
            return _page(self._engine, wish, iri, self._links)
        kind, document = ResultFormat(choice.format), Address(iri).document
        longest = 0
        if wish.profile is Profile.PASSERELLE:
            triples = self._read(iri, document, wish.part)
            content, longest = write_description(triples.statements, kind), triples.longest
        else:
            statements = _told(self._engine, iri, document, wish.profile)
            if wish.profile is Profile.SCHEMA and kind is ResultFormat.JSONLD:
                content = schema_org.write_object(statements, iri).encode()
            else:
                content = write_description(statements, kind)
        return Representation(content, longest, {"Content-Type": with_charset(choice.media_type)})


def _told(engine: Answers, iri: str, document: str, profile: Profile) -> list[Statement]:
    """What a profile other than the default says, with the document that says it."""
    statements = mapped(engine, iri, profile)
    if profile is Profile.SCHEMA:
        return schema_org.around(statements, iri, document)
    asked = f"{document}?profile={profile}"
    about = [
        (Term("uri", asked), predicate, Term("uri", value))
        for predicate, value in (
            (f"{RDF}type", f"{FOAF}Document"),
            (f"{FOAF}primaryTopic", iri),
            (f"{DCTERMS}license", LICENCE),
        )
    ]
    lacking = elm.missing(statements, iri) if profile is Profile.ELM else []
    if not lacking and lacking is not None:
        about.append((Term("uri", asked), f"{DCTERMS}conformsTo", Term("uri", PROFILE_IRIS[profile])))
    told = elm.report(lacking, iri, asked) if profile is Profile.ELM and lacking is not None else ()
    return [*about, *statements, *told]


def _page(engine: Answers, wish: Wish, iri: str, links: urls.Urls) -> Representation:
    found = describe(engine, iri, wish.language, wish.part)
    statements = _told(engine, iri, Address(iri).document, Profile.SCHEMA)
    content = Content(
        found,
        read_statements(engine, iri, wish.language, wish.part) if found.holds else (),
        read_pieces(engine, iri, wish.language),
        schema_org.write_object(statements, iri, in_page=True),
        _lacking(engine, found),
    )
    reader = Reader(wish.language, wish.chosen_language, links)
    response = thing_page(content, wish.part, reader, links)
    # The length is another when it is compressed.
    del response.headers["content-length"]
    return Representation(bytes(response.body), found.longest, dict(response.headers))


def _lacking(engine: Answers, found: Description) -> list[str] | None:
    """What the European Learning Model misses of a thing, if it is of a class that has a place there."""
    if not any(kind.value.term.value in elm.CLASSES for kind in found.kinds):
        return None
    return elm.missing(mapped(engine, found.thing.iri, Profile.ELM), found.thing.iri)
