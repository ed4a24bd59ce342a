"""Tells changes of things: for people, in their language, and as JSON."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from passerelle.commands.prose import Part, say
from passerelle.labels import best
from passerelle.namespaces import shorten
from passerelle.phrases import counted, phrase
from passerelle.resources.values import literal
from passerelle.store.comparison import Change, Statement
from passerelle.store.rows import Term

Labels = Mapping[str, Mapping[str, str]]
_COLOURS = {"added": "green", "removed": "red", "changed": "yellow"}
_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


@dataclass
class Counts:
    """How many things and statements differ."""

    things_added: int = 0
    things_removed: int = 0
    things_changed: int = 0
    added: int = 0
    removed: int = 0

    def take(self, change: Change) -> None:
        """Count a change."""
        name = f"things_{change.kind}"
        setattr(self, name, getattr(self, name) + 1)
        self.added += len(change.added)
        self.removed += len(change.removed)

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.added and not self.removed


def named_in(change: Change) -> Iterator[str]:
    """The IRIs that are to be shown with their labels."""
    terms = [change.thing, *(statement.value for statement in [*change.removed, *change.added])]
    yield from (term.value for term in terms if term.kind == "uri")
    yield from (statement.predicate for statement in [*change.removed, *change.added])


def tell(changes: Iterable[Change], counts: Counts, labels: Labels, language: str) -> None:
    """Print every change and, at the end, how many there are."""
    for change in changes:
        what, name = change.kind, _name(change.thing)
        label = _label(change.thing, labels, language)
        head: list[Part] = [(f"{_SIGNS[what]} ", _COLOURS[what])]
        head += [(label, "bold"), (f"  {name}", "dim")] if label else [(name, "bold")]
        if what != "changed":
            head.append((f"  {phrase(f'thing_{what}', language)}", _COLOURS[what]))
        say(*head)
        for difference in _differences(change, labels, language):
            property_ = best(labels.get(difference.predicate, {}), language)
            parts: list[Part] = [f"{property_}  " if property_ else "", (shorten(difference.predicate), "dim"), ": "]
            where: list[Part] = [(f"  ({difference.where})", "dim")] if difference.where else []
            kind = difference.kind
            say((f"{_SIGNS[kind]} ", _COLOURS[kind]), *parts, difference.value, *where, indent=2)
        say("")
    say(phrase("same" if counts.same else "differ", language, **_counted(counts, language)))


def write_json(changes: Iterable[Change], counts: Counts, labels: Labels) -> None:
    """Print them as one document, a thing a line."""
    summary = {
        "same": counts.same,
        "things": {kind: getattr(counts, f"things_{kind}") for kind in _SIGNS},
        "statements": {"added": counts.added, "removed": counts.removed},
    }
    stream = sys.stdout
    stream.write(json.dumps(summary, ensure_ascii=False)[:-1] + ', "changes": [')
    for number, change in enumerate(changes):
        document = {
            "thing": change.thing.value if change.thing.kind == "uri" else f"_:{change.thing.value}",
            "labels": labels.get(change.thing.value, {}),
            "change": change.kind,
            "removed": [_statement(statement) for statement in change.removed],
            "added": [_statement(statement) for statement in change.added],
        }
        stream.write(("," if number else "") + "\n" + json.dumps(document, ensure_ascii=False))
    stream.write("\n]}\n")


@dataclass(frozen=True)
class _Difference:
    """A difference as it is shown: the value, or what it was and is, and the graph, or where it was and is."""

    kind: str
    predicate: str
    value: str
    where: str


def _differences(change: Change, labels: Labels, language: str) -> list[_Difference]:
    """A value that takes the place of another is one difference, as is one that only moved to another graph."""
    removed, added = list(change.removed), list(change.added)
    found: list[_Difference] = []

    def take(kind: str, old: Statement, new: Statement) -> None:
        shown = dict.fromkeys(_value(one.value, labels, language) for one in (old, new))
        where = dict.fromkeys(shorten(one.graph) for one in (old, new) if one.graph)
        found.append(_Difference(kind, old.predicate, " → ".join(shown), " → ".join(where)))

    for old in change.removed:
        moved = [new for new in added if (new.predicate, new.value) == (old.predicate, old.value)]
        if moved:
            removed.remove(old)
            added.remove(moved[0])
            take("changed", old, moved[0])
    for old in list(removed):
        before, after = ([one for one in side if _place(one) == _place(old)] for side in (removed, added))
        if len(before) == len(after) == 1:
            removed.remove(old)
            added.remove(after[0])
            take("changed", old, after[0])
    for kind, side in (("removed", removed), ("added", added)):
        for statement in side:
            take(kind, statement, statement)
    return sorted(found, key=lambda difference: difference.predicate)


def _place(statement: Statement) -> tuple[str, str, str, str]:
    return statement.predicate, statement.graph, statement.value.language, statement.value.kind


def _value(term: Term, labels: Labels, language: str) -> str:
    if term.kind != "uri":
        return literal(term, language)
    label = _label(term, labels, language)
    return f"{label}  {shorten(term.value)}" if label else shorten(term.value)


def _label(term: Term, labels: Labels, language: str) -> str:
    return best(labels.get(term.value, {}), language) or "" if term.kind == "uri" else ""


def _name(term: Term) -> str:
    return shorten(term.value) if term.kind == "uri" else f"_:{term.value}"


def _counted(counts: Counts, language: str) -> dict[str, str]:
    kinds = {what: counted(f"things_{what}", language, getattr(counts, f"things_{what}")) for what in _SIGNS}
    statements = {
        f"statements_{what}": counted(f"statements_{what}", language, number)
        for what, number in (("added", counts.added), ("removed", counts.removed))
    }
    return kinds | statements


def _statement(statement: Statement) -> dict[str, object]:
    value = statement.value
    told = {"type": value.kind, "value": value.value, "datatype": value.datatype, "xml:lang": value.language}
    told = {name: text for name, text in told.items() if text or name == "value"}
    return {"property": statement.predicate, "value": told, "graph": statement.graph or None}


def write_bytes(lines: Iterable[bytes]) -> None:
    """Write lines to standard output as they are."""
    stream = sys.stdout.buffer
    for line in lines:
        stream.write(line)
    stream.flush()
