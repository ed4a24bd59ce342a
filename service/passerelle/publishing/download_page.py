"""The page of downloads: what there is, what each file is for, how large it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from fastapi import Response

from passerelle import urls
from passerelle.labels import best
from passerelle.namespaces import shorten
from passerelle.phrases import counted, number, phrase
from passerelle.publishing.documents import ALTERNATES
from passerelle.publishing.dumps.listing import DumpFile, Listing
from passerelle.publishing.dumps.products import Group
from passerelle.web.pages import page

_UNITS = ("size_bytes", "size_kilo", "size_mega", "size_giga")
# Seconds after which a page that has nothing to show yet asks again.
_AGAIN = 3


@dataclass(frozen=True)
class _Entry:
    """Files of one content in their codings; a table has the label and the name of its class, and its rows."""

    files: tuple[DumpFile, ...]
    label: str
    name: str
    rows: str


@dataclass(frozen=True)
class Terms:
    """What the files may be used under: the licence, what it is called, and what else is to be known, if anything."""

    licence: str = ""
    name: str = ""
    rights: Sequence[str] = ()


_UNKNOWN = Terms()


def download_page(language: str, links: urls.Urls, listing: Listing | None, terms: Terms = _UNKNOWN) -> Response:
    """The page in a language; without a list, that it is being made."""
    entries = [_entry(files, language) for files in _together(listing)] if listing else []
    entries.sort(key=lambda entry: (entry.files[0].rows is not None, entry.label.casefold()))
    groups = [
        (group, found) for group in Group if (found := [entry for entry in entries if entry.files[0].group == group])
    ]
    response = page(
        "download.html",
        language,
        links,
        itself=urls.DOWNLOADS,
        listing=listing,
        groups=groups,
        terms=terms,
        size=lambda file: size_text(file.size, language),
        alternates=ALTERNATES,
        full=links.to,
    )
    if listing is None:
        response.headers["Refresh"] = str(_AGAIN)
    return response


def size_text(size: int, language: str) -> str:
    """A size in bytes as people read it.

    Examples:
        >>> size_text(136_975, "fr")
        '137 ko'
    """
    power = min((len(str(size)) - 1) // 3, len(_UNITS) - 1)
    shown = size / 1000**power
    digits = 1 if power > 1 and shown < 10 else 0
    text = f"{shown:.{digits}f}" if digits else number(round(shown), language)
    return phrase(_UNITS[power], language, number=text.replace(".", ",") if language == "fr" else text)


def _together(listing: Listing) -> list[tuple[DumpFile, ...]]:
    """The files, those of one content in a row."""
    return [tuple(files) for _, files in groupby(listing.files, key=lambda file: (file.purpose, file.of_class))]


def _entry(files: tuple[DumpFile, ...], language: str) -> _Entry:
    first = files[0]
    if not first.of_class:
        return _Entry(files, "", "", "")
    name = shorten(first.of_class)
    return _Entry(files, best(first.labels, language) or name, name, counted("rows", language, first.rows or 0))
