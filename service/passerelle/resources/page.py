"""The page of a thing, and the page that says that there is none."""

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Response
from markupsafe import Markup

from passerelle import urls
from passerelle.labels import chosen
from passerelle.media_types import FORMAT_LABELS, RESULT_TYPES
from passerelle.namespaces import GRAPH, LICENCE, shorten
from passerelle.phrases import phrase
from passerelle.resources.addresses import Address, suffix_of, suffixes
from passerelle.resources.claims import Standing
from passerelle.resources.contents import Inside, Piece
from passerelle.resources.description import Description, Property
from passerelle.resources.lookup import Candidate
from passerelle.resources.parts import Part
from passerelle.resources.profiles import PARAMETER, Profile
from passerelle.resources.reader import Reader
from passerelle.resources.wording import in_language
from passerelle.store import terms
from passerelle.store.guard import QueryForm
from passerelle.store.request import ResultFormat, formats
from passerelle.web.pages import page

# A text longer than this, such as a query or an outline on a map, is folded.
_LONGEST = 500
_QUERY = """\
SELECT ?property ?value ?graph WHERE {{
  GRAPH ?graph {{ {thing} ?property ?value }}
}}
ORDER BY ?property ?value ?graph"""
_MARKS = {Standing.HOLDS: "✓", Standing.OPEN: "?", Standing.FALSE: "✗"}


@dataclass(frozen=True)
class Document:
    """One of the formats of a description, with the address that asks for it."""

    address: str
    media_type: str
    label: str


@dataclass(frozen=True)
class Content:
    """What a page tells: a description, the statements of a named graph, the parts of a work, the thing in other terms.

    `schema` is the thing in those of schema.org, as JSON that can stand in a page; `lacking` what the European Learning
    Model misses of it, None for what has no place there.
    """

    description: Description
    statements: tuple[Inside, ...]
    pieces: tuple[Piece, ...]
    schema: str
    lacking: list[str] | None


def thing_page(content: Content, part: Part, reader: Reader, links: urls.Urls) -> Response:
    """The page of a part of a description."""
    found = content.description
    iri = found.thing.iri
    names = [text for text in found.names if text.text != found.thing.label]
    titles = {text.language: text.text for text in reversed(found.names) if text.text == found.thing.label}
    return page(
        "thing.html",
        reader.language,
        links,
        found=found,
        reader=reader,
        title=chosen(titles, reader.language),
        names=names,
        definitions=in_language(found.definitions, reader.language),
        properties=[_in_language(member, reader) for member in found.properties if member.statements],
        incoming=[group for group in found.incoming if group.things],
        entry=reader.entry(iri) if found.kinds else None,
        is_claim=any(claim.thing == found.thing for claim in found.claims),
        inside=content,
        marks=_MARKS,
        longest=_LONGEST,
        part=part,
        pages=part.number_of(found.longest),
        query=_QUERY.format(thing=terms.iri(iri)),
        licence=LICENCE,
        canonical=urls.escaped(Address(iri).document),
        documents=_documents(Address(iri), part, links),
        schema=Markup(content.schema),  # noqa: S704 - nothing in it can end or begin an element
        lacking=None if content.lacking is None else [shorten(name) for name in content.lacking],
        profiles=_profiles(Address(iri), content.lacking is not None, reader.language, links),
    )


def missing_page(status: HTTPStatus, iri: str, near: list[Candidate], reader: Reader, links: urls.Urls) -> Response:
    """The page for a thing that does not exist, or no longer; `near` are what may be meant, or what replaces it."""
    return page(
        "missing.html",
        reader.language,
        links,
        status,
        gone=status is HTTPStatus.GONE,
        name=shorten(iri),
        near=near,
        reader=reader,
        shorten=shorten,
    )


def _profiles(address: Address, in_elm: bool, language: str, links: urls.Urls) -> list[Document]:
    """The thing in other terms, for programs."""
    told = [Profile.SCHEMA, Profile.LABELS, *([Profile.ELM] if in_elm else [])]
    media_type = RESULT_TYPES[ResultFormat.JSONLD][0]
    path = links.local(address.path + suffix_of(ResultFormat.JSONLD))
    return [Document(f"{path}?{PARAMETER}={what}", media_type, phrase(f"profile_{what}", language)) for what in told]


def _in_language(member: Property, reader: Reader) -> Property:
    kept = in_language(member.statements, reader.language)
    hidden = len(member.statements) - len(kept)
    return Property(member.property, tuple(kept), member.total - hidden)


def _documents(address: Address, part: Part, links: urls.Urls) -> list[Document]:
    """The formats of a description; of a named graph, those of the graph itself."""
    if address.iri.startswith(GRAPH):
        itself = links.local(urls.own(address.iri))
        found = [(kind, f"{itself}?format={kind}") for kind in formats(QueryForm.CONSTRUCT)]
    else:
        page_ = f"?page={part.number}" if part.number > 1 else ""
        forms = ((kind, suffix) for suffix, kind in suffixes() if isinstance(kind, ResultFormat))
        found = [(kind, links.local(address.path + suffix) + page_) for kind, suffix in forms]
    return [Document(where, RESULT_TYPES[kind][0], FORMAT_LABELS[kind]) for kind, where in found]
