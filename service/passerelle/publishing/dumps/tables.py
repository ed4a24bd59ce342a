"""A CSV table (https://www.rfc-editor.org/rfc/rfc4180) for each class: a row a thing, a column a property.

The files begin with a byte order mark, by which Excel knows that they are UTF-8.
"""

import csv
import json
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from passerelle.labels import labels
from passerelle.media_types import CSV, CSVW, ZIP
from passerelle.phrases import LANGUAGES
from passerelle.publishing.dumps.archive import write_archive
from passerelle.publishing.dumps.columns import Column, Table, cells_of, classes_of, read_tables
from passerelle.publishing.dumps.csvw import METADATA, SUBJECT, Labels, describe_tables
from passerelle.publishing.dumps.products import Group, Material, Product
from passerelle.publishing.dumps.rdf import STEM
from passerelle.store.sorted_files import SortedFiles

# Tables that are written in one pass over the data, each an open file.
_AT_ONCE = 200
_LINE_END = "\r\n"


def tables(material: Material) -> Iterator[Product]:
    """A file for each class that something is of, their metadata, and an archive of all these."""
    found = read_tables(material.sorted.subjects())
    if not found:
        return
    names = labels_of(material, found)
    files = {table.name: material.work / f"{table.name}.csv" for table in found}
    for start in range(0, len(found), _AT_ONCE):
        _write(material.sorted, found[start : start + _AT_ONCE], files)
    for table in found:
        yield Product(
            f"{table.name}.csv",
            CSV,
            Group.TABLES,
            "table",
            partial(_copy, files[table.name]),
            of_class=table.of_class,
            labels=names.get(table.of_class, {}),
            rows=table.rows,
        )
    metadata = material.work / METADATA
    document = describe_tables(found, names, material.facts.licence)
    metadata.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    yield Product(METADATA, CSVW, Group.TABLES, "csvw", partial(_copy, metadata))
    archive = partial(write_archive, [*files.values(), metadata])
    yield Product(f"{STEM}-tables.zip", ZIP, Group.TABLES, "archive", archive)


def labels_of(material: Material, found: list[Table]) -> Labels:
    """The labels of classes and properties, by language."""
    wanted = {table.of_class for table in found} | {key.predicate for table in found for key in table.columns}
    names: Labels = {}
    for language in LANGUAGES:
        for iri, label in labels(material.engine, sorted(wanted), language).items():
            names.setdefault(iri, {})[language] = label
    return names


def _write(sorted_: SortedFiles, found: list[Table], files: dict[str, Path]) -> None:
    """Write some tables in one pass."""
    with ExitStack() as stack:
        writers = {}
        for table in found:
            file = stack.enter_context(files[table.name].open("w", encoding="utf-8-sig", newline=""))
            writer = csv.writer(file, lineterminator=_LINE_END)
            columns = table.named_columns()
            writer.writerow([SUBJECT, *columns])
            writers[table.of_class] = writer, list(columns.values())
        for subject in sorted_.subjects():
            cells = cells_of(subject)
            for of_class in classes_of(subject):
                if of_class in writers:
                    writer, kept = writers[of_class]
                    writer.writerow([subject.iri, *(_cell(cells.get(column.key, []), column) for column in kept)])


def _cell(values: list[str], column: Column) -> str:
    return (column.separator or "").join(values)


def _copy(path: Path, output: IO[bytes]) -> None:
    with path.open("rb") as content:
        copyfileobj(content, output)
