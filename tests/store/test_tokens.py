"""Tokens: hostile texts take no longer than others of their length."""

import sys
import time

import pytest

from passerelle.store.failures import QueryRefusedError
from passerelle.store.from_clause import graphs_of
from passerelle.store.guard import inspect
from passerelle.store.tokens import TokenKind, tokens, undeclared


@pytest.mark.parametrize("part", ["a.", "a-", "1.", "a:\\", "<a", '\\"', "'''\\", '"\\"', "_:a.", "(", "a.:", "'"])
def test_the_time_is_linear(part: str) -> None:
    """Looking for the end of a name or a string again from each place took a minute on 40,000 characters."""
    start = time.process_time()
    for _ in tokens(part * (300_000 // len(part))):
        pass
    assert time.process_time() - start < 10


@pytest.mark.parametrize("sign", "({[<")
def test_a_megabyte_of_brackets_costs_no_more_than_a_hundred(sign: str) -> None:
    start = time.process_time()
    with pytest.raises(QueryRefusedError):
        inspect("SELECT * " + sign * 1_000_000)
    assert time.process_time() - start < 1


def calls(text: str) -> int:
    """How many calls of functions it takes to inspect a text."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        graphs_of(inspect(text))
    except QueryRefusedError:
        pass
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "part",
    [
        *(
            "ASK{}",
            "service:a ",
            "SERVICE",
            "service",
            "service:a{}",
            "a.b.",
            "'''\\q",
            "<<",
            "<'>",
            "(1<'>')",
            "PREFIX ",
            "<a:b>",
        ),
        *(
            "PREFIX service:<a:>",
            "FROM service:a ",
            "FROM<a:b>",
            "FROMservice:a ",
            "PREFIXservice:<a:>",
            "\\u0053ERVICE",
        ),
    ],
)
@pytest.mark.parametrize("beginning", ["", "CONSTRUCT { ", "SELECT * { VALUES ?x {", "SELECT * { ?s ?p ( ", "ASK "])
def test_the_steps_grow_with_the_text(beginning: str, part: str) -> None:
    once, twice = (calls(beginning + part * number) for number in (300, 600))
    assert twice < 2.2 * once + 100


def test_a_long_update_is_called_an_update() -> None:
    with pytest.raises(QueryRefusedError, match="read-only"):
        inspect("INSERT DATA {" + "<a:a> <a:b> 1 . " * 1_000 + "}")


def test_many_graphs_are_read_at_once() -> None:
    numbers = range(3_000)
    query = "".join(f"PREFIX p{n}: <a:{n}> " for n in numbers) + "ASK " + "".join(f"FROM p{n}:x " for n in numbers)
    start = time.process_time()
    default, _ = graphs_of(inspect(query + "{}"))
    assert default == tuple(f"a:{n}x" for n in numbers)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a.b:c.d", ["a.b:c.d"]),
        ("a:b.c.d", ["a:b.c", ".", "d"]),
        ("a:b-..:%20-.d", ["a:b-..:%20-", ".", "d"]),
        ("a:.b", ["a:", ".", "b"]),
        ("a:b.", ["a:b", "."]),
        ("a.b", ["a", ".", "b"]),
        ("a.:b", ["a", ".", ":b"]),
        ("1.a:b", ["1", ".", "a:b"]),
        ("1.5.e3", ["1.5", ".", "e3"]),
        ("1.e3.2", ["1.e3", ".2"]),
        ("'a' 'b", ["'a'", "'", "b"]),
        ("'''a''''", ["'''a'''", "'"]),
        ("'''a", ["''", "'", "a"]),
        ("'''a\\q'''", ["''", "'a\\q'", "''"]),
        ("'''a\\uD800'''", ["''", "'a\\uD800'", "''"]),
        ("'''a\\u00e9\\n'''", ["'''a\\u00e9\\n'''"]),
        ('"a\\"b" "c', ['"a\\"b"', '"', "c"]),
    ],
)
def test_names_and_strings_are_kept_whole(text: str, parts: list[str]) -> None:
    assert [token.text for token in tokens(text)] == parts


def test_strings_are_strings() -> None:
    assert [token.kind for token in tokens("'a' 'b")] == [TokenKind.STRING, TokenKind.SIGN, TokenKind.WORD]


def test_undeclared_prefixes_are_found() -> None:
    found = undeclared(tokens("PREFIX a: <a:> SELECT * { a:x b:y :z . b:w a:v }"))
    assert {prefix: token.text for prefix, token in found.items()} == {"b": "b:y", "": ":z"}
