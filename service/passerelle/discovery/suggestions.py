"""What may be meant while it is typed."""

from dataclasses import dataclass

from passerelle.discovery.results import Result, read_results
from passerelle.discovery.search import Asked, Search
from passerelle.discovery.search_index import SearchIndex

MOST = 20


@dataclass(frozen=True)
class Suggestion:
    """A thing that may be meant: its name, what it is, and its IRI."""

    name: str
    description: str
    iri: str


def suggest(index: SearchIndex, text: str, language: str, number: int) -> list[Suggestion]:
    """The things that are meant most probably by what has been typed so far; none for nothing.

    Raises:
        SearchTooSlowError: it took too long.
    """
    with index.reading() as connection:
        search = Search(connection, Asked(text, language, size=min(number, MOST), typing=True))
        if search.is_empty:
            return []
        results = read_results(connection, search.run(), language)
    return [_suggestion(result) for result in results]


def _suggestion(result: Result) -> Suggestion:
    told = [part.label.text for part in (result.sort, result.standing, result.level, result.place) if part]
    by = [result.snippet.text] if result.snippet else []
    return Suggestion(result.title.text, " · ".join([*told, *by]), result.iri)
