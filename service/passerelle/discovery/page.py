"""The page of a search, and its address with something changed."""

from dataclasses import dataclass, replace

from fastapi import Response

from passerelle import urls
from passerelle.discovery.answer import SIZE, SearchAnswer
from passerelle.discovery.facets import Option
from passerelle.discovery.filters import FACETS, NO_FILTERS, Facet, Filters
from passerelle.discovery.kinds import GROUPS, OTHER
from passerelle.namespaces import BASE
from passerelle.phrases import LANGUAGES, counted, number, phrase
from passerelle.web.pages import page


@dataclass(frozen=True)
class Choice:
    """An option of a facet with the address that chooses it, or gives it up."""

    option: Option
    address: str


class SearchLinks:
    """Addresses around one search."""

    def __init__(self, found: SearchAnswer, links: urls.Urls) -> None:
        """As parts of pages, without the host."""
        self._wish = found.wish
        self._links = links

    def narrowed(self, filters: Filters, *, number: int = 1) -> str:
        """The same search with other filters, or a further page of it."""
        return self._links.local(urls.search(self._wish.pairs(filters, page=number)))

    def page(self, number: int) -> str:
        """A page of the results."""
        return self.narrowed(self._wish.filters, number=number)

    def toggled(self, facet: Facet, value: str) -> str:
        """With a filter more, or less."""
        return self.narrowed(self._wish.filters.toggled(facet, value))

    def of(self, text: str) -> str:
        """Another search, without filters."""
        return self._links.local(urls.search(replace(self._wish, text=text).pairs(NO_FILTERS)))

    def all_of(self, facet: Facet, value: str) -> str:
        """Everything that has a value of a facet, whatever was searched for."""
        return self._links.local(urls.search(replace(self._wish, text="").pairs(Filters({facet: (value,)}))))

    def in_language(self, language: str) -> str:
        """The same page in another language."""
        pairs = [pair for pair in self._wish.pairs(self._wish.filters, page=self._wish.page) if pair[0] != "lang"]
        return self._links.local(urls.search([*pairs, ("lang", language)]))

    def thing(self, iri: str) -> str:
        """Where a thing is read: here if it is ours, else at its own address."""
        chosen = f"?lang={self._wish.chosen_language}" if self._wish.chosen_language else ""
        return self._links.local(urls.doc(iri)) + chosen if iri.startswith(BASE) else iri


def search_page(found: SearchAnswer, links: urls.Urls) -> Response:
    """The page of a search in the language of its answer."""
    wish, language, around = found.wish, found.language, SearchLinks(found, links)
    facets = {
        facet: [Choice(option, around.toggled(facet, option.value)) for option in options]
        for facet, options in found.facets.items()
        if len(options) > 1 or any(option.chosen for option in options)
    }
    chosen = [(facet, choice) for facet in FACETS for choice in facets.get(facet, []) if choice.option.chosen]
    kinds = [(option, around.all_of("kind", option.value)) for option in sorted(found.kinds, key=_likeliest)]
    return page(
        "search.html",
        language,
        links,
        found=found,
        wish=wish,
        around=around,
        facets=facets,
        chosen=chosen,
        cleared=around.narrowed(NO_FILTERS),
        kinds=kinds,
        starts=[(text, around.of(text)) for text in found.starts],
        count=lambda key, total: counted(key, language, total),
        written=lambda total: number(total, language),
        first=(wish.page - 1) * SIZE + 1,
        title=phrase("search_title", language, query=wish.text) if wish.text else phrase("search_page", language),
        addresses={other: around.in_language(other) for other in LANGUAGES},
        as_json=links.local(urls.search([*wish.pairs(wish.filters, page=wish.page), ("format", "json")])),
    )


def _likeliest(option: Option) -> tuple[float, str]:
    return -next((group.rank for group in GROUPS if group.name == option.value), OTHER.rank), option.label
