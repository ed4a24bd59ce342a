"""How the data set is linked to others, and what of it is worth looking at first: counted by queries."""

from dataclasses import dataclass

from passerelle.namespaces import BASE, DCTERMS, ID, LINKED, PREFIXES, SOURCE, SOURCES_GRAPH
from passerelle.store.rows import Answers, values

# Things that only tell of others are no examples.
_DULL = {"concept", "concept-scheme", "dataset", "identifier", "indicator", "observation", "period"}
_LOOKED_AT, _EXAMPLES = 300, 6
# Terms of a vocabulary, which begin as the identifiers of acts do.
_TERMS = PREFIXES["eli"]
_EDITORIAL = f"{SOURCE}editorial"


@dataclass(frozen=True)
class Linkset:
    """So many statements that link things of ours by a property to things of another data set."""

    target: str
    predicate: str
    links: int


def _target() -> str:
    """The data set that an IRI belongs to, as an expression."""
    written = '""'
    for name, beginnings in LINKED.items():
        test = " || ".join(f'STRSTARTS(?iri, "{beginning}")' for beginning in beginnings)
        written = f'IF({test}, "{name}", {written})'
    return written


_LINKS = f"""
SELECT ?target ?property (COUNT(*) AS ?number) {{
  ?s ?property ?o FILTER(ISIRI(?o) && ISIRI(?s)) BIND(STR(?o) AS ?iri)
  FILTER(STRSTARTS(STR(?s), "{ID}") && !STRSTARTS(?iri, "{BASE}") && !STRSTARTS(?iri, "{_TERMS}"))
  BIND({_target()} AS ?target) FILTER(?target != "")
}} GROUP BY ?target ?property ORDER BY ?target ?property
"""
_LINKED_MOST = f"""
SELECT ?thing (COUNT(*) AS ?number) {{ ?s ?p ?thing FILTER(ISIRI(?thing) && STRSTARTS(STR(?thing), "{ID}")) }}
GROUP BY ?thing ORDER BY DESC(?number) ?thing LIMIT {_LOOKED_AT}
"""
_WORKS = f"""
SELECT DISTINCT ?work {{ GRAPH <{SOURCES_GRAPH}> {{
  ?graph <{DCTERMS}source>/<{DCTERMS}isPartOf>* ?work FILTER NOT EXISTS {{ ?work <{DCTERMS}isPartOf> ?whole }}
}} FILTER(ISIRI(?work) && ?work != <{_EDITORIAL}>) }} ORDER BY ?work
"""


def linksets(engine: Answers) -> list[Linkset]:
    """The links to each of the data sets that we know how to tell, by property; failures as `Engine.answer`."""
    return [Linkset(row["target"], row["property"], int(row["number"])) for row in values(engine, _LINKS)]


def examples(engine: Answers) -> list[str]:
    """The thing of each kind that others name most, some kinds; failures as `Engine.answer` tells them."""
    found: dict[str, str] = {}
    for row in values(engine, _LINKED_MOST):
        kind = row["thing"].removeprefix(ID).partition("/")[0]
        if kind not in _DULL:
            found.setdefault(kind, row["thing"])
    return list(found.values())[:_EXAMPLES]


def works(engine: Answers) -> list[str]:
    """The works that the data set was made from, by their IRIs, ours aside; failures as `Engine.answer` tells them."""
    return [row["work"] for row in values(engine, _WORKS)]
