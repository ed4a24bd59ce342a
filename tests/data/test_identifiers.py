"""No identifier is invented: each is found in the material that the graph was made from."""

import re
from pathlib import Path

from .conftest import Ask

SOURCES = [
    "source/facts.md",
    "source/digint-aura-report.txt",
    "opendata/*/SOURCE.md",
    "opendata/lois/*",
    "opendata/missions-locales/referentiel_structures_milo.json",
    "opendata/territoires/*.csv",
]


def compact(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_identifier_stands_in_a_source(ask: Ask, shared: Path) -> None:
    known = "\n".join(
        compact(path.read_text(encoding="utf-8", errors="replace"))
        for pattern in SOURCES
        for path in sorted(shared.glob(pattern))
        if path.is_file()
    )
    rows = ask(
        "PREFIX adms: <http://www.w3.org/ns/adms#> "
        "SELECT ?identifier ?code WHERE { ?identifier a adms:Identifier ; skos:notation ?code }"
    )
    assert rows
    invented = [row["identifier"] for row in rows if compact(row["code"]) not in known]
    assert not invented, f"no source of ours gives these codes; remove them or name the source: {invented}"


def test_identifiers_belong_to_one_thing_each(ask: Ask) -> None:
    rows = ask(
        "PREFIX adms: <http://www.w3.org/ns/adms#> SELECT ?identifier (COUNT(DISTINCT ?thing) AS ?things) "
        "WHERE { ?identifier a adms:Identifier OPTIONAL { ?thing adms:identifier ?identifier } } "
        "GROUP BY ?identifier HAVING (COUNT(DISTINCT ?thing) != 1)"
    )
    assert not rows, f"adms:identifier ties each identifier to exactly one thing: {rows[:10]}"
