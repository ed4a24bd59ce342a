"""Shows what validation found: grouped by what to repair for people, as JSON for programs."""

import json
from itertools import groupby

import click

from passerelle.commands.terminal import reader_language
from passerelle.labels import best
from passerelle.namespaces import shorten
from passerelle.store.validation import Finding
from passerelle.store.whereabouts import Whereabouts


def print_findings(findings: list[Finding], places: Whereabouts) -> None:
    """The rule once, with its shape, then each place that breaks it and the offending value; a total at the end."""
    for rule, group in groupby(findings, key=lambda finding: finding.rule):
        found = list(group)
        message = best(dict(found[0].messages), reader_language()) or rule
        severity = found[0].severity.rsplit("#", maxsplit=1)[-1].lower()
        click.echo(f"{message}\n  {severity}, rule {rule}")
        for finding in found:
            value = "" if finding.value is None else f"  {shorten_node(str(finding.value))}"
            click.echo(f"    {shorten_node(str(finding.focus))}{value}{_where(finding, places)}")
        click.echo()
    rules = len({finding.rule for finding in findings})
    click.echo(f"{len(findings)} to repair, by {rules} rules." if findings else "Conforms: nothing to repair.")


def as_json(findings: list[Finding], places: Whereabouts) -> None:
    """`{"conforms": …, "results": [{"rule", "severity", "messages", "focus", "path", "value", "file", "line"}]}`."""
    results = []
    for finding in findings:
        place = places.find(str(finding.focus))
        results.append(
            {
                "rule": finding.rule,
                "severity": finding.severity.rsplit("#", maxsplit=1)[-1],
                "messages": dict(finding.messages),
                "focus": str(finding.focus),
                "path": None if finding.path is None else str(finding.path),
                "value": None if finding.value is None else str(finding.value),
                "file": str(place.file) if place else None,
                "line": place.line if place else None,
            }
        )
    click.echo(json.dumps({"conforms": not findings, "results": results}, ensure_ascii=False, indent=2))


def shorten_node(text: str) -> str:
    """An IRI as a prefixed name where there is one, any other text as it is."""
    return shorten(text) if "://" in text and " " not in text else text


def _where(finding: Finding, places: Whereabouts) -> str:
    place = places.find(str(finding.focus))
    return f"  ({place.file}, line {place.line})" if place else ""
