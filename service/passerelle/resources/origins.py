"""Who says so: what each named graph was taken from, as the bibliography tells (`graph/sources`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from passerelle.labels import labels
from passerelle.namespaces import DCTERMS, GRAPH, PROV, PSL, SOURCE, SOURCES_GRAPH, shorten
from passerelle.store import terms
from passerelle.store.rows import Answers, values

_EDITORIAL = f"{SOURCE}editorial"


class OriginKind(StrEnum):
    """What stands behind a graph: a passage of a work, a whole work, ourselves, a rule, or the graph alone."""

    PASSAGE = "passage"
    WORK = "work"
    EDITORIAL = "editorial"
    RULE = "rule"
    GRAPH = "graph"


@dataclass(frozen=True)
class Origin:
    """Who says what stands in a graph; a passage has its work, section and, where the work has them, lines.

    `graph` is empty where a passage is named and not a graph; `work` is an IRI, `label` and `section` are for people.
    """

    graph: str
    kind: OriginKind
    iri: str
    label: str
    work: str = ""
    section: str = ""
    lines: tuple[int, int] | None = None


_NOTHING = dict.fromkeys(("rule", "work", "section", "first", "last"), "")
_ORIGINS = """
SELECT ?graph ?source ?rule ?work ?section ?first ?last ?passage {{
  VALUES ?graph {{ {graphs} }}
  GRAPH <{sources}> {{
    {{ ?graph <{dcterms}source> ?source
       OPTIONAL {{ ?source a <{psl}Passage> BIND(true AS ?passage) }}
       OPTIONAL {{ ?source <{dcterms}isPartOf> ?section . ?section a <{psl}Section> ; <{dcterms}isPartOf> ?work }}
       OPTIONAL {{ ?source <{psl}firstLine> ?first ; <{psl}lastLine> ?last }} }}
    UNION {{ ?graph <{prov}wasGeneratedBy> ?rule }}
  }}
}} ORDER BY ?graph ?source ?section
"""


def origins(engine: Answers, graphs: Iterable[str], language: str) -> dict[str, Origin]:
    """The origin of each graph, labelled in that language."""
    names = sorted(set(graphs))
    query = _ORIGINS.format(graphs=terms.listed(names), sources=SOURCES_GRAPH, dcterms=DCTERMS, psl=PSL, prov=PROV)
    rows = {row["graph"]: row for row in reversed(list(values(engine, query)))}
    shown = [row[name] for row in rows.values() for name in ("source", "section") if row[name]]
    known = labels(engine, shown, language)
    return {graph: _origin(graph, rows.get(graph, {}), known) for graph in names}


def passage_origins(engine: Answers, passages: Iterable[str], language: str) -> dict[str, Origin]:
    """The same for passages, which are known by themselves and not by a graph."""
    names = sorted(set(passages))
    query = f"""
    SELECT ?passage ?work ?section ?first ?last {{
      VALUES ?passage {{ {terms.listed(names)} }}
      GRAPH <{SOURCES_GRAPH}> {{
        ?passage <{DCTERMS}isPartOf> ?section . ?section <{DCTERMS}isPartOf> ?work
        OPTIONAL {{ ?passage <{PSL}firstLine> ?first ; <{PSL}lastLine> ?last }}
      }}
    }} ORDER BY ?passage ?section"""
    rows = {row["passage"]: row for row in values(engine, query)}
    known = labels(engine, [*names, *(row["section"] for row in rows.values())], language)
    return {
        name: _origin("", {**_NOTHING, **rows.get(name, {}), "source": name, "passage": "true"}, known)
        for name in names
    }


def _origin(graph: str, row: dict[str, str], known: dict[str, str]) -> Origin:
    if row.get("rule"):
        rule = row["rule"]
        return Origin(graph, OriginKind.RULE, rule, rule.rpartition("/")[2])
    source = row.get("source", "")
    if not source:
        return Origin(graph, OriginKind.GRAPH, graph, graph.removeprefix(GRAPH))
    label = known.get(source, shorten(source))
    if row["passage"]:
        lines = (int(row["first"]), int(row["last"])) if row["first"] and row["last"] else None
        section = known.get(row["section"], "")
        return Origin(graph, OriginKind.PASSAGE, source, label, row["work"], section, lines)
    kind = OriginKind.EDITORIAL if source == _EDITORIAL else OriginKind.WORK
    return Origin(graph, kind, source, label)
