"""What people search for is found first: the searches of judged.toml, each right or named."""

import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest

JUDGED: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("judged.toml").read_text(encoding="utf-8"))[
    "search"
]
# How far down the list people look before they search again.
SEEN = 3


def found(client: httpx.Client, text: str, language: str) -> list[str]:
    results = client.get("/search", params={"q": text, "lang": language, "format": "json"}).json()["results"]
    return [result["name"] for result in results]


@pytest.mark.parametrize("judged", JUDGED, ids=lambda judged: f"{judged['language']}: {judged['text']}")
def test_what_is_meant_comes_first(whole: httpx.Client, judged: dict[str, Any]) -> None:
    names = found(whole, judged["text"], judged["language"])
    why = f" ({judged['why']})" if "why" in judged else ""
    told = f"the search {judged['text']!r}{why} finds {names[:SEEN]}"
    if "first" in judged:
        assert names[:1] == [judged["first"]], f"{told}: {judged['first']} must be first"
    assert set(judged.get("among", [])) <= set(names[:SEEN]), f"{told}: {judged.get('among')} must be among them"


def test_there_are_enough_searches_of_every_sort() -> None:
    texts = [(judged["language"], judged["text"]) for judged in JUDGED]
    assert len(set(texts)) == len(texts) >= 40
    assert {language for language, _ in texts} == {"fr", "en"}
    assert all(("first" in judged) != ("among" in judged) for judged in JUDGED)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("c", "qualification-type:cap"),
        ("ca", "qualification-type:cap"),
        ("bac p", "qualification-type:bac-pro"),
        ("mission loc", "organisation-kind:mission-locale"),
        ("erasm", "scheme:erasmus-plus"),
        ("certificat d'apt", "qualification-type:cap"),
        ("MTRD19148", "act:MTRD1914896D"),
        ("auvergne-rh", "region:84"),
        ("aprentiss", "pathway:apprenticeship"),
    ],
)
def test_what_is_meant_is_suggested_while_it_is_typed(whole: httpx.Client, typed: str, meant: str) -> None:
    addresses = whole.get("/suggest", params={"q": typed, "lang": "fr"}).json()[3]
    suggested = [address.rpartition("/doc/")[2].partition("?")[0].replace("/", ":") for address in addresses]
    assert meant in suggested, f"{typed!r} suggests {suggested}, and not {meant}"
