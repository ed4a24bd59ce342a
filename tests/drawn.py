"""Readers of pages that are drawn: their links, names of places and drawings."""

import re
from collections.abc import Iterator
from html import unescape
from xml.etree import ElementTree

import httpx

from linked import BROWSER

SVG = "{http://www.w3.org/2000/svg}"


def view(client: httpx.Client, path: str, asked: dict[str, str] | None = None, status: int = 200) -> str:
    """The text of a page, in English unless a language is given."""
    wanted = {"lang": "en"} | (asked or {})
    answer = client.get(path, params=wanted, headers={"Accept": BROWSER})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == wanted["lang"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert " style=" not in answer.text
    return answer.text


def targets(page: str) -> list[str]:
    """Everything that a page leads to, in order."""
    return [unescape(found) for found in re.findall(r'(?:href|action)="([^"]*)"', page)]


def assert_places_and_links_hold(client: httpx.Client, page: str) -> None:
    """No place is named twice, every reference inside the page finds one, every path of the service answers."""
    places = re.findall(r'\sid="([^"]*)"', page)
    assert len(places) == len(set(places))
    named = re.findall(r'(?:aria-labelledby|aria-describedby|for)="([^"]*)"', page)
    assert {name for found in named for name in found.split()} <= set(places)
    for target in dict.fromkeys(targets(page)):
        if target.startswith("#"):
            assert target[1:] in places, target
        elif target.startswith("/"):
            answer = client.get(target, headers={"Accept": BROWSER}, follow_redirects=True)
            assert answer.status_code == httpx.codes.OK, target


def drawings(page: str, name: str) -> Iterator[ElementTree.Element]:
    """The drawings of a page that have a class, read as XML by themselves."""
    for text in re.findall(rf'<svg xmlns="[^"]*" class="{name}".*?\n</svg>', page, re.DOTALL):
        yield ElementTree.fromstring(text)  # noqa: S314 - our own page


def part(page: str, name: str) -> str:
    """The section of a page that begins with the heading of that name."""
    return page.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]
