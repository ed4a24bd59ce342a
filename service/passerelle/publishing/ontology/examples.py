"""An example of each term from the data, with the query that finds it."""

from collections.abc import Iterable
from dataclasses import dataclass

from passerelle.namespaces import PSL, RDFS, shorten
from passerelle.publishing.ontology.vocabulary import OwnTerm
from passerelle.store import terms
from passerelle.store.rows import Answers, Term, select

_ROWS = 20
_PREFIXES = f"PREFIX psl: <{PSL}>\n"
_LABELS = f"PREFIX rdfs: <{RDFS}>\n"


@dataclass(frozen=True)
class Example:
    """How often a term is used, the first thing that has it, its value if the term is a property, and the query."""

    count: int
    thing: Term
    value: Term | None
    query: str


def read_examples(engine: Answers, known: Iterable[OwnTerm]) -> dict[str, Example]:
    """The example of every term that the data use: in the default graph, else in graphs that are reached by name."""
    found: dict[str, Example] = {}
    wanted = {term.iri: term for term in known}
    for named in (False, True):
        left = [term for iri, term in wanted.items() if iri not in found]
        classes = [term.iri for term in left if term.is_class]
        properties = [term.iri for term in left if not term.is_class]
        found |= _of_classes(engine, classes, named=named) | _of_properties(engine, properties, named=named)
    return found


def _of_classes(engine: Answers, classes: list[str], *, named: bool) -> dict[str, Example]:
    # A statement may stand in several named graphs, and in the default graph only once.
    counted = "DISTINCT ?thing" if named else "*"
    query = f"""
    SELECT ?term (MIN(?thing) AS ?first) (COUNT({counted}) AS ?count) {{
      VALUES ?term {{ {terms.listed(classes)} }} {_where("?thing a ?term", named)}
    }} GROUP BY ?term"""
    return {
        row["term"].value: Example(
            int(row["count"].value), row["first"], None, _query_of_class(row["term"].value, named=named)
        )
        for row in select(engine, query).rows
        if "first" in row
    }


def _of_properties(engine: Answers, properties: list[str], *, named: bool) -> dict[str, Example]:
    used = f"VALUES ?term {{ {terms.listed(properties)} }} {_where('?thing ?term ?any', named)}"
    query = f"""
    SELECT ?term ?first ?count (MIN(?of) AS ?value) {{
      {{ SELECT ?term (MIN(?thing) AS ?first) (COUNT(*) AS ?count) {{
        {f"{{ SELECT DISTINCT ?term ?thing ?any {{ {used} }} }}" if named else used}
      }} GROUP BY ?term }}
      {_where("?first ?term ?of", named)}
    }} GROUP BY ?term ?first ?count"""
    return {
        row["term"].value: Example(
            int(row["count"].value), row["first"], row.get("value"), _query_of_property(row["term"].value, named=named)
        )
        for row in select(engine, query).rows
        if "first" in row
    }


def _where(pattern: str, named: bool) -> str:
    """A pattern in the default graph, or in any named one."""
    return f"GRAPH ?graph {{ {pattern} }}" if named else f"{pattern} ."


def _query_of_class(iri: str, *, named: bool) -> str:
    pattern = _where(f"?thing a {shorten(iri)}", named)
    label = "GRAPH ?other { ?thing rdfs:label ?label }" if named else "?thing rdfs:label ?label"
    return (
        f"{_PREFIXES}{_LABELS}SELECT DISTINCT ?thing ?label WHERE {{\n"
        f"  {pattern}\n  OPTIONAL {{ {label} }}\n}} ORDER BY ?thing ?label LIMIT {_ROWS}"
    )


def _query_of_property(iri: str, *, named: bool) -> str:
    pattern = _where(f"?thing {shorten(iri)} ?value", named)
    return f"{_PREFIXES}SELECT DISTINCT ?thing ?value WHERE {{\n  {pattern}\n}} ORDER BY ?thing ?value LIMIT {_ROWS}"
