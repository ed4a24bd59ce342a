"""How much the data set holds: by graph, class, source, language and standing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from passerelle.labels import labels
from passerelle.namespaces import DCTERMS, GRAPH, PSL, RDF, SOURCES_GRAPH, XSD, shorten
from passerelle.phrases import phrase
from passerelle.store.engine import Engine
from passerelle.store.request import DatasetSummary
from passerelle.store.rows import Answers, values


class By(StrEnum):
    """What the data set can be counted by."""

    CLASS = "class"
    GRAPH = "graph"
    SOURCE = "source"
    LANGUAGE = "language"
    STANDING = "standing"


@dataclass(frozen=True)
class Count:
    """A number of something, with its IRI (or group of graphs, or tag of a language) and a label."""

    name: str
    label: str
    number: int


@dataclass(frozen=True)
class Statistics:
    """The counts that `passerelle stats` shows, the most of each first.

    Of statements by group of graphs (`…/graph/{group}/…`), by graph and by source; of things by class; of texts in the
    default graph by language, the empty tag for those that have none; of claims by standing.
    """

    summary: DatasetSummary
    groups: tuple[Count, ...]
    graphs: tuple[Count, ...]
    classes: tuple[Count, ...]
    sources: tuple[Count, ...]
    languages: tuple[Count, ...]
    standings: tuple[Count, ...]

    def by(self, what: By) -> tuple[Count, ...]:
        """One of the tables in full."""
        return {
            By.CLASS: self.classes,
            By.GRAPH: self.graphs,
            By.SOURCE: self.sources,
            By.LANGUAGE: self.languages,
            By.STANDING: self.standings,
        }[what]

    def as_dict(self) -> dict[str, object]:
        """The same as plain data for JSON."""
        return asdict(self)


_GRAPHS = "SELECT ?name (COUNT(*) AS ?number) { GRAPH ?name { ?s ?p ?o } } GROUP BY ?name"
_CLASSES = "SELECT ?name (COUNT(DISTINCT ?thing) AS ?number) { ?thing a ?name } GROUP BY ?name"
_STANDINGS = f"SELECT ?name (COUNT(DISTINCT ?claim) AS ?number) {{ ?claim <{PSL}standing> ?name }} GROUP BY ?name"
_LANGUAGES = f"""
SELECT ?name (COUNT(*) AS ?number) {{
  ?s ?p ?text FILTER(DATATYPE(?text) IN (<{XSD}string>, <{RDF}langString>)) BIND(LANG(?text) AS ?name)
}} GROUP BY ?name
"""
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
    per_graph = {row["name"]: int(row["number"]) for row in values(engine, _GRAPHS)}
    return Statistics(
        summary=engine.summary,
        groups=_groups(per_graph),
        graphs=_labelled(engine, per_graph, language),
        classes=_counts(engine, _CLASSES, language),
        sources=count_sources(engine, language),
        languages=_languages(engine, language),
        standings=_counts(engine, _STANDINGS, language),
    )


def count_sources(engine: Answers, language: str) -> tuple[Count, ...]:
    """The statements that each work makes, the most first."""
    return _counts(engine, _SOURCES, language)


def _groups(per_graph: dict[str, int]) -> tuple[Count, ...]:
    """Statements by group of graphs: the first step of the path below `…/graph/`."""
    totals: Counter[str] = Counter()
    for name, number in per_graph.items():
        totals[name.removeprefix(GRAPH).split("/")[0]] += number
    return _sorted(Count(group, group, number) for group, number in totals.items())


def _languages(engine: Engine, language: str) -> tuple[Count, ...]:
    rows = values(engine, _LANGUAGES)
    untagged = phrase("no_language", language)
    return _sorted(Count(row["name"], row["name"] or untagged, int(row["number"])) for row in rows if row["number"])


def _counts(engine: Answers, query: str, language: str) -> tuple[Count, ...]:
    return _labelled(
        engine, {row["name"]: int(row["number"]) for row in values(engine, query) if row["name"]}, language
    )


def _labelled(engine: Answers, numbers: dict[str, int], language: str) -> tuple[Count, ...]:
    found = labels(engine, numbers, language)
    return _sorted(Count(name, found.get(name, shorten(name)), number) for name, number in numbers.items())


def _sorted(counts: Iterable[Count]) -> tuple[Count, ...]:
    return tuple(sorted(counts, key=lambda count: (-count.number, count.name)))
