"""A validation report for people, in French or English."""

import re
from collections.abc import Iterator, Mapping

from passerelle.escaping import harmless
from passerelle.namespaces import XSD, shorten
from passerelle.store.findings import Findings, Severity, Spot
from passerelle.store.rows import Term
from passerelle.validation.groups import Group, grouped

# Longer values are cut in the middle of a report; JSON and RDF have them whole.
_LONGEST = 200
# What the engine calls a blank node that has no label in its file.
_NO_LABEL = re.compile(r"[0-9a-f]{16,}(?:-\d+)?")
# Datatypes that Turtle writes without their names.
_BARE = {f"{XSD}integer", f"{XSD}decimal", f"{XSD}boolean"}

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "Violation": "violation",
        "Warning": "warning",
        "Info": "information",
        "violations": "violations",
        "warnings": "warnings",
        "infos": "notes",
        "conforms": "Conforms: nothing to repair",
        "to repair": "To repair",
        "more": "{number:,} more are not shown.",
        "place": "{file}, line {line}",
        "line": "line {line}",
        "graph": "in graph {graph}",
        "none": "(none)",
        "separator": ": ",
    },
    "fr": {
        "Violation": "violation",
        "Warning": "avertissement",
        "Info": "information",
        "violations": "violations",
        "warnings": "avertissements",
        "infos": "informations",
        "conforms": "Conforme : rien à corriger",
        "to repair": "À corriger",
        "more": "{number} autres ne sont pas montrées.",
        "place": "{file}, ligne {line}",
        "line": "ligne {line}",
        "graph": "dans le graphe {graph}",
        "none": "(aucune)",
        "separator": " : ",
    },
}
_PLURALS = {Severity.VIOLATION: "violations", Severity.WARNING: "warnings", Severity.INFO: "infos"}


def languages() -> tuple[str, ...]:
    """The languages that reports are written in."""
    return tuple(_WORDS)


def as_text(found: Findings, language: str) -> str:
    """What is wrong, once, with how grave it is and its rule; under it each place that is wrong so. Totals at the end.

    Args:
        found: what was found.
        language: a language tag; English where there is no report in it.
    """
    known = language if language in _WORDS else "en"
    words = _WORDS[known]
    blocks = ["\n".join(_group(group, words)) for group in grouped(found, known)]
    return harmless("\n\n".join([*blocks, _summary(found, words)])) + "\n"


def _group(group: Group, words: Mapping[str, str]) -> Iterator[str]:
    yield group.message
    yield f"  {words[group.severity]}, {group.rule}"
    for finding in group.findings:
        place = f"{_place(finding.spot, words)}{words['separator']}" if finding.spot else ""
        statement = " ".join(
            [
                short(finding.focus),
                *([shorten(finding.path)] if finding.path else []),
                *([short(finding.value)] if finding.value and finding.value != finding.focus else []),
                *([_list(finding.present, words)] if finding.path and not finding.value else []),
            ]
        )
        yield f"    {place}{statement}"
        if finding.graphs:
            yield "      " + words["graph"].format(graph=", ".join(map(shorten, finding.graphs)))


def _place(spot: Spot, words: Mapping[str, str]) -> str:
    return words["place" if spot.file else "line"].format(file=spot.file, line=spot.line)


def _summary(found: Findings, words: Mapping[str, str]) -> str:
    counts = [
        f"{number:,} {words[severity] if number == 1 else words[_PLURALS[severity]]}"
        for severity, number in found.totals.items()
        if number
    ]
    total = ", ".join(counts)
    if found.conforms:
        line = f"{words['conforms']}{f' ({total})' if total else ''}."
    else:
        line = f"{words['to repair']}{words['separator']}{total}."
    return f"{line} {words['more'].format(number=found.left_out)}" if found.left_out else line


def _list(values: tuple[Term, ...], words: Mapping[str, str]) -> str:
    return ", ".join(map(short, values)) or words["none"]


def short(term: Term) -> str:
    """A term as Turtle writes it, cut where it is long."""
    if term.kind == "uri":
        return shorten(term.value)
    if term.kind == "bnode":
        return "[ ]" if _NO_LABEL.fullmatch(term.value) else f"_:{term.value}"
    text = " ".join(term.value.split())
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    if term.language:
        return f'"{cut}"@{term.language}'
    if term.datatype in _BARE:
        return cut
    return f'"{cut}"^^{shorten(term.datatype)}' if term.datatype else f'"{cut}"'
