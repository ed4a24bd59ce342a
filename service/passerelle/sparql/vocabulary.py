"""The words that queries are made of: prefixes, and the classes and properties of the graph with their labels."""

import json
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field

from passerelle.namespaces import GRAPH, OWL, PREFIXES, RDF, RDFS, SKOS
from passerelle.phrases import LANGUAGES
from passerelle.store.failures import QueryTimeoutError
from passerelle.store.rows import Answers, select, values

_CLASS, _PROPERTY = "class", "property"
_KINDS = {
    f"{OWL}Class": _CLASS,
    f"{RDFS}Class": _CLASS,
    f"{RDF}Property": _PROPERTY,
    f"{OWL}ObjectProperty": _PROPERTY,
    f"{OWL}DatatypeProperty": _PROPERTY,
    f"{OWL}AnnotationProperty": _PROPERTY,
}
_DEFINED = f"""
SELECT DISTINCT ?term ?kind {{
  VALUES ?kind {{ <{"> <".join(_KINDS)}> }}
  GRAPH ?graph {{ ?term a ?kind FILTER (ISIRI(?term)) }}
}} ORDER BY ?term
"""
_USED = f"""
SELECT ?term ?kind (COUNT(*) AS ?uses) {{
  {{ ?thing a ?term BIND ("{_CLASS}" AS ?kind) FILTER (ISIRI(?term)) }}
  UNION {{ ?thing ?term ?value BIND ("{_PROPERTY}" AS ?kind) }}
}} GROUP BY ?term ?kind ORDER BY ?term
"""
# Their labels and definitions stand with the ontology, wherever that has them.
_TEXTS = f"""
SELECT DISTINCT ?term ?property ?text (LANG(?text) AS ?language) {{
  VALUES ?property {{ <{RDFS}label> <{SKOS}definition> }}
  GRAPH ?graph {{ ?term ?property ?text }}
  FILTER (STRSTARTS(STR(?graph), "{GRAPH}ontology") && LANG(?text) IN ("{'", "'.join(LANGUAGES)}"))
}} ORDER BY ?term ?property ?language ?text
"""


@dataclass
class Term:
    """A class or property: how often it is used, and what it is called and means, by language."""

    iri: str
    kind: str
    uses: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)


def terms_of(engine: Answers) -> list[Term]:
    """Every class and property that the graph defines or uses, the most used first."""
    found: dict[tuple[str, str], Term] = {}

    def term(iri: str, kind: str) -> Term:
        return found.setdefault((iri, kind), Term(iri, kind))

    for row in values(engine, _DEFINED):
        term(row["term"], _KINDS[row["kind"]])
    # A graph that is too large to be counted in time has its terms without numbers.
    with suppress(QueryTimeoutError):
        for row in values(engine, _USED):
            term(row["term"], row["kind"]).uses = int(row["uses"])
    by_iri: defaultdict[str, list[Term]] = defaultdict(list)
    for member in found.values():
        by_iri[member.iri].append(member)
    for texts in select(engine, _TEXTS).rows:
        for member in by_iri[texts["term"].value]:
            said = member.labels if texts["property"].value == f"{RDFS}label" else member.definitions
            said.setdefault(texts["language"].value, texts["text"].value)
    return sorted(found.values(), key=lambda member: (-member.uses, member.iri))


def write_vocabulary(engine: Answers) -> bytes:
    """The prefixes and the terms in JSON."""
    members = [
        {
            "iri": member.iri,
            "kind": member.kind,
            "uses": member.uses,
            "labels": member.labels,
            "definitions": member.definitions,
        }
        for member in terms_of(engine)
    ]
    return json.dumps({"prefixes": PREFIXES, "terms": members}, ensure_ascii=False).encode()
