"""How much the data set holds: by graph, class, source and standing."""

from dataclasses import asdict, dataclass

from passerelle.labels import labels
from passerelle.namespaces import DCTERMS, GRAPH, PSL, SOURCES_GRAPH, shorten
from passerelle.store.engine import Engine
from passerelle.store.request import DatasetSummary
from passerelle.store.rows import values


@dataclass(frozen=True)
class Count:
    """A number of something, with its IRI (or group of graphs) and a label."""

    name: str
    label: str
    number: int


@dataclass(frozen=True)
class Statistics:
    """The counts that `passerelle stats` shows."""

    summary: DatasetSummary
    graphs: tuple[Count, ...]
    classes: tuple[Count, ...]
    sources: tuple[Count, ...]
    standings: tuple[Count, ...]

    def as_dict(self) -> dict[str, object]:
        """The same as plain data for JSON."""
        return asdict(self)


_GRAPHS = "SELECT ?name (COUNT(*) AS ?number) { GRAPH ?name { ?s ?p ?o } } GROUP BY ?name"
_CLASSES = "SELECT ?name (COUNT(DISTINCT ?thing) AS ?number) { ?thing a ?name } GROUP BY ?name"
_STANDINGS = f"SELECT ?name (COUNT(DISTINCT ?claim) AS ?number) {{ ?claim <{PSL}standing> ?name }} GROUP BY ?name"
# A graph is tied to a work, or to a passage that is part of one.
_SOURCES = f"""
SELECT ?name (COUNT(*) AS ?number) {{
  {{ SELECT DISTINCT ?graph ?name {{ GRAPH <{SOURCES_GRAPH}> {{
      ?graph <{DCTERMS}source>/<{DCTERMS}isPartOf>* ?name . FILTER NOT EXISTS {{ ?name <{DCTERMS}isPartOf> ?whole }}
  }} }} }}
  GRAPH ?graph {{ ?s ?p ?o }}
}} GROUP BY ?name
"""


def statistics(engine: Engine, language: str = "en") -> Statistics:
    """Count what the engine has loaded, with labels in that language where there are any."""
    return Statistics(
        summary=engine.summary,
        graphs=_groups(engine),
        classes=_counts(engine, _CLASSES, language),
        sources=_counts(engine, _SOURCES, language),
        standings=_counts(engine, _STANDINGS, language),
    )


def _groups(engine: Engine) -> tuple[Count, ...]:
    """Statements by group of graphs: the first step of the path below `…/graph/`."""
    totals: dict[str, int] = {}
    for row in values(engine, _GRAPHS):
        group = row["name"].removeprefix(GRAPH).split("/")[0]
        totals[group] = totals.get(group, 0) + int(row["number"])
    return tuple(Count(group, group, number) for group, number in sorted(totals.items()))


def _counts(engine: Engine, query: str, language: str) -> tuple[Count, ...]:
    rows = [(row["name"], int(row["number"])) for row in values(engine, query) if row["name"]]
    found = labels(engine, [name for name, _ in rows], language)
    counts = [Count(name, found.get(name, shorten(name)), number) for name, number in rows]
    return tuple(sorted(counts, key=lambda count: (-count.number, count.name)))
