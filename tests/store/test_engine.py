"""The border of the engine: plain data in, bytes out, fit for another process."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.store.engine import Engine
from passerelle.store.failures import (
    GraphError,
    Position,
    QueryError,
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
        ("SELECT * { ?s ?p ?o FOO } # nope:x", "line 1, column 21: “FOO” cannot stand here; expected “{”, “}”"),
        ("SELECT * { ?s ?p } LIMIT 1 nope:x", "line 1, column 18: “}” cannot stand here; expected a term"),
        ("SELECT ?x {} GROUP BY ?y", "line 1, column 25: The SELECT contains a variable that is unbound"),
        ("SELECT ?x ?x {}", "line 1, column 16: Duplicated variable name in SELECT"),
        ("BASE <//[> ASK {}", "line 1, column 6: <//[> is no IRI"),
        ("SELECT * { ?s <a:[> ?o }", "line 1, column 15: <a:[> is no IRI"),
        ("SELCT * { ?s ?p ?o }", "line 1, column 1: “SELCT” cannot stand here; did you mean SELECT?"),
        ("ASK { ?s ?p ?o\n  OPTINAL { ?s ?q ?r } }", "line 2, column 3: “OPTINAL” cannot stand here; did you mean OPT"),
        ("ASK { ?s ?p ?o .\r\n\t?s ?p ;; }", "line 2, column 8: “;” cannot stand here; expected a term"),
        ('ASK { ?s "😀é日" ?o }', 'line 1, column 10: “"😀é日"” cannot stand here; expected a variable or an IRI'),
        ('ASK { "😀é日" ?p ;; }', "line 1, column 16: “;” cannot stand here; expected a term"),
        ("ASK { ?s ?p ?o FILTER(?o = ) }", "line 1, column 28: “)” cannot stand here; expected a term"),
        ("ASK { FILTER(FOO(?a)) }", "line 1, column 14: SPARQL has no function FOO"),
        ("ASK { ?s ?p ?o } }", "line 1, column 18: “}” closes nothing"),
        ("ASK {\n  { ?s ?p ?o\n}", "line 1, column 5: the “{” that opens here is not closed"),
        ("ASK { ?s ?p ?o\n", "line 1, column 5: the “{” that opens here is not closed"),
        ("SELECT", "line 1, column 7: the query ends too early; expected a variable"),
        ("# nothing", "line 1, column 10: the query is empty"),
        ('ASK { ?s ?p "abc }', "line 1, column 13: the string that opens here is not closed"),
        ('ASK { ?s ?p "abc\n" }', "line 1, column 13: the string that opens here is not closed"),
        ("SELECT ?a { ?a ?b ?c } ORDER ?a", "line 1, column 30: “?a” cannot stand here; expected BY"),
        ("SELECT ?a { ?a ?b ?c } LIMIT x", "line 1, column 30: “x” cannot stand here; expected a number"),
        ("SELECT * { ?a ?b ?c } GROUP BY ?a", "line 1, column 34: SELECT * is not authorized with GROUP BY"),
        ("ASK { ?a ?b ?c BIND(1 AS ?a) }", "line 1, column 30: BIND is overriding an existing variable"),
        ("ASK { ?a ?b _:x . { ?a ?b _:x } }", "line 1, column 27: “_:x” cannot stand here: a blank node"),
        ("ASK {" + "?a ?b ?c . " * 30 + "?a ?b }", "line 1, column 342: “}” cannot stand here; expected a term"),
    ],
)
def test_a_syntax_error_says_what_is_wrong(small_engine: Engine, query: str, message: str) -> None:
    with pytest.raises(QuerySyntaxError) as refusal:
        small_engine.answer(QueryRequest(query, ResultFormat.JSON))
    assert str(refusal.value).startswith(message)


QUERY = """PREFIX a: <urn:a> # é
SELECT ?a (COUNT(*) AS ?n) WHERE {
  ?a a:b "日本"@fr, 'x'^^a:t ; a:c/a:d* [] . FILTER(?a > 3 && !BOUND(?b))
  OPTIONAL { GRAPH ?g { ?a ?p <urn:x> } } VALUES (?a ?b) { (1 UNDEF) }
} GROUP BY ?a ORDER BY DESC(?n) LIMIT 3"""


SCRAPS = st.sampled_from(["", "{", "}", "FOO", '"', "\n", "\U0001f600", "<", ";"])


@given(st.integers(0, len(QUERY)), st.integers(0, 3), SCRAPS)
def test_every_error_has_a_place_in_the_query(small_engine: Engine, start: int, cut: int, put: str) -> None:
    broken = QUERY[:start] + put + QUERY[start + cut :]
    place = place_of_error(small_engine, broken)
    if place:
        lines = broken.split("\n")
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


def place_of_error(engine: Engine, query: str) -> Position | None:
    try:
        engine.answer(QueryRequest(query, ResultFormat.JSON))
    except QuerySyntaxError as error:
        return error.position or Position(0, 0)
    except QueryError:
        return None
    return None


def test_a_function_that_is_unknown_is_the_query_s_fault(small_engine: Engine) -> None:
    with pytest.raises(QueryRefusedError, match=r"<a:f> is not supported"):
        small_engine.answer(QueryRequest("SELECT (<a:f>(1) AS ?x) {}", ResultFormat.JSON))


def test_a_triple_term_is_unfit_for_json_ld(small_engine: Engine) -> None:
    query = "CONSTRUCT { <a:a> <a:b> <<( <a:a> <a:b> 1 )>> } WHERE {}"
    with pytest.raises(UnfitFormatError, match="JSON-LD"):
        small_engine.answer(QueryRequest(query, ResultFormat.JSONLD))
    assert small_engine.answer(QueryRequest(query, ResultFormat.TURTLE))
