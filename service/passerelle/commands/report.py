"""Prints statistics and coverage for people."""

import click

from passerelle.commands.terminal import print_table
from passerelle.namespaces import shorten
from passerelle.publishing.coverage import Coverage
from passerelle.publishing.statistics import Count, Statistics


def print_statistics(statistics: Statistics) -> None:
    """The totals, then a table for graphs, classes, sources and standings each."""
    summary = statistics.summary
    click.echo(
        f"{summary.quads:,} quads in {summary.graphs:,} named graphs; "
        f"{summary.statements:,} statements about {summary.things:,} things in the default graph; "
        f"data set {summary.version}"
    )
    _counts("Statements by group of graphs", statistics.graphs)
    _counts("Things by class", statistics.classes)
    _counts("Statements by source", statistics.sources)
    _counts("Claims by standing", statistics.standings)


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


def _counts(title: str, counts: tuple[Count, ...]) -> None:
    click.echo(f"\n{title}")
    rows = [
        [count.label, "" if count.label == count.name else shorten(count.name), str(count.number)] for count in counts
    ]
    print_table(["what", "name", "number"], rows)


def _problems(title: str, problems: list[str]) -> None:
    if problems:
        click.echo(f"\n{title} ({len(problems)}):")
        click.echo("".join(f"  {problem}\n" for problem in problems), nl=False)
