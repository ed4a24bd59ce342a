"""Responds to who opens a release: a page for people, the ontology for programs, and each of its files."""

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import Response

from passerelle import __version__, urls
from passerelle.errors import Problem
from passerelle.media_types import DESCRIPTION_TYPES, DocumentFormat
from passerelle.namespaces import LICENCE, PSL
from passerelle.negotiation import choose
from passerelle.publishing.releases.archive import CHECKSUMS, Release
from passerelle.publishing.releases.files import STEM, names, read_file, read_ontology, written_formats
from passerelle.publishing.releases.page import missing_page, release_page
from passerelle.resources.reader import Reader
from passerelle.resources.wishes import Wish
from passerelle.store.request import ResultFormat
from passerelle.tagged import TaggedDocuments, Written

# A year, as long as caches keep anything (https://www.rfc-editor.org/rfc/rfc8246).
_FOR_GOOD = "public, max-age=31536000, immutable"
_VARY = "Accept, Accept-Encoding, Accept-Language"


class ReleaseDocuments:
    """The releases of a graph; not to be used in the event loop."""

    def __init__(self, known: Sequence[Release], links: urls.Urls) -> None:
        """Serve these, the oldest first."""
        self._known = {str(release.version): release for release in known}
        self._links = links
        stamps = " ".join(release.read(CHECKSUMS).decode() for release in known)
        self._lasting = TaggedDocuments("release", _VARY, _FOR_GOOD)
        # A page names the other releases, and changes with the program.
        self._pages = TaggedDocuments(f"{__version__} {links.base} {stamps}", _VARY)

    def respond(self, wish: Wish) -> Response:
        """A release of the ontology: a page that says what has changed, or the ontology as RDF, which never changes.

        Raises:
            Problem: 404 for an unknown version; it lists those that there are.
            NotAcceptable: no format fits.
        """
        version = wish.name.rpartition("/")[2]
        release = self._known.get(version)
        if release is None:
            return self._missing(wish, version)
        choice = choose(wish.accept, DESCRIPTION_TYPES)
        link = {"Link": self._link_header(version)}
        if choice.format is DocumentFormat.HTML:
            reader = Reader(wish.language, wish.chosen_language, self._links)

            def tell() -> Written:
                written = release_page(release, list(self._known.values()), reader, self._links)
                return Written(written.content, {**written.headers, **link})

            form = (version, wish.language, wish.chosen_language)
            return self._pages.respond(form, wish.coding, wish.condition, tell)
        kind, digest = ResultFormat(choice.format), release.checksums()[f"{STEM}.ttl"]

        def write() -> Written:
            written = read_ontology(release, kind)
            return Written(written.content, {**written.headers, **link})

        return self._lasting.respond((version, kind, digest), wish.coding, wish.condition, write)

    def respond_file(self, wish: Wish) -> Response:
        """A file of a release, which never changes.

        Raises:
            Problem: 404 for an unknown version or file; it lists those that there are.
        """
        version, _, name = wish.name.removeprefix("ns/").partition("/")
        release = self._known.get(version)
        if release is None:
            return self._missing(wish, version)
        files = names(release)
        if name not in files:
            raise Problem(HTTPStatus.NOT_FOUND, f"Release {version} has {', '.join(files)}.", files=files)
        digest = release.checksums().get(name, name)
        return self._lasting.respond(
            (version, name, digest), wish.coding, wish.condition, lambda: read_file(release, name)
        )

    def _missing(self, wish: Wish, version: str) -> Response:
        there = ", ".join(self._known) or "none yet"
        if not wish.likes_pages:
            raise Problem(
                HTTPStatus.NOT_FOUND,
                f"There is no release {version} of the ontology; there are: {there}.",
                releases=[self._links.to(urls.release(known)) for known in self._known],
            )
        reader = Reader(wish.language, wish.chosen_language, self._links)
        written = missing_page(version, list(self._known.values()), reader, self._links)
        headers = {**written.headers, "Vary": _VARY, "Cache-Control": "no-store"}
        return Response(written.content, HTTPStatus.NOT_FOUND, headers=headers)

    def _link_header(self, version: str) -> str:
        """Other formats, licence, other versions (https://www.rfc-editor.org/rfc/rfc5829)."""
        found = [
            f'<{self._links.to(urls.release(version, STEM + suffix))}>; rel="alternate"; '
            f'type="{DESCRIPTION_TYPES[kind][0]}"'
            for suffix, kind in written_formats()
        ]
        found += [f'<{PSL}{version}>; rel="canonical"', f'<{LICENCE}>; rel="license"', f'<{PSL}>; rel="latest-version"']
        order = list(self._known)
        place = order.index(version)
        found += [f'<{PSL}{other}>; rel="predecessor-version"' for other in order[place - 1 : place] if place]
        found += [f'<{PSL}{other}>; rel="successor-version"' for other in order[place + 1 : place + 2]]
        return ", ".join(found)
