"""Writes the index of a graph.

- `thing`: what is found, with what a list of results shows of it, as JSON;
- `words`: the words of each thing by field, as `folded_words` has them; it holds no text;
- `name`: each name whole, by its words, by their stems, and written in one, for names that are the search or begin with
  it;
- `code`: identifiers without spaces and signs;
- `mark`: territories and levels of things;
- `label`: what kinds, territories, levels and schemes are called;
- `vocabulary`: every word with its stem, its skeleton, the way it is mostly written, and how often it is there.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import log2

from passerelle.discovery.codes import keys
from passerelle.discovery.kinds import Group, group_of
from passerelle.discovery.reading import (
    ABOUT,
    HIDDEN_NAME,
    LEVEL,
    NAMES,
    OTHER_NAMES,
    SORTS,
    STANDING,
    Entry,
    read_entries,
    read_labels,
)
from passerelle.discovery.words import folded_words, normal, skeleton, stem, words
from passerelle.phrases import LANGUAGES
from passerelle.store.rows import Answers

# The fields of a thing, in the order of the weights in `search`.
FIELDS = ("name", *(f"{field}_{tag}" for field in ("name", "other", "about", "around") for tag in LANGUAGES), "code")
_TABLES = f"""
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT, kind TEXT, weight REAL, first INTEGER, last INTEGER, shown TEXT);
CREATE VIRTUAL TABLE words USING fts5({", ".join(FIELDS)}, content='', prefix='2 3 4',
  tokenize="unicode61 remove_diacritics 2");
CREATE TABLE name (whole TEXT, stems TEXT, joined TEXT, language TEXT, leads INTEGER, thing INTEGER);
CREATE TABLE code (code TEXT, thing INTEGER);
CREATE TABLE mark (facet TEXT, value TEXT, thing INTEGER, PRIMARY KEY (facet, value, thing)) WITHOUT ROWID;
CREATE TABLE label (iri TEXT, language TEXT, label TEXT, PRIMARY KEY (iri, language)) WITHOUT ROWID;
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, stem TEXT, skeleton TEXT, written TEXT, number INTEGER) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX name_whole ON name (whole);
CREATE INDEX name_stems ON name (stems);
CREATE INDEX name_joined ON name (joined);
CREATE INDEX code_code ON code (code);
CREATE INDEX mark_thing ON mark (thing, facet);
CREATE INDEX thing_kind ON thing (kind);
CREATE INDEX thing_iri ON thing (iri);
CREATE INDEX vocabulary_stem ON vocabulary (stem);
CREATE INDEX vocabulary_skeleton ON vocabulary (skeleton);
INSERT INTO words(words) VALUES ('optimize');
ANALYZE;
"""


def write(engine: Answers, connection: sqlite3.Connection) -> None:
    """Write the index of a graph into an empty database.

    Raises:
        StoreError: as the engine tells it.
    """
    connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")
    connection.execute("BEGIN")
    index = _Writer(connection)
    for entries in read_entries(engine):
        known = read_labels(engine, {iri for entry in entries for iri in _named(entry)})
        for entry in entries:
            index.add(entry, known)
        index.add_labels(known)
    index.finish()
    connection.execute("COMMIT")
    connection.executescript(_INDEXES)


def _named(entry: Entry) -> Iterator[str]:
    """The things that are told with one."""
    yield from entry.classes
    yield from entry.places
    yield from (iri for _, iri in entry.related)
    yield from (scheme for scheme, _ in entry.codes if scheme)


class _Writer:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._number = 0
        self._written: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._classes: dict[int, list[str]] = {}
        self._members: Counter[str] = Counter()

    def add(self, entry: Entry, known: dict[str, dict[str, str]]) -> None:
        self._number += 1
        group = group_of(entry.classes)
        self._classes[self._number] = entry.classes
        self._members.update(entry.classes)
        self._connection.execute(
            "INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                self._number,
                entry.iri,
                group.name,
                _weight(entry, group),
                min(entry.years, default=None),
                max(entry.years, default=None),
                json.dumps(_shown(entry), ensure_ascii=False),
            ),
        )
        self._add_words(entry, known)
        self._add_names(entry, group)
        codes = {(key, self._number) for _, code in entry.codes for key in keys(code)}
        self._connection.executemany("INSERT INTO code VALUES (?, ?)", sorted(codes))
        marks = {("place", place) for place in entry.places} | {("level", level) for level in entry.others(LEVEL)}
        self._connection.executemany(
            "INSERT INTO mark VALUES (?, ?, ?)", [(facet, value, self._number) for facet, value in sorted(marks)]
        )

    def add_labels(self, known: dict[str, dict[str, str]]) -> None:
        rows = [(iri, language, label) for language, found in known.items() for iri, label in found.items()]
        self._connection.executemany("INSERT OR REPLACE INTO label VALUES (?, ?, ?)", rows)

    def finish(self) -> None:
        """Write what is known only at the end: how often each word is written in which way, and the rarest class."""
        rows = (
            (word, stem(word), skeleton(word), min(forms, key=lambda form: (-forms[form], form)), forms.total())
            for word, forms in sorted(self._written.items())
        )
        self._connection.executemany("INSERT INTO vocabulary VALUES (?, ?, ?, ?, ?)", rows)
        # Of the classes of a thing the one with the fewest members says most.
        rarest = (
            (min(classes, key=lambda name: (self._members[name], name)), number)
            for number, classes in self._classes.items()
            if classes
        )
        self._connection.executemany("UPDATE thing SET shown = json_set(shown, '$.class', ?) WHERE id = ?", rarest)

    def _add_words(self, entry: Entry, known: dict[str, dict[str, str]]) -> None:
        fields: defaultdict[str, list[str]] = defaultdict(list)
        for text, tag in dict.fromkeys(entry.of(*NAMES)):
            fields[f"name_{tag}" if tag in LANGUAGES else "name"].append(text)
        for field, properties in (("other", OTHER_NAMES), ("about", ABOUT)):
            for text, tag in dict.fromkeys(entry.of(*properties)):
                for language in [tag] if tag in LANGUAGES else LANGUAGES:
                    fields[f"{field}_{language}"].append(text)
        for language, names in known.items():
            around = [names.get(iri, "") for iri in [*entry.others(*SORTS, LEVEL), *entry.classes, *entry.places]]
            fields[f"around_{language}"] = [text for text in around if text]
        fields["code"] = [code for _, code in entry.codes]
        folded = {name: " ".join(word for text in texts for word in self._read(text)) for name, texts in fields.items()}
        row = (self._number, *(folded.get(name, "") for name in FIELDS))
        marks = ", ".join("?" * len(row))
        self._connection.execute(f"INSERT INTO words(rowid, {', '.join(FIELDS)}) VALUES ({marks})", row)  # noqa: S608

    def _read(self, text: str) -> Iterator[str]:
        """The words of a text; how they are written is noted."""
        written = normal(text)
        for word in words(written):
            self._written[word.folded][written[word.start : word.end].lower()] += 1
            yield word.folded

    def _add_names(self, entry: Entry, group: Group) -> None:
        """Each name, and it without what it has in brackets at its end.

        A name that is the search leads to the thing first of all if it is shown (2), then if it is not (1); to a mere
        figure or term it leads no sooner than a name that begins with the search (0).
        """
        rows = set()
        hidden = entry.of(HIDDEN_NAME)
        for text, tag in entry.of(*NAMES, *OTHER_NAMES):
            leads = 0 if group.rank < 0 else 1 if (text, tag) in hidden else 2
            for name in (text, text.rpartition("(")[0] if text.endswith(")") else ""):
                if found := folded_words(name):
                    rows.add((" ".join(found), " ".join(map(stem, found)), "".join(found), tag, leads, self._number))
        self._connection.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)", sorted(rows))


def _weight(entry: Entry, group: Group) -> float:
    """How probably a thing is meant among others that fit as well: by its kind, and by how connected it is."""
    return group.rank + log2(1 + entry.links)


def _shown(entry: Entry) -> dict[str, object]:
    """What a list of results tells of a thing."""
    return {
        "names": entry.of(*NAMES),
        "others": [name for name in dict.fromkeys(entry.of(*OTHER_NAMES)) if name not in entry.of(HIDDEN_NAME)],
        "hidden": entry.of(HIDDEN_NAME),
        "about": entry.of(*ABOUT),
        "codes": entry.codes,
        "sort": next(iter(entry.others(*SORTS)), ""),
        "class": "",
        "place": entry.nearest,
        "around": entry.places,
        "levels": entry.others(LEVEL),
        "standing": next(iter(entry.others(STANDING)), ""),
    }
