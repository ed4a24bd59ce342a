"""The border of the engine: plain data in, bytes out, fit for another process."""

import pickle

import pytest

from passerelle.store.engine import Engine
from passerelle.store.failures import (
    GraphError,
    Position,
    QueryFailedError,
    QueryRefusedError,
    QuerySyntaxError,
    StoreError,
    UnfitFormatError,
)
from passerelle.store.request import DumpFormat, QueryRequest, ResultFormat


@pytest.mark.parametrize(
    "error",
    [
        GraphError("a", "b"),
        QueryRefusedError("a"),
        QueryFailedError("a", "b"),
        UnfitFormatError("a"),
        QuerySyntaxError("a", Position(1, 2)),
        QuerySyntaxError("a"),
    ],
)
def test_failures_survive_pickling(error: StoreError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


def test_requests_survive_pickling() -> None:
    request = QueryRequest("ASK {}", ResultFormat.XML, ("a:g",), ("a:h",), pretty=True)
    assert pickle.loads(pickle.dumps(request)) == request  # noqa: S301 - our own bytes


def test_a_format_of_another_form_is_unfit(small_engine: Engine) -> None:
    for text, kind in (
        ("ASK {}", ResultFormat.CSV),
        ("SELECT * {}", ResultFormat.TURTLE),
        ("DESCRIBE <a:b>", ResultFormat.JSON),
    ):
        with pytest.raises(UnfitFormatError):
            small_engine.answer(QueryRequest(text, kind))


def test_pretty_turtle_uses_the_prefixes_it_declares(small_engine: Engine) -> None:
    request = QueryRequest("CONSTRUCT WHERE { ?s a ?c }", ResultFormat.TURTLE, pretty=True)
    written = small_engine.answer(request).decode()
    assert "region:84" in written
    assert "@prefix skos:" not in written


@pytest.mark.parametrize("kind", DumpFormat)
def test_a_dump_is_the_same_each_time(small_engine: Engine, kind: DumpFormat) -> None:
    assert small_engine.dump(kind) == small_engine.dump(kind) != b""
