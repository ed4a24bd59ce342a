"""Findings put together that say the same, for people to read once."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from passerelle.labels import best
from passerelle.store.findings import Finding, Findings, Severity


@dataclass(frozen=True)
class Group:
    """What is wrong, how grave it is and by which rule, and each place that is wrong so."""

    message: str
    severity: Severity
    rule: str
    findings: tuple[Finding, ...]


def grouped(found: Findings, language: str) -> Iterator[Group]:
    """The findings that are shown, in their order, put together by their messages in a language."""
    for message, group in groupby(found.shown, key=lambda finding: best(finding.messages, language) or finding.rule):
        members = tuple(group)
        yield Group(message, members[0].severity, members[0].rule, members)
