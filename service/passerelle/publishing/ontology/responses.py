"""Responds to who opens the ontology or a term of it: a page for people, RDF for programs."""

from collections.abc import Sequence
from functools import cached_property
from http import HTTPStatus

from fastapi import Response

from passerelle import __version__, urls
from passerelle.errors import Problem
from passerelle.media_types import DESCRIPTION_TYPES, SUFFIXES, DocumentFormat, with_charset
from passerelle.namespaces import BASE, LICENCE, PSL
from passerelle.negotiation import Choice, choose
from passerelle.phrases import LANGUAGES
from passerelle.publishing.ontology.document import read_document
from passerelle.publishing.ontology.model import Model, read_model
from passerelle.publishing.ontology.page import ontology_page
from passerelle.publishing.ontology.vocabulary import read_term_names
from passerelle.publishing.releases.archive import Release
from passerelle.resources.addresses import Format
from passerelle.resources.reader import Reader
from passerelle.resources.responses import Things
from passerelle.resources.wishes import Wish
from passerelle.store.request import ResultFormat
from passerelle.store.rows import Answers
from passerelle.store.statements import Statement, write_statements
from passerelle.tagged import TaggedDocuments, Written

_WHOLE = "ns/"
_STEM = "ns/ontology"


class OntologyDocuments:
    """The ontology of one version of the data set, read when first asked for; not to be used in the event loop."""

    def __init__(
        self, engine: Answers, things: Things, links: urls.Urls, version: str, known: Sequence[Release]
    ) -> None:
        """Read it by an engine; `things` describes its terms, `known` are its releases, the oldest first."""
        self._engine = engine
        self._things = things
        self._links = links
        self._known = known
        released = " ".join(str(release.version) for release in known)
        self._documents = TaggedDocuments(
            f"{__version__} {version} {links.base} ontology {released}", "Accept, Accept-Encoding, Accept-Language"
        )

    @cached_property
    def _model(self) -> Model:
        return read_model(self._engine)

    @cached_property
    def _statements(self) -> list[Statement]:
        return read_document(self._engine)

    @cached_property
    def _terms(self) -> frozenset[str]:
        return read_term_names(self._engine)

    def respond(self, wish: Wish) -> Response:
        """The ontology: a page that documents it, or all its modules as one document of RDF.

        An address that ends in `ontology.ttl`, `ontology.html`, … asks for that format whatever is accepted.

        Raises:
            Problem: 404 where the ontology has no such form.
            NotAcceptable: no format fits.
            StoreError: as `Answers.answer`.
        """
        choice = choose(wish.accept, DESCRIPTION_TYPES) if wish.name == _WHOLE else _asked(wish.name)
        if choice.format is DocumentFormat.HTML:
            form: tuple[str, ...] = (choice.media_type, wish.language, wish.chosen_language)
        else:
            form = (choice.media_type,)
        return self._documents.respond(form, wish.coding, wish.condition, lambda: self._write(wish, choice))

    def see_term(self, wish: Wish) -> Response:
        """The way from a term: for people to its entry on the page of the ontology, for programs to its description.

        Raises:
            Problem: as `Things.see_other`.
        """
        response = self._things.see_other(wish)
        response.headers["Vary"] = "Accept, Accept-Language"
        if response.status_code == HTTPStatus.SEE_OTHER and wish.likes_pages and BASE + wish.name in self._terms:
            address = f"{self._links.local(urls.ONTOLOGY)}{wish.query_string}#{wish.name.removeprefix(_WHOLE)}"
            response.headers["Location"] = address
        return response

    def _write(self, wish: Wish, choice: Choice[Format]) -> Written:
        link = {"Link": self._link_header()}
        if choice.format is DocumentFormat.HTML:
            reader = Reader(wish.language, wish.chosen_language, self._links)
            written = ontology_page(self._engine, self._model, self._known, reader, self._links)
            return Written(written.content, {**written.headers, **link})
        content = write_statements(self._statements, ResultFormat(choice.format))
        return Written(content, {"Content-Type": with_charset(choice.media_type), **link})

    def _link_header(self) -> str:
        """The same in other formats and languages, its lasting name, its licence (https://www.rfc-editor.org/rfc/rfc8288)."""
        found = [
            f'<{self._links.to(urls.ontology(suffix))}>; rel="alternate"; type="{DESCRIPTION_TYPES[kind][0]}"'
            for suffix, kind in SUFFIXES.items()
            if kind in DESCRIPTION_TYPES
        ]
        page = self._links.to(urls.ONTOLOGY)
        found += [f'<{page}?lang={tag}>; rel="alternate"; type="text/html"; hreflang="{tag}"' for tag in LANGUAGES]
        return ", ".join([*found, f'<{PSL}>; rel="canonical"', f'<{LICENCE}>; rel="license"'])


def _asked(name: str) -> Choice[Format]:
    suffix = name.removeprefix(_STEM)
    kind = SUFFIXES.get(suffix)
    if kind not in DESCRIPTION_TYPES:
        forms = ", ".join(f"/{_STEM}{end}" for end, known in SUFFIXES.items() if known in DESCRIPTION_TYPES)
        raise Problem(
            HTTPStatus.NOT_FOUND, f"There is nothing at /{name}; the ontology is at /{_WHOLE} and at {forms}."
        )
    return Choice(kind, DESCRIPTION_TYPES[kind][0])
