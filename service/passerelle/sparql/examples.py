"""The example queries of the graph: SHACL's SPARQL executables (https://www.w3.org/TR/shacl-af/#SPARQLExecutables)."""

from dataclasses import dataclass

from passerelle.labels import best
from passerelle.namespaces import GRAPH, QUERY, RDFS, SH
from passerelle.store.engine import Engine
from passerelle.store.rows import values


@dataclass(frozen=True)
class Example:
    """An example: its name, its titles by language, its text."""

    name: str
    titles: dict[str, str]
    text: str

    def title(self, language: str) -> str:
        """The title in that language or the next best one; the name if there is none."""
        return best(self.titles, language) or self.name


_QUERY = f"""
SELECT ?query ?text ?title (LANG(?title) AS ?language) {{
  GRAPH ?graph {{
    ?query <{SH}select>|<{SH}ask>|<{SH}construct> ?text .
    OPTIONAL {{ ?query <{RDFS}label> ?title }}
  }}
  FILTER(STRSTARTS(STR(?graph), "{GRAPH}queries/"))
}}
ORDER BY ?query ?language
"""


def examples(engine: Engine) -> list[Example]:
    """Every example query of the graph, sorted by name."""
    found: dict[str, Example] = {}
    for row in values(engine, _QUERY):
        name = row["query"].removeprefix(QUERY)
        example = found.setdefault(name, Example(name, {}, row["text"]))
        if row["title"]:
            example.titles[row["language"]] = row["title"]
    return list(found.values())
