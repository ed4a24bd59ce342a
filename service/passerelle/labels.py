"""The one place for labels: which language is shown when the one asked for is missing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from passerelle.namespaces import RDFS
from passerelle.store import terms
from passerelle.store.rows import Answers, values

# One query for so many things: a table of 20,000 rows takes a few queries and not one of megabytes.
_AT_ONCE = 2_000


def fallback(language: str) -> tuple[str, ...]:
    """The order of languages: the one asked for, French, English, untagged."""
    return tuple(dict.fromkeys((language, "fr", "en", "")))


@dataclass(frozen=True)
class Text:
    """A text and the language it is in, empty where it says none."""

    text: str
    language: str


def chosen(texts: Mapping[str, str], language: str) -> Text | None:
    """The text in the first language of the fallback that has one, else any, else None."""
    found = next((tag for tag in (*fallback(language), *texts) if tag in texts), None)
    return None if found is None else Text(texts[found], found)


def best(texts: Mapping[str, str], language: str) -> str | None:
    """The same without its language."""
    found = chosen(texts, language)
    return found.text if found else None


def labels(engine: Answers, iris: Iterable[str], language: str) -> dict[str, str]:
    """The label of each thing that has one, in whichever graph it stands; what is no IRI has none."""
    found: dict[str, dict[str, str]] = {}
    for members in _chunks(list(dict.fromkeys(iris))):
        query = f"""
        SELECT DISTINCT ?thing ?label (LANG(?label) AS ?language) {{
          VALUES ?thing {{ {members} }} GRAPH ?graph {{ ?thing <{RDFS}label> ?label }}
        }} ORDER BY ?thing ?language ?label
        """
        for row in values(engine, query):
            found.setdefault(row["thing"], {}).setdefault(row["language"], row["label"])
    return {iri: text for iri, texts in found.items() if (text := best(texts, language)) is not None}


def _chunks(iris: list[str]) -> Iterator[str]:
    for start in range(0, len(iris), _AT_ONCE):
        yield terms.listed(iris[start : start + _AT_ONCE])
