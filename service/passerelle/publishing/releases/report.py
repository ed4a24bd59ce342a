"""The change report of a release: JSON for programs, Markdown for people."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from passerelle.labels import best
from passerelle.namespaces import shorten
from passerelle.phrases import number, phrase
from passerelle.publishing.releases.archive import Version
from passerelle.publishing.releases.comparison import Changes, Comparison
from passerelle.publishing.releases.contents import Item


def document(version: Version, previous: Version | None, day: date, found: Comparison) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "version": str(version),
        "date": day.isoformat(),
        "previous": str(previous) if previous else None,
        "terms": _changes(found.terms),
        "shapes": _changes(found.shapes),
    }


def markdown(report: dict[str, Any], language: str) -> str:
    """The report as Markdown, in a language."""
    lines = [f"# {phrase('release_title', language, version=report['version'])}", ""]
    since = phrase("release_since", language, version=report["previous"]) if report["previous"] else ""
    lines += [f"{report['date']}. {since or phrase('release_first', language)}", ""]
    for what in ("terms", "shapes"):
        lines += [f"## {phrase(f'release_{what}', language)}", "", *_section(report[what], language)]
    return "\n".join(lines).rstrip() + "\n"


def _changes(found: Changes) -> dict[str, list[dict[str, Any]]]:
    return {
        "added": [_item(item) for item in found.added],
        "changed": [
            {**_item(changed.item), "said": list(changed.said), "unsaid": list(changed.unsaid)}
            for changed in found.changed
        ],
        "retired": [{**_item(retired.item), "successors": list(retired.successors)} for retired in found.retired],
    }


def _item(item: Item) -> dict[str, Any]:
    return {"iri": item.iri, "kind": item.kind, "labels": dict(sorted(item.labels.items()))}


def _section(part: dict[str, list[dict[str, Any]]], language: str) -> Iterator[str]:
    for what, items in part.items():
        yield f"### {phrase(f'release_{what}', language)} ({number(len(items), language)})"
        yield ""
        for item in items:
            label = best(item["labels"], language)
            yield f"- `{shorten(item['iri'])}`{f' – {label}' if label else ''}"
            yield from (f"  - + `{line}`" for line in item.get("said", ()))
            yield from (f"  - − `{line}`" for line in item.get("unsaid", ()))
            yield from (f"  - → `{iri}`" for iri in item.get("successors", ()))
        if items:
            yield ""
