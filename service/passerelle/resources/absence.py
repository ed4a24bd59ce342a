"""Which thing a name stands for, and what is said where there is none, or no longer."""

from functools import cached_property
from http import HTTPStatus

from fastapi import Response

from passerelle import urls
from passerelle.errors import Problem
from passerelle.media_types import DESCRIPTION_TYPES, DocumentFormat
from passerelle.namespaces import ID, prefix_of, shorten
from passerelle.negotiation import NotAcceptable, choose
from passerelle.resources.addresses import Format, iris
from passerelle.resources.lookup import Candidate, candidates, is_there, near_names, read_short_names
from passerelle.resources.page import missing_page
from passerelle.resources.reader import Reader
from passerelle.resources.retired import read_retired
from passerelle.resources.wishes import Wish
from passerelle.store.rows import Answers


class Directory:
    """What the graph knows; not to be used in the event loop."""

    def __init__(self, engine: Answers, links: urls.Urls) -> None:
        """Look things up by an engine, whose graph does not change."""
        self._engine = engine
        self._links = links

    @cached_property
    def _names(self) -> dict[str, str]:
        return read_short_names(self._engine)

    @cached_property
    def _retired(self) -> dict[str, list[str]]:
        return read_retired(self._engine)

    def find(self, name: str) -> str | None:
        """The IRI that a part of a path stands for, if the graph knows it."""
        return next((iri for iri in iris(name) if self._is_there(iri)), None)

    def successors(self, iri: str) -> list[str] | None:
        """The things that replace a retired one; None for one that is in use."""
        return self._retired.get(iri)

    def gone(self, wish: Wish, iri: str, kind: Format | None) -> Response:
        """The response that a thing was retired, as a page to whoever likes pages best.

        Raises:
            Problem: 410, to anyone else; it names the successors.
        """
        successors = self._retired[iri]
        links = ", ".join(f'<{urls.escaped(other)}>; rel="successor-version"' for other in successors)
        headers = {"Link": links} if links else {}
        found = candidates(self._engine, successors, wish.language)
        detail = f"<{iri}> was retired" + (f": see <{'>, <'.join(successors)}>." if successors else ".")
        return self._tell(
            wish, kind, iri, found, Problem(HTTPStatus.GONE, detail, headers=headers, successors=successors)
        )

    def missing(self, wish: Wish, name: str, kind: Format | None) -> Response:
        """The response that there is no such thing, as a page to whoever likes pages best.

        Raises:
            Problem: 404, to anyone else; `near` names things that may be meant.
        """
        iri = iris(name)[-1]
        # As people write it, also where the kind is misspelt and has no prefix.
        called = shorten(iri) if prefix_of(iri) else iri.removeprefix(ID).replace("/", ":", 1)
        likest = near_names(self._engine, called, self._names, wish.language)
        near = [candidate.iri for candidate in likest]
        meant = f" Did you mean {' or '.join(map(shorten, near[:3]))}?" if near else ""
        problem = Problem(HTTPStatus.NOT_FOUND, f"The graph says nothing of <{iri}>.{meant}", near=near)
        return self._tell(wish, kind, iri, likest, problem)

    def _tell(self, wish: Wish, kind: Format | None, iri: str, others: list[Candidate], problem: Problem) -> Response:
        if (kind or _liked(wish)) is not DocumentFormat.HTML:
            raise problem
        reader = Reader(wish.language, wish.chosen_language, self._links)
        response = missing_page(problem.status, iri, others, reader, self._links)
        response.headers.update(problem.headers | {"Vary": "Accept, Accept-Language", "Cache-Control": "no-store"})
        return response

    def _is_there(self, iri: str) -> bool:
        try:
            return iri in self._retired or is_there(self._engine, iri)
        except ValueError:
            return False


def _liked(wish: Wish) -> Format | None:
    try:
        return choose(wish.accept, DESCRIPTION_TYPES).format
    except NotAcceptable:
        return None
