"""A validation report as plain data."""

from typing import Any

from passerelle.store.findings import Findings
from passerelle.store.rows import Term


def as_json(found: Findings) -> dict[str, Any]:
    """The report as plain data: what a script needs to go to each place and repair it."""
    return {
        "conforms": found.conforms,
        "totals": {severity.value: number for severity, number in found.totals.items()},
        "leftOut": found.left_out,
        "results": [
            {
                "rule": finding.rule,
                "component": finding.component,
                "severity": finding.severity.value,
                "messages": dict(finding.messages),
                "focus": _plain(finding.focus),
                "path": finding.path,
                "value": None if finding.value is None else _plain(finding.value),
                "present": [_plain(value) for value in finding.present],
                "graphs": list(finding.graphs),
                "file": (finding.spot.file or None) if finding.spot else None,
                "line": finding.spot.line if finding.spot else None,
            }
            for finding in found.shown
        ],
    }


def _plain(term: Term) -> dict[str, str]:
    """A term as SPARQL's JSON results write it (https://www.w3.org/TR/sparql11-results-json/#select-encode-terms)."""
    written = {"type": term.kind, "value": term.value}
    if term.language:
        written["xml:lang"] = term.language
    elif term.datatype:
        written["datatype"] = term.datatype
    return written
