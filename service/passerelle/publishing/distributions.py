"""Files as distributions of DCAT: where they are, of which type, how large, with which checksum."""

from collections.abc import Iterator

from passerelle import urls
from passerelle.labels import best
from passerelle.media_types import CODING_TYPES, FILE_TYPES, ZIP
from passerelle.namespaces import DCAT, DCTERMS, RDF, SPDX, XSD, shorten
from passerelle.phrases import LANGUAGES, counted, phrase
from passerelle.publishing.about import About
from passerelle.publishing.common import iri, licensed, text
from passerelle.publishing.dumps.listing import DumpFile
from passerelle.store.rows import Term
from passerelle.store.statements import Statement

# https://www.iana.org/assignments/media-types/media-types.xhtml
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
_SHA256 = f"{SPDX}checksumAlgorithm_sha256"


def distribution_of(links: urls.Urls, file: DumpFile) -> Term:
    """What the catalogue calls the distribution that is a file."""
    return iri(f"{links.to(urls.CATALOGUE)}#{urls.escaped(file.name)}")


def describe_file(about: About, file: DumpFile) -> Iterator[Statement]:
    """What the catalogue says of a file."""
    distribution = distribution_of(about.links, file)
    yield distribution, f"{RDF}type", iri(f"{DCAT}Distribution")
    for language in LANGUAGES:
        yield distribution, f"{DCTERMS}title", text(_title(file, language), language)
        yield distribution, f"{DCTERMS}description", text(phrase(f"files_{file.group}_about", language), language)
    yield distribution, f"{DCAT}accessURL", iri(about.links.to(urls.DOWNLOADS))
    yield distribution, f"{DCAT}downloadURL", iri(about.links.to(urls.download(file.name)))
    # Those that the list of the European Union has, IANA has registered as well.
    if file.media_type in FILE_TYPES:
        yield distribution, f"{DCTERMS}format", iri(_FILE_TYPES + FILE_TYPES[file.media_type])
        kind = "packageFormat" if file.media_type == ZIP else "mediaType"
        yield distribution, DCAT + kind, iri(_MEDIA_TYPES + file.media_type)
    if file.coding:
        yield distribution, f"{DCAT}compressFormat", iri(_MEDIA_TYPES + CODING_TYPES[file.coding])
    yield distribution, f"{DCAT}byteSize", Term("literal", str(file.size), f"{XSD}nonNegativeInteger")
    checksum = iri(f"{distribution.value}-checksum")
    yield distribution, f"{SPDX}checksum", checksum
    yield checksum, f"{RDF}type", iri(f"{SPDX}Checksum")
    yield checksum, f"{SPDX}algorithm", iri(_SHA256)
    yield checksum, f"{SPDX}checksumValue", Term("literal", file.sha256, f"{XSD}hexBinary")
    yield from licensed(about, distribution)


def _title(file: DumpFile, language: str) -> str:
    if not file.of_class:
        return f"{phrase(f'dump_{file.purpose}', language)} ({file.name})"
    label = best(file.labels, language) or shorten(file.of_class)
    return f"{label} ({file.name}, {counted('rows', language, file.rows or 0)})"
