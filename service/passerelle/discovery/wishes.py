"""What a request for a search asks, and in which form."""

from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus

from passerelle.discovery.filters import FACETS, FilterError, Filters, read_filters
from passerelle.discovery.search import LONGEST
from passerelle.discovery.suggestions import MOST
from passerelle.errors import Problem
from passerelle.media_types import HTML, JSON, SUGGESTIONS
from passerelle.phrases import LANGUAGES

Parameters = list[tuple[str, str]]
_FORMATS = {"json": JSON, "html": HTML, JSON: JSON, HTML: HTML, SUGGESTIONS: SUGGESTIONS}
_MOST_DIGITS = 6
_SUGGESTIONS = 8


@dataclass(frozen=True)
class SearchWish:
    """A search as an address has it; `chosen_language` is what `lang=` says, if it says anything."""

    text: str
    filters: Filters
    page: int
    number: int
    chosen_language: str
    format: str | None

    def pairs(self, filters: Filters, *, page: int = 1) -> Parameters:
        """It with other filters, as parameters of an address, always in the same order."""
        found = [("q", self.text)] if self.text else []
        found += filters.pairs
        found += [("page", str(page))] if page > 1 else []
        return found + ([("lang", self.chosen_language)] if self.chosen_language else [])


def read_search(parameters: Parameters) -> SearchWish:
    """What the parameters of an address ask; those that nobody here knows are passed over.

    Raises:
        Problem: 400 for a parameter that does not fit.
    """
    try:
        filters = read_filters(parameters)
    except FilterError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, str(error), facets=list(FACETS)) from None
    named = _once(parameters, {"q", "page", "limit", "lang", "format"})
    language, kind = named.get("lang", ""), named.get("format", "").strip().lower()
    if language not in {"", *LANGUAGES}:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter 'lang' is {' or '.join(LANGUAGES)}.")
    if kind and kind not in _FORMATS:
        raise Problem(HTTPStatus.BAD_REQUEST, f"There is no format {kind!r}; there are json and html.")
    return SearchWish(
        # A word that is written in parts, or a line end, makes no other search.
        " ".join(named.get("q", "").split())[:LONGEST].rstrip(),
        filters,
        _number("page", named.get("page", ""), 1),
        min(_number("limit", named.get("limit", ""), _SUGGESTIONS), MOST),
        language,
        _FORMATS.get(kind),
    )


def _once(parameters: Parameters, names: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in parameters:
        if name in names and value and found.setdefault(name, value) != value:
            raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter {name!r} is given more than once.")
    return found


def _number(name: str, written: str, default: int) -> int:
    if not written:
        return default
    if not (written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS and int(written)):
        raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter {name!r} is a whole number from 1 on.")
    return int(written)
