"""The index: in a file as in memory, with a build as without, and given up when it takes too long."""

import sqlite3
from pathlib import Path

import pytest

from conftest import serving
from helpers import Write
from passerelle.discovery.search import Asked, search
from passerelle.discovery.search_index import SearchIndex, SearchTooSlowError, write_index
from passerelle.settings import Settings
from passerelle.store.build import build
from passerelle.store.engine import Engine

from .conftest import FILES


@pytest.fixture(scope="module")
def engine(write: Write) -> Engine:
    return Engine(write(FILES))


def test_an_index_in_a_file_answers_like_one_in_memory(engine: Engine, tmp_path: Path) -> None:
    write_index(engine, tmp_path / "search.sqlite")
    in_file, in_memory = SearchIndex.open(tmp_path / "search.sqlite"), SearchIndex.of(engine)
    try:
        for text in ("cap", "village 01", "métier", "38565", "zzz", ""):
            asked = Asked(text, "fr")
            assert search(in_file, asked) == search(in_memory, asked)
    finally:
        in_file.close()
        in_memory.close()


def test_the_same_graph_gives_the_same_index(engine: Engine, tmp_path: Path) -> None:
    contents = []
    for name in ("one", "two"):
        write_index(engine, tmp_path / name)
        with sqlite3.connect(tmp_path / name) as connection:
            contents.append(list(connection.iterdump()))
        connection.close()
    assert contents[0] == contents[1]


def test_a_search_that_takes_too_long_is_given_up_and_the_next_is_not(engine: Engine, tmp_path: Path) -> None:
    write_index(engine, tmp_path / "search.sqlite")
    index = SearchIndex.open(tmp_path / "search.sqlite", seconds=0.05)
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n"
    try:
        with pytest.raises(SearchTooSlowError), index.reading() as connection:
            connection.execute(endless).fetchone()
        assert search(index, Asked("cap", "fr")).total == 1
    finally:
        index.close()


def test_nobody_can_write_to_an_index(engine: Engine) -> None:
    index = SearchIndex.of(engine)
    try:
        with pytest.raises(sqlite3.OperationalError, match="readonly"), index.reading() as connection:
            connection.execute("DELETE FROM thing")
    finally:
        index.close()


def test_a_build_is_searched_like_the_graph_it_was_made_of(write: Write, tmp_path: Path) -> None:
    assert build(write(FILES), tmp_path, lambda *_: None).folder
    with serving(Settings(store=tmp_path)) as client:
        assert client.get("/search", params={"q": "cap"}).json()["total"] == 1


def test_a_graph_without_names_has_nothing_to_find(write: Write) -> None:
    graph = "https://w3id.org/passerelle/graph/reference/nothing"
    empty = write({"data/reference/nothing.trig": f"<{graph}> {{ <x:a> a <x:A> }}"})
    with serving(Settings(graph=empty)) as client:
        assert client.get("/search", params={"q": "cap"}).json()["results"] == []
        assert client.get("/search", headers={"Accept": "text/html"}).status_code == 200
