"""Things that have been retired: `graph/retired` says `owl:deprecated true` of each, and names what replaces it."""

from passerelle.namespaces import DCTERMS, OWL, RETIRED_GRAPH
from passerelle.store.rows import Answers, values


def read_retired(engine: Answers) -> dict[str, list[str]]:
    """The retired things, each with its successors (`dcterms:isReplacedBy`), of which it may have none."""
    query = f"""
    SELECT ?thing ?successor {{ GRAPH <{RETIRED_GRAPH}> {{
      ?thing <{OWL}deprecated> true OPTIONAL {{ ?thing <{DCTERMS}isReplacedBy> ?successor }}
    }} }} ORDER BY ?thing ?successor"""
    found: dict[str, list[str]] = {}
    for row in values(engine, query):
        found.setdefault(row["thing"], []).extend([row["successor"]] if row["successor"] else [])
    return found
