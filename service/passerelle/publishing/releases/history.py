"""What the releases tell of each term: since which version it exists, and in which it changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from passerelle.publishing.releases.archive import Release


@dataclass(frozen=True)
class History:
    """The versions in which a term was added and changed, as texts."""

    since: str
    changed: tuple[str, ...]


def histories(known: Iterable[Release]) -> dict[str, History]:
    """The history of each term that a release has, by its IRI; the releases from the oldest on."""
    found: dict[str, History] = {}
    for release in known:
        report, version = release.changes()["terms"], str(release.version)
        for item in report["added"]:
            found[item["iri"]] = History(version, ())
        for item in report["changed"]:
            before = found.get(item["iri"], History("", ()))
            found[item["iri"]] = History(before.since, (*before.changed, version))
    return found
