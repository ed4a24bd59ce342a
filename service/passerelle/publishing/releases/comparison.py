"""What has changed from one version of the ontology to the next."""

from collections.abc import Mapping
from dataclasses import dataclass

from passerelle.namespaces import expand
from passerelle.publishing.releases.contents import Contents, Item


@dataclass(frozen=True)
class Changed:
    """A term or a shape that says something else now: the lines that it says, and those that it no longer says."""

    item: Item
    said: tuple[str, ...]
    unsaid: tuple[str, ...]


@dataclass(frozen=True)
class Retired:
    """A term or a shape that is out of use, and what replaces it."""

    item: Item
    successors: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """Terms or shapes added, changed and retired, each by name."""

    added: tuple[Item, ...]
    changed: tuple[Changed, ...]
    retired: tuple[Retired, ...]


@dataclass(frozen=True)
class Comparison:
    """The changes of terms and of shapes, and what was removed although nothing says that it is retired."""

    terms: Changes
    shapes: Changes
    lost: tuple[str, ...]


def compare(before: Contents, after: Contents, retired: Mapping[str, list[str]]) -> Comparison:
    """Compare two versions; `retired` has what `data/retired.ttl` lists, each with its successors."""
    lost = [
        iri
        for old, new in ((before.terms, after.terms), (before.shapes, after.shapes))
        for iri in old
        if iri not in new and iri not in retired
    ]
    return Comparison(
        _changes(before.terms, after.terms, retired), _changes(before.shapes, after.shapes, retired), tuple(lost)
    )


def _changes(old: Mapping[str, Item], new: Mapping[str, Item], retired: Mapping[str, list[str]]) -> Changes:
    gone = [Retired(item, tuple(retired.get(iri, ()))) for iri, item in sorted(old.items()) if iri not in new]
    changed, deprecated = [], []
    for iri in sorted(old.keys() & new.keys()):
        before, now = old[iri], new[iri]
        if now.is_deprecated and not before.is_deprecated:
            deprecated.append(Retired(now, _successors(now)))
        elif before.lines != now.lines:
            said, unsaid = sorted(now.lines - before.lines), sorted(before.lines - now.lines)
            changed.append(Changed(now, tuple(said), tuple(unsaid)))
    added = tuple(new[iri] for iri in sorted(new.keys() - old.keys()))
    return Changes(added, tuple(changed), (*gone, *deprecated))


def _successors(item: Item) -> tuple[str, ...]:
    prefix = "dcterms:isReplacedBy "
    return tuple(expand(line.removeprefix(prefix)) for line in sorted(item.lines) if line.startswith(prefix))
