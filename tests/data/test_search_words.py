"""What is searched: every class has a kind that people know, and words to search by are no names already."""

from passerelle.discovery.kinds import GROUPS, NOT_FOUND, OTHER, group_of

from .conftest import Ask

PREFIXES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def test_every_thing_is_of_a_kind(ask: Ask) -> None:
    classes: dict[str, list[str]] = {}
    for row in ask("SELECT ?thing ?class { ?thing a ?class }"):
        classes.setdefault(row["thing"], []).append(row["class"])
    lost = {
        thing: names for thing, names in classes.items() if group_of(names) is OTHER and not {*names} & {*NOT_FOUND}
    }
    assert not lost, f"put a class of each into a kind in discovery/kinds.py: {lost}"


def test_every_kind_has_things(ask: Ask) -> None:
    used = {group_of([row["class"]]) for row in ask("SELECT DISTINCT ?class { ?thing a ?class }")}
    assert set(GROUPS) <= used


def test_words_to_search_by_belong_to_things_and_are_not_their_names(ask: Ask) -> None:
    rows = ask(
        PREFIXES
        + """
        SELECT ?thing ?word (LANG(?word) AS ?language) (SAMPLE(?label) AS ?labelled) (SAMPLE(?same) AS ?name) {
          GRAPH ?g { ?thing skos:hiddenLabel ?word }
          OPTIONAL { ?thing rdfs:label ?label }
          OPTIONAL { ?thing rdfs:label|skos:altLabel ?same FILTER(LCASE(STR(?same)) = LCASE(STR(?word))) }
        } GROUP BY ?thing ?word"""
    )
    assert rows
    for row in rows:
        where = f"data/reference/search-words.trig: {row['word']!r} of {row['thing']}"
        assert row["labelled"], f"{where}: there is no such thing; correct the IRI"
        assert not row["name"], f"{where} is its name already; take it out"
        assert row["language"] in {"fr", "en"}, f"{where}: say its language"
