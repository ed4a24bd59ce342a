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


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT *\n{ nope:x ?p ?o }", "line 2, column 3: the prefix nope: is not declared"),
        ("SELECT * { ?s ?p ?o FOO } # nope:x", "line 1, column 2"),
        ("SELECT * { ?s ?p } LIMIT 1 nope:x", "line 1, column 20: expected"),
        ("SELECT ?x {} GROUP BY ?y", "line 1, column 25: The SELECT contains a variable that is unbound"),
        ("SELECT ?x ?x {}", "line 1, column 16: Duplicated variable name in SELECT"),
        ("BASE <rel> ASK {}", "line 1, column 11: IRI parsing failed"),
    ],
)
def test_a_syntax_error_says_what_is_wrong(small_engine: Engine, query: str, message: str) -> None:
    with pytest.raises(QuerySyntaxError) as refusal:
        small_engine.answer(QueryRequest(query, ResultFormat.JSON))
    assert str(refusal.value).startswith(message)


def test_a_function_that_is_unknown_is_the_query_s_fault(small_engine: Engine) -> None:
    with pytest.raises(QueryRefusedError, match=r"<a:f> is not supported"):
        small_engine.answer(QueryRequest("SELECT (<a:f>(1) AS ?x) {}", ResultFormat.JSON))


def test_a_triple_term_is_unfit_for_json_ld(small_engine: Engine) -> None:
    query = "CONSTRUCT { <a:a> <a:b> <<( <a:a> <a:b> 1 )>> } WHERE {}"
    with pytest.raises(UnfitFormatError, match="JSON-LD"):
        small_engine.answer(QueryRequest(query, ResultFormat.JSONLD))
    assert small_engine.answer(QueryRequest(query, ResultFormat.TURTLE))
