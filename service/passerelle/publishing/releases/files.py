"""The files of a release as they are served: each with its media type, the ontology in every format of graphs."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from passerelle.media_types import JSON, MARKDOWN, RESULT_TYPES, SUFFIXES, TEXT, with_charset
from passerelle.publishing.releases.archive import CHECKSUMS, ONTOLOGY, Release
from passerelle.store.request import ResultFormat
from passerelle.store.statements import read_statements, write_statements
from passerelle.tagged import Written

STEM = "ontology"
_TYPES = {
    ".ttl": RESULT_TYPES[ResultFormat.TURTLE][0],
    ".jsonld": RESULT_TYPES[ResultFormat.JSONLD][0],
    ".json": JSON,
    ".md": MARKDOWN,
    "": TEXT,
}


def written_formats() -> Iterator[tuple[str, ResultFormat]]:
    """The formats of graphs, each with its suffix."""
    return ((suffix, kind) for suffix, kind in SUFFIXES.items() if isinstance(kind, ResultFormat))


def names(release: Release) -> list[str]:
    """The files that there are of a release, with those that are written from its Turtle."""
    made = [STEM + suffix for suffix, _ in written_formats()]
    return list(dict.fromkeys([*made, *release.checksums(), CHECKSUMS]))


def read_file(release: Release, name: str) -> Written:
    """A file of a release, one of `names`: as it is, or the ontology written in another format."""
    formats = {STEM + suffix: kind for suffix, kind in written_formats()}
    if name in formats:
        return read_ontology(release, formats[name])
    media_type = _TYPES.get(PurePosixPath(name).suffix, TEXT)
    return Written(release.read(name), {"Content-Type": with_charset(media_type)})


def read_ontology(release: Release, kind: ResultFormat) -> Written:
    """The ontology of a release in a format; in Turtle, the bytes of the file."""
    content = release.read(ONTOLOGY)
    if kind is not ResultFormat.TURTLE:
        content = write_statements(read_statements(content), kind)
    return Written(content, {"Content-Type": with_charset(RESULT_TYPES[kind][0])})
