"""Prints statistics and coverage for people."""

import click

from passerelle.commands.terminal import print_table
from passerelle.namespaces import shorten
from passerelle.phrases import number, phrase
from passerelle.publishing.coverage import Coverage
from passerelle.publishing.statistics import By, Count, Statistics

# Rows of each table in the overview.
_MOST = 10


def print_statistics(statistics: Statistics, language: str) -> None:
    """The totals, then of each table what there is most of, in the language of the reader."""
    summary = statistics.summary
    click.echo(
        phrase(
            "summary",
            language,
            quads=number(summary.quads, language),
            graphs=number(summary.graphs, language),
            statements=number(summary.statements, language),
            things=number(summary.things, language),
            version=summary.version,
        )
    )
    _counts("by_group", statistics.groups, language)
    for what in By:
        _counts(f"by_{what}", statistics.by(what), language, what)


def print_counts(statistics: Statistics, what: By, language: str) -> None:
    """One table in full."""
    print_table(*_table(statistics.by(what), language))


def print_coverage(coverage: Coverage) -> None:
    """A line for each sentence with its number of statements, a total a section, then what is wrong."""
    rows = [
        [section.label, shorten(passage.iri), str(sentence.number), str(sentence.statements), sentence.reason]
        for section in coverage.sections
        for passage in section.passages
        for sentence in passage.sentences
    ]
    print_table(["section", "passage", "sentence", "statements", "reason for none"], rows)
    click.echo()
    totals = [[section.label, str(len(section.passages)), str(section.statements)] for section in coverage.sections]
    print_table(["section", "passages", "statements"], totals)
    _problems("Sentences without a statement or a reason", [shorten(iri) for iri in coverage.unexplained])
    _problems("Reasons that no longer hold: the sentence has statements", [shorten(iri) for iri in coverage.stale])
    _problems("Blocks that belong nowhere", list(coverage.misplaced))
    sentences = len(rows)
    explained = sentences - len(coverage.unexplained)
    click.echo(f"\n{explained:,} of {sentences:,} sentences are stated or explained.")


def _counts(title: str, counts: tuple[Count, ...], language: str, what: By | None = None) -> None:
    if not counts:
        return
    click.echo(f"\n{phrase(title, language)}")
    shown = counts[:_MOST] if what else counts
    print_table(*_table(shown, language))
    if len(counts) > len(shown):
        more = phrase("more", language, number=number(len(counts) - len(shown), language))
        click.echo(f"{more} (passerelle stats --by {what})")


def _table(counts: tuple[Count, ...], language: str) -> tuple[list[str], list[list[str]]]:
    header = [phrase(key, language) for key in ("what", "name", "number")]
    rows = [[count.label, _name(count), str(count.number)] for count in counts]
    return header, rows


def _name(count: Count) -> str:
    name = shorten(count.name) if "://" in count.name else count.name
    return "" if name == count.label else name


def _problems(title: str, problems: list[str]) -> None:
    if problems:
        click.echo(f"\n{title} ({len(problems)}):")
        click.echo("".join(f"  {problem}\n" for problem in problems), nl=False)
