"""Writes the whole data set in one format: sorted, so that the same data give the same bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import IO, cast

from pyoxigraph import RdfFormat, Store, parse, serialize

from passerelle.store.failures import UnfitFormatError
from passerelle.store.request import DumpFormat
from passerelle.store.sorted_files import SortedFiles, write_sorted
from passerelle.store.xml_check import CheckedXml

_FORMATS = {
    DumpFormat.TRIG: RdfFormat.TRIG,
    DumpFormat.NQUADS: RdfFormat.N_QUADS,
    DumpFormat.JSONLD: RdfFormat.JSON_LD,
    DumpFormat.TURTLE: RdfFormat.TURTLE,
    DumpFormat.NTRIPLES: RdfFormat.N_TRIPLES,
    DumpFormat.RDFXML: RdfFormat.RDF_XML,
    DumpFormat.JSONLD_DEFAULT: RdfFormat.JSON_LD,
}


def dump(store: Store, kind: DumpFormat, output: IO[bytes]) -> None:
    """All named graphs, or the merged default graph alone where the format knows no graphs.

    The default graph is left out of the former: it says nothing that the named graphs do not say.

    Raises:
        UnfitFormatError: the format cannot hold the data.
        OSError: there is no room.
    """
    with TemporaryDirectory(prefix="passerelle-") as folder:
        write_dump(write_sorted(store, Path(folder)), kind, output)


def dumped(store: Store, kind: DumpFormat) -> bytes:
    """The same as a whole."""
    output = BytesIO()
    dump(store, kind, output)
    return output.getvalue()


def write_dump(files: SortedFiles, kind: DumpFormat, output: IO[bytes]) -> None:
    """The same from sorted files, statement by statement."""
    source = files.named if kind.holds_graphs else files.default
    if kind in {DumpFormat.NQUADS, DumpFormat.NTRIPLES}:
        with source.open("rb") as lines:
            copyfileobj(lines, output)
        return
    quads = parse(path=source, format=RdfFormat.N_QUADS)
    rows = quads if kind.holds_graphs else (quad.triple for quad in quads)
    prefixes = files.named_prefixes if kind.holds_graphs else files.default_prefixes
    checked = CheckedXml(output) if kind is DumpFormat.RDFXML else None
    with _unfit_told():
        serialize(rows, cast("IO[bytes]", checked or output), format=_FORMATS[kind], prefixes=prefixes)
    if checked:
        checked.flush()


@contextmanager
def _unfit_told() -> Iterator[None]:
    """The engine's refusal to write a term in a format as ours: JSON-LD has no triple terms yet."""
    try:
        yield
    except OSError as error:
        if "does not support" in str(error):
            raise UnfitFormatError(f"{error}.", "Take another format.") from None
        raise
