"""The page of a release, and the page that says that there is none of that version."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from passerelle import urls
from passerelle.labels import best
from passerelle.media_types import FORMAT_LABELS, RESULT_TYPES
from passerelle.namespaces import LICENCE, PSL, shorten
from passerelle.publishing.releases.archive import Release
from passerelle.publishing.releases.files import STEM, written_formats
from passerelle.resources.reader import Reader
from passerelle.tagged import Written
from passerelle.web.pages import page


@dataclass(frozen=True)
class File:
    """A file of a release: where it is, how large it is, and its SHA-256."""

    name: str
    address: str
    size: int
    digest: str


@dataclass(frozen=True)
class Document:
    """The ontology of a release in one of the formats, with the address that asks for it."""

    address: str
    media_type: str
    label: str


def release_page(release: Release, known: Sequence[Release], reader: Reader, links: urls.Urls) -> Written:
    """The page of a release in the language of a reader."""
    version = str(release.version)
    files = [
        File(name, links.local(urls.release(version, name)), release.size(name), digest)
        for name, digest in release.checksums().items()
    ]
    documents = [
        Document(links.local(urls.release(version, STEM + suffix)), RESULT_TYPES[kind][0], FORMAT_LABELS[kind])
        for suffix, kind in written_formats()
    ]
    return _page(
        HTTPStatus.OK, version, known, reader, links, files=files, documents=documents, report=release.changes()
    )


def missing_page(version: str, known: Sequence[Release], reader: Reader, links: urls.Urls) -> Written:
    """The page that says that there is no such release, and which there are."""
    return _page(HTTPStatus.NOT_FOUND, version, known, reader, links, files=[], documents=[], report=None)


def _page(
    status: HTTPStatus, version: str, known: Sequence[Release], reader: Reader, links: urls.Urls, **content: Any
) -> Written:
    def call(item: dict[str, Any]) -> str:
        return best(item["labels"], reader.language) or shorten(item["iri"])

    response = page(
        "release.html",
        reader.language,
        links,
        status,
        version=version,
        releases=[str(other.version) for other in known],
        release=lambda other: links.local(urls.release(other)),
        canonical=f"{PSL}{version}",
        licence=LICENCE,
        reader=reader,
        shorten=shorten,
        call=call,
        **content,
    )
    return Written(bytes(response.body), {k: v for k, v in response.headers.items() if k != "content-length"})
