"""Statements of one thing and statements that point to it, by property: how many there are, and a part of each."""

from collections.abc import Mapping

from passerelle.namespaces import PSL
from passerelle.resources.parts import Part
from passerelle.store import terms
from passerelle.store.rows import Answers, Row, select, values

# Properties of a thing, and properties that point to it.
_MOST_PROPERTIES = 100
# A query with more of these takes longer to plan than several smaller ones.
_AT_ONCE = 20


def count_values(engine: Answers, node: str) -> tuple[dict[str, int], int]:
    """How many values each property of a node has, the most first, then by name; how many statements it is itself in.

    That is as their property, as few things are: it is asked along with the rest.
    """
    return _totals(engine, f"{node} ?property ?value", f"GRAPH ?any {{ ?s {node} ?o }}")


def count_links(engine: Answers, node: str) -> tuple[dict[str, int], int]:
    """How many things point to a node by each property, and how many statements the named graph of that name has.

    Claims about it are told apart.
    """
    found, holds = _totals(engine, f"?value ?property {node} FILTER(ISIRI(?value))", f"GRAPH {node} {{ ?s ?p ?o }}")
    found.pop(f"{PSL}about", None)
    return found, holds


def read_values(
    engine: Answers, node: str, totals: Mapping[str, int], parts: Mapping[str, Part]
) -> dict[str, list[Row]]:
    """A part of the values of each property, as rows of `value` and `graph`, one for each graph that has it."""
    found: dict[str, list[Row]] = {property_: [] for property_ in parts}
    if all(part.is_all_of(totals[property_]) for property_, part in parts.items()):
        blocks = [f"GRAPH ?graph {{ {node} ?property ?value }}"]
    else:
        blocks = [
            f"{{ {{ SELECT DISTINCT ?value {{ GRAPH ?any {{ {node} {terms.iri(property_)} ?value }} }} "
            f"ORDER BY ?value {part.limits} }} GRAPH ?graph {{ {node} {terms.iri(property_)} ?value }} "
            f"BIND({terms.iri(property_)} AS ?property) }}"
            for property_, part in parts.items()
        ]
    for row in _united(engine, "?property ?value ?graph", blocks):
        if row["property"].value in found:
            found[row["property"].value].append(row)
    return found


def read_links(engine: Answers, node: str, totals: Mapping[str, int], part: Part) -> dict[str, list[str]]:
    """A part of the things that point to a node by each property, of those that have so many."""
    found: dict[str, list[str]] = {property_: [] for property_ in totals}
    if all(map(part.is_all_of, totals.values())):
        blocks = [f"GRAPH ?graph {{ ?thing ?property {node} }} FILTER(ISIRI(?thing))"] if totals else []
    else:
        blocks = [
            f"{{ {{ SELECT DISTINCT ?thing {{ GRAPH ?graph {{ ?thing {terms.iri(property_)} {node} }} "
            f"FILTER(ISIRI(?thing)) }} ORDER BY ?thing {part.limits} }} BIND({terms.iri(property_)} AS ?property) }}"
            for property_, total in totals.items()
            if total > part.offset
        ]
    for row in _united(engine, "?property ?thing", blocks):
        if row["property"].value in found:
            found[row["property"].value].append(row["thing"].value)
    return found


def _totals(engine: Answers, pattern: str, other: str) -> tuple[dict[str, int], int]:
    """The number of values of each property in a pattern of `?property` and `?value`, and of solutions of another."""
    query = f"""
    SELECT ?property (COUNT(DISTINCT ?value) AS ?number) ?others {{
      {{ GRAPH ?graph {{ {pattern} }} }} UNION {{ SELECT (COUNT(*) AS ?others) {{ {other} }} }}
    }} GROUP BY ?property ?others ORDER BY DESC(?number) ?property LIMIT {_MOST_PROPERTIES + 1}"""
    found = list(values(engine, query))
    totals = {row["property"]: int(row["number"]) for row in found if row["property"]}
    return totals, next((int(row["others"]) for row in found if row["others"]), 0)


def _united(engine: Answers, variables: str, blocks: list[str]) -> list[Row]:
    found: list[Row] = []
    for start in range(0, len(blocks), _AT_ONCE):
        united = " UNION ".join(blocks[start : start + _AT_ONCE])
        found += select(engine, f"SELECT DISTINCT {variables} {{ {united} }} ORDER BY {variables}").rows
    return found
