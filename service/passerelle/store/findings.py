"""What validation finds: plain data, fit to be sent to another process."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from passerelle.namespaces import SH
from passerelle.store.rows import Term


class Severity(StrEnum):
    """How grave a finding is (https://www.w3.org/TR/shacl/#severity); only a violation has to be repaired."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def iri(self) -> str:
        """The term of SHACL."""
        return SH + self.value


@dataclass(frozen=True)
class Spot:
    """A file, its name empty where it has none, and a line in it, counted from 1."""

    file: str
    line: int


@dataclass(frozen=True)
class Finding:
    """One thing to look at: the rule that it breaks, the thing, property and value, and where that is written.

    `rule` is the IRI of the shape, of its constraint where that has one, or of the rule about graphs; `messages` holds
    its text by language, `graphs` the named graphs in which the statement stands, or which describe the thing where a
    statement is missing; `present` the values of the property where none of them is to blame alone.
    """

    rule: str
    shape: str
    component: str
    severity: Severity
    messages: Mapping[str, str]
    focus: Term
    path: str | None = None
    value: Term | None = None
    graphs: tuple[str, ...] = ()
    spot: Spot | None = None
    present: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Findings:
    """Everything found, grouped by rule, and how many there are of each severity in all.

    `shown` may be fewer than were found, where a limit was set.
    """

    shown: tuple[Finding, ...]
    totals: Mapping[Severity, int]

    @property
    def conforms(self) -> bool:
        """Whether nothing has to be repaired: warnings do not count."""
        return not self.totals[Severity.VIOLATION]

    @property
    def left_out(self) -> int:
        """How many were found and are not shown."""
        return sum(self.totals.values()) - len(self.shown)

    def without_file(self) -> "Findings":
        """The same for a file that has no name, of which only the lines are told."""
        shown = tuple(
            replace(finding, spot=Spot("", finding.spot.line)) if finding.spot else finding for finding in self.shown
        )
        return replace(self, shown=shown)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data for JSON; `findings` reads it."""
        return asdict(self)


def collect(found: Iterable[Finding], most: int | None = None) -> Findings:
    """Sort findings, the gravest first and those of one rule together, and keep so many of them.

    What two solutions of a query say in the same words is said once.
    """
    ranks = list(Severity)
    ordered = sorted(
        {_identity(finding): finding for finding in found}.values(),
        key=lambda finding: (
            ranks.index(finding.severity),
            finding.rule,
            finding.focus.value,
            finding.path or "",
            finding.value.value if finding.value else "",
        ),
    )
    totals = {severity: sum(finding.severity is severity for finding in ordered) for severity in Severity}
    return Findings(tuple(ordered[:most]), totals)


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.component, finding.focus, finding.path, finding.value, *finding.messages.items()


def findings(plain: dict[str, Any]) -> Findings:
    """The findings of `Findings.as_dict`."""
    shown = tuple(
        Finding(
            **{
                **finding,
                "severity": Severity(finding["severity"]),
                "focus": Term(**finding["focus"]),
                "value": Term(**finding["value"]) if finding["value"] else None,
                "graphs": tuple(finding["graphs"]),
                "present": tuple(Term(**value) for value in finding["present"]),
                "spot": Spot(**finding["spot"]) if finding["spot"] else None,
            }
        )
        for finding in plain["shown"]
    )
    return Findings(shown, {Severity(name): number for name, number in plain["totals"].items()})
