"""Any text is a search: nothing that is typed is read as a query of the index, and nothing breaks it."""

from itertools import pairwise
from typing import Any

import httpx
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from linked import BROWSER
from passerelle.discovery.words import edits, folded_words, normal, stem, words

# What FTS5, LIKE, GLOB, SQL, HTML and URLs have a meaning for, among words that the graph holds.
LOADED = st.lists(
    st.sampled_from(
        [
            "village",
            "cap",
            "é",
            "AND",
            "OR",
            "NOT",
            "NEAR(",
            ")",
            '"',
            "'",
            "*",
            "^",
            ":",
            "-",
            "+",
            "{",
            "}",
            "name_fr:",
            "%",
            "_",
            "?",
            ";",
            "--",
            "/*",
            "\\",
            "<b>",
            "&amp;",
            "\x00",
            "\u202e",
            "ﬁ",
            "½",
            "İ",
            "ß",
            "e\u0301",
            "١",
            "日本",
        ]
    ),
    max_size=30,
).map(" ".join)
ANY = st.one_of(LOADED, st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
FACET = st.sampled_from(["kind", "place", "level", "period", "page", "limit", "lang", "format", "other"])
SEVERAL = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SEVERAL
@given(text=ANY)
@example('"')
@example("name_fr : cap")
@example("a" * 10_000)
@example("NEAR(cap village, 5)")
@example("\x00")
def test_any_text_is_a_search(small: httpx.Client, text: str) -> None:
    document = small.get("/search", params={"q": text})
    assert document.status_code == 200, document.text
    assert {"results", "total"} <= set(document.json())
    page = small.get("/search", params={"q": text}, headers={"Accept": BROWSER})
    assert page.status_code == 200
    assert page.text.count("<script") == 0
    suggested = small.get("/suggest", params={"q": text})
    assert suggested.status_code == 200
    assert len({len(part) for part in suggested.json()[1:]}) == 1


@SEVERAL
@given(text=LOADED, parameters=st.lists(st.tuples(FACET, ANY), max_size=6))
def test_any_parameters_are_taken_or_refused(small: httpx.Client, text: str, parameters: list[tuple[str, str]]) -> None:
    asked: Any = [("q", text), *parameters]
    for path in ("/search", "/suggest"):
        response = small.get(path, params=asked)
        assert response.status_code in {200, 400, 404}, response.text
        if response.status_code != 200:
            assert response.json()["detail"]


@given(ANY)
def test_words_stand_where_they_are_said_to_stand(text: str) -> None:
    written = normal(text)
    found = list(words(written))
    assert all(0 <= word.start < word.end <= len(written) for word in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    for word in found:
        assert word.folded.isalnum()
        assert word.folded == "plus" or folded_words(written[word.start : word.end])[:1] == [word.folded]


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_a_stem_stays_what_it_is_in_the_plural(word: str) -> None:
    if not word.endswith(("s", "x")) and len(word) > 3:
        assert stem(f"{word}s") == stem(word)
    assert stem(word)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=12), st.data())
def test_one_slip_is_undone_by_another(word: str, data: st.DataObject) -> None:
    slip = data.draw(st.sampled_from(sorted(edits(word))))
    assert word in edits(slip)
