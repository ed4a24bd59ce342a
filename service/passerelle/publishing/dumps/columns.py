"""The columns of the tables: which properties the things of each class have, with values of which kinds.

A column holds one property with values of one kind: IRIs, texts of one language, or literals of one datatype.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from passerelle.namespaces import PREFIXES, RDF, RDFS, XSD, prefix_of
from passerelle.store.rows import Term
from passerelle.store.sorted_files import Subject

# Where a thing has several values, the first of these that none of the values of the column holds stands between them.
SEPARATORS = ("|", "¦", "␟")
# The classes with the most things have a table; a graph of somebody else may have any number.
MOST_TABLES = 500
_LABEL, TYPE = f"{RDFS}label", f"{RDF}type"


@dataclass(frozen=True, order=True)
class Key:
    """What a column holds: a property, and the language or the datatype of its values, neither for IRIs."""

    predicate: str
    language: str = ""
    datatype: str = ""

    @property
    def holds_iris(self) -> bool:
        """Whether its values are IRIs (or blank nodes)."""
        return not (self.language or self.datatype)


@dataclass
class Column:
    """A column, and what has been seen of its values: whether a thing has several, and which separators they hold."""

    key: Key
    several: bool = False
    held: set[str] = field(default_factory=set)

    @property
    def separator(self) -> str | None:
        """What stands between values; None where each thing has one at most."""
        if not self.several:
            return None
        free = next((sign for sign in SEPARATORS if sign not in self.held), SEPARATORS[-1])
        return f" {free} "


@dataclass
class Table:
    """A class, the name of its file without a suffix, how many things it has, and the columns of them."""

    of_class: str
    name: str
    rows: int = 0
    columns: dict[Key, Column] = field(default_factory=dict)

    def kind(self, key: Key) -> str:
        """What tells a column from others of its property: the language of its values, or what they are."""
        if key.language or sum(not other.language for other in self.columns if other.predicate == key.predicate) < 2:
            return key.language
        return "iri" if key.holds_iris else re.split(r"[/#]", key.datatype)[-1]

    def named_columns(self) -> dict[str, Column]:
        """The columns by their names: the label and the classes of a thing, then by name."""
        named: dict[str, Column] = {}
        for key in sorted(self.columns):
            kind = self.kind(key)
            name = local_name(key.predicate, "_") + (f"_{re.sub(r'[^A-Za-z0-9]', '_', kind)}" if kind else "")
            named[f"{name}_{_hash(str(key))}" if name in named else name] = self.columns[key]
        return dict(sorted(named.items(), key=lambda item: _order(item[1].key, item[0])))


def read_tables(subjects: Iterable[Subject]) -> list[Table]:
    """The tables of a data set, by name, in one pass over it."""
    found: dict[str, Table] = {}
    for subject in subjects:
        cells = cells_of(subject)
        for of_class in classes_of(subject):
            table = found.setdefault(of_class, Table(of_class, ""))
            table.rows += 1
            for key, values in cells.items():
                column = table.columns.setdefault(key, Column(key))
                column.several |= len(values) > 1
                column.held.update(sign for sign in SEPARATORS if any(sign in value for value in values))
    largest = sorted(found.values(), key=lambda table: (-table.rows, table.of_class))[:MOST_TABLES]
    taken: set[str] = set()
    for table in sorted(largest, key=lambda table: table.of_class):
        # Some systems take capitals for small letters.
        name = local_name(table.of_class, "-")
        table.name = f"{name}_{_hash(table.of_class)}" if name.lower() in taken else name
        taken.add(name.lower())
    return sorted(largest, key=lambda table: table.name)


def cells_of(subject: Subject) -> dict[Key, list[str]]:
    """The values of a thing by column."""
    cells: dict[Key, list[str]] = defaultdict(list)
    for predicate, value in subject.statements:
        cells[_key(predicate, value)].append(f"_:{value.value}" if value.kind == "bnode" else value.value)
    return cells


def classes_of(subject: Subject) -> Iterator[str]:
    """The classes that a thing is of, by their IRIs."""
    return (value.value for predicate, value in subject.statements if predicate == TYPE and value.kind == "uri")


def _key(predicate: str, value: Term) -> Key:
    if value.kind in {"uri", "bnode"}:
        return Key(predicate)
    if value.language:
        return Key(predicate, value.language)
    return Key(predicate, datatype=value.datatype or f"{XSD}string")


def _order(key: Key, name: str) -> tuple[bool, bool, str]:
    return key.predicate != _LABEL, key.predicate != TYPE, name


def local_name(iri: str, between: str) -> str:
    """A name of letters and digits that is the same in every version: the prefix and the name after it, or a hash."""
    prefix = prefix_of(iri)
    local = iri.removeprefix(PREFIXES[prefix]) if prefix else re.split(r"[/#:]", iri)[-1]
    parts = [_clean(prefix or f"x{_hash(iri)}"), _clean(local)]
    return between.join(filter(None, parts))


def _clean(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_")


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]
