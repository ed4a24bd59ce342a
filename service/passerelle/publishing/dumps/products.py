"""Files to be made, and what they are made from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import IO

from passerelle.publishing.dumps.listing import DumpFile
from passerelle.publishing.facts import Facts
from passerelle.store.compression import Coding
from passerelle.store.engine import Engine
from passerelle.store.sorted_files import SortedFiles

COMPRESSED = (Coding.GZIP, Coding.ZSTD)
PLAIN = (Coding.IDENTITY,)
SUFFIXES = {Coding.IDENTITY: "", Coding.GZIP: ".gz", Coding.ZSTD: ".zst"}


class Group(StrEnum):
    """What kind of file it is, as the page of downloads groups them."""

    GRAPHS = "graphs"
    MERGED = "merged"
    TABLES = "tables"
    RELATIONS = "relations"
    ABOUT = "about"


@dataclass(frozen=True)
class Material:
    """What files are made from: the data set as something to ask, as sorted files, and as it describes itself.

    `made` are the files so far, `work` is a folder for what is needed on the way.
    """

    engine: Engine
    facts: Facts
    sorted: SortedFiles
    work: Path
    made: list[DumpFile] = field(default_factory=list)


@dataclass(frozen=True)
class Product:
    """A file to be made, once for each coding.

    Its media type is that of the content; the phrase `dump_{purpose}` says what it is for. A table has the class of
    its rows, the labels of that by language, and the number of rows.
    """

    name: str
    media_type: str
    group: Group
    purpose: str
    write: Callable[[IO[bytes]], None]
    codings: tuple[Coding, ...] = PLAIN
    of_class: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    rows: int | None = None


# Gives files to be made; those that look at what was made before come later in the list of makers.
Maker = Callable[[Material], Iterable[Product]]
