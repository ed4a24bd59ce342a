"""Writes bibliographic items: as a line of text, as BibTeX, and as CSL-JSON.

CSL-JSON is what Zotero, Pandoc and other citation processors read
(https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html).
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from passerelle.phrases import phrase

# What TeX would take for a command (http://www.bibtex.org/SpecialSymbols/).
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_DATE = re.compile(r"(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?")
_KEY = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True)
class Author:
    """Who made a work; a body is not taken apart into names."""

    name: str
    is_person: bool = False


@dataclass(frozen=True)
class Item:
    """A work as a bibliography has it; what is not known is empty.

    `type` is one of CSL's (https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types), `issued` a
    year, month or day (https://www.w3.org/TR/xmlschema11-2/#date), `container` the work that it is a part of.
    """

    key: str
    type: str
    title: str
    authors: tuple[Author, ...] = ()
    issued: str = ""
    publisher: str = ""
    container: str = ""
    version: str = ""
    url: str = ""
    doi: str = ""
    isbn: str = ""
    language: str = ""

    @property
    def date(self) -> tuple[int, ...]:
        """Year, month and day, so far as they are known."""
        found = _DATE.match(self.issued)
        return tuple(int(part) for part in found.groups() if part) if found else ()


def key_of(iri_path: str) -> str:
    """A citation key of the end of an IRI: letters, digits and hyphens.

    Examples:
        >>> key_of("source/digint-aura"), key_of("place/Évian")
        ('source-digint-aura', 'place-Evian')
    """
    plain = unicodedata.normalize("NFKD", iri_path).encode("ascii", "ignore").decode()
    return _KEY.sub("-", plain).strip("-") or "passerelle"


def as_text(item: Item, language: str) -> str:
    """One line for people: authors, year, title, version, what it is a part of, publisher, address."""
    year = str(item.date[0]) if item.date else phrase("undated", language)
    authors = ", ".join(author.name for author in item.authors)
    version = f", {phrase('version', language, version=item.version)}" if item.version else ""
    # What is one entry of a data set has its version.
    of_whole = item.type == "entry"
    title, container = (item.title, item.container + version) if of_whole else (item.title + version, item.container)
    head = f"{authors} ({year}). {title}" if authors else f"{title} ({year})"
    publisher = item.publisher if item.publisher not in {author.name for author in item.authors} else ""
    address = f"https://doi.org/{item.doi}" if item.doi else item.url
    ends = [_BREAKS.sub(" ", part).strip().rstrip(".") for part in (head, container, publisher) if part]
    return ". ".join([*ends, address] if address else ends) + ("" if address else ".")


def as_bibtex(items: Iterable[Item]) -> bytes:
    """Entries for BibTeX and BibLaTeX, in UTF-8; all are `@misc`, which both of them know."""
    return "\n".join(_entry(item) for item in items).encode()


def as_csl(items: Iterable[Item]) -> bytes:
    """A list of items in CSL-JSON."""
    return (json.dumps([_csl(item) for item in items], ensure_ascii=False, indent=2) + "\n").encode()


def _entry(item: Item) -> str:
    authors = " and ".join(
        _escaped(author.name) if author.is_person and " and " not in author.name else f"{{{_escaped(author.name)}}}"
        for author in item.authors
    )
    year, month, *_ = (*map(str, item.date), "", "")
    fields = {
        "author": authors,
        # Twice in braces, so that no style changes its capitals.
        "title": f"{{{_escaped(item.title)}}}",
        "year": year,
        "month": month,
        "howpublished": _escaped(item.container),
        "publisher": _escaped(item.publisher),
        "note": _escaped(phrase("version", "en", version=item.version)) if item.version else "",
        "doi": _address(item.doi),
        "isbn": _escaped(item.isbn),
        "url": _address(item.url),
        "language": _escaped(item.language),
    }
    written = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{item.key},\n{written}}}\n"


def _escaped(text: str) -> str:
    """Text that TeX shows as it is, with braces in pairs."""
    return "".join(_SPECIAL.get(sign, sign) for sign in _BREAKS.sub(" ", text).strip())


def _address(text: str) -> str:
    """An address, which TeX packages read letter by letter: what would end it is escaped as addresses do."""
    return quote(text, safe="/:@!$&'()*+,;=~%?#-._[]") if text else ""


def _csl(item: Item) -> Mapping[str, object]:
    told: dict[str, object] = {
        "id": item.key,
        "type": item.type,
        "title": item.title,
        "author": [{"literal": author.name} for author in item.authors],
        "issued": {"date-parts": [list(item.date)]} if item.date else None,
        "container-title": item.container,
        "publisher": item.publisher,
        "version": item.version,
        "DOI": item.doi,
        "ISBN": item.isbn,
        "URL": item.url,
        "language": item.language,
    }
    return {name: value for name, value in told.items() if value}
