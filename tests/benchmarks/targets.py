"""What Passerelle is to reach at a million triples, and whether it does: one table at the end of a run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Target:
    """A target: what, how much, what was measured, and whether that is enough; None where nothing was measured."""

    name: str
    asked: str
    measured: str
    met: bool | None


def at_least(name: str, least: float, measured: Sequence[tuple[str, float]]) -> Target:
    """A target for each of several values: the smallest counts."""
    return _of_each(name, f"≥ {least:g}", measured, min, lambda value: value >= least)


def at_most(name: str, most: float, measured: Sequence[tuple[str, float]], unit: str = "") -> Target:
    """A target for each of several values: the largest counts."""
    return _of_each(name, f"≤ {most:g}{unit}", measured, max, lambda value: value <= most, unit)


def not_measured(name: str, asked: str, reason: str) -> Target:
    """A target whose peer is missing."""
    return Target(name, asked, reason, None)


def report_targets(console: Console, targets: Sequence[Target], size: str) -> None:
    """Print the table."""
    table = Table(title=f"Targets for 1m triples, measured on {size}")
    for column in ("target", "asked", "measured", "met?"):
        table.add_column(column)
    for target in targets:
        met = "–" if target.met is None else "yes" if target.met else "NO"
        table.add_row(target.name, target.asked, target.measured, met, style="red" if target.met is False else None)
    console.print(table)


def _of_each(
    name: str,
    asked: str,
    measured: Sequence[tuple[str, float]],
    worst: Callable[..., tuple[str, float]],
    enough: Callable[[float], bool],
    unit: str = "",
) -> Target:
    if not measured:
        return not_measured(name, asked, "nothing to measure")
    where, value = worst(measured, key=lambda pair: pair[1])
    missed = [of for of, number in measured if not enough(number)]
    amount = f"{value:.2f}" if value < 10 else f"{value:.0f}"
    told = f"{amount}{unit}" + (f" ({where})" if where else "")
    if len(missed) > 1:
        told += f"; {len(missed)} of {len(measured)} miss it: {', '.join(missed)}"
    return Target(name, asked, told, not missed)
