"""A search with all that is told of it: results, facets, pages; and what helps where there are no results."""

from dataclasses import dataclass

from passerelle.discovery.facets import Option, read_facets
from passerelle.discovery.filters import NO_FILTERS, Facet
from passerelle.discovery.results import Result, read_results
from passerelle.discovery.search import Asked, Hits, Search
from passerelle.discovery.search_index import SearchIndex
from passerelle.discovery.starts import read_starts
from passerelle.discovery.wishes import SearchWish

# Results of a page.
SIZE = 20


@dataclass(frozen=True)
class SearchAnswer:
    """What is told of a search in a language; `kinds` and `starts` are ways on where there is nothing to list."""

    wish: SearchWish
    language: str
    hits: Hits
    results: list[Result]
    facets: dict[Facet, tuple[Option, ...]]
    kinds: tuple[Option, ...]
    starts: list[str]

    @property
    def pages(self) -> int:
        """How many pages the results have, at least one."""
        return max(1, -(-self.hits.total // SIZE))


def answer(index: SearchIndex, wish: SearchWish, language: str) -> SearchAnswer:
    """Run a search and read what is told of it.

    Raises:
        SearchTooSlowError: it took too long.
    """
    asked = Asked(wish.text, language, wish.filters, (wish.page - 1) * SIZE, SIZE)
    with index.reading() as connection:
        search = Search(connection, asked)
        hits, facets = search.run(), read_facets(connection, search)
        begins = search.is_empty and not wish.filters
        results = [] if begins else read_results(connection, hits, language)
        if results:
            return SearchAnswer(wish, language, hits, results, facets, (), [])
        everything = read_facets(connection, Search(connection, Asked("", language, NO_FILTERS)))
        return SearchAnswer(wish, language, hits, [], facets, everything["kind"], read_starts(connection, language))
