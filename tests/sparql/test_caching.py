"""Entity tags, kept answers and content codings over HTTP."""

import gzip
import zlib
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from conftest import serving
from passerelle.caching import AnswerCache, Kept, is_current, is_repeatable, strong_tag
from passerelle.settings import Settings

SELECT = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
MANY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } LIMIT 5000"


@pytest.fixture(params=[64, 0], ids=["kept", "not kept"], scope="module")
def client(small_graph: Path, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """With and without a cache: nobody must be able to tell, but by the time it takes."""
    with serving(Settings(graph=small_graph, workers=2, cache_size=request.param)) as client:
        yield client


def ask(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    written = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "identity", **written})


@pytest.mark.parametrize("query", [SELECT, MANY, "ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_a_tag_spares_the_answer(client: httpx.Client, query: str) -> None:
    first = ask(client, query)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    assert first.headers["cache-control"] == "public, max-age=60"
    for condition in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = ask(client, query, If_None_Match=condition)
        assert (again.status_code, again.content, again.headers["etag"]) == (HTTPStatus.NOT_MODIFIED, b"", tag)
        assert {"Accept", "Accept-Encoding"} <= set(again.headers["vary"].split(", "))
    other = ask(client, query, If_None_Match='"other"')
    assert (other.status_code, other.content, other.headers["etag"]) == (HTTPStatus.OK, first.content, tag)


def test_a_post_is_answered_whatever_tag_it_carries(client: httpx.Client) -> None:
    headers = {"If-None-Match": "*", "Content-Type": "application/sparql-query"}
    assert client.post("/sparql", content=SELECT, headers=headers).status_code == HTTPStatus.OK
    assert client.request("QUERY", "/sparql", content=SELECT, headers=headers).status_code == HTTPStatus.NOT_MODIFIED


def test_every_worker_gives_the_same_bytes_under_the_same_tag(client: httpx.Client) -> None:
    for query in (SELECT, MANY, "CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE <https://w3id.org/passerelle/id/region/84>"):
        assert len({(answer.headers["etag"], answer.content) for answer in (ask(client, query) for _ in range(8))}) == 1


def test_a_tag_belongs_to_one_query_one_media_type_one_coding_and_one_data_set(client: httpx.Client) -> None:
    graph = "https://w3id.org/passerelle/graph/report/context-01"
    answers = [
        ask(client, SELECT),
        ask(client, SELECT + " LIMIT 1"),
        ask(client, SELECT, Accept="text/csv"),
        ask(client, MANY, Accept_Encoding="gzip"),
        ask(client, MANY, Accept_Encoding="zstd"),
        ask(client, MANY),
        client.get("/sparql", params={"query": SELECT, "default-graph-uri": graph}),
        client.get("/sparql", params={"query": SELECT, "named-graph-uri": graph}),
    ]
    assert len({answer.headers["etag"] for answer in answers}) == len(answers)
    assert len({answer.content for answer in answers}) >= len(answers) - 2


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?t) {}",
        "SELECT (rand() AS ?t) {}",
        "SELECT (UUID() AS ?t) {}",
        "SELECT (StrUUID() AS ?t) {}",
        "SELECT (BNODE() AS ?t) {}",
        "CONSTRUCT { [] ?p ?o } WHERE { ?s ?p ?o }",
        "CONSTRUCT { _:a ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_what_changes_at_every_run_has_no_tag_and_is_not_kept(client: httpx.Client, query: str) -> None:
    first, second = ask(client, query), ask(client, query)
    assert first.status_code == HTTPStatus.OK
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == "no-store"
    assert first.content != second.content or "NOW" in query.upper()


def test_an_error_has_no_tag_and_is_not_kept(client: httpx.Client) -> None:
    for _ in range(2):
        answer = ask(client, "SELECT nonsense")
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert "etag" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"


def _unzstd(content: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompressobj().decompress(content)


@pytest.mark.parametrize(("coding", "decode"), [("gzip", gzip.decompress), ("zstd", _unzstd)])
@pytest.mark.parametrize("query", [MANY, SELECT, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"])
def test_codings_give_the_same_answer(client: httpx.Client, coding: str, decode: object, query: str) -> None:
    plain = ask(client, query).content
    with client.stream("GET", "/sparql", params={"query": query}, headers={"Accept-Encoding": coding}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == coding
    assert decode(raw) == plain  # type: ignore[operator]
    assert len(raw) < len(plain)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, zstd", "zstd"), ("gzip", "gzip"), ("gzip;q=1, zstd;q=0.1", "gzip"), ("br", None), ("identity", None),
        ("*", "zstd"), ("zstd;q=0, *", "gzip"), ("", None), ("gzip;q=0", None), (";;", None),
    ],
)  # fmt: skip
def test_the_coding_is_negotiated(client: httpx.Client, accepted: str, coding: str | None) -> None:
    with client.stream("GET", "/sparql", params={"query": MANY}, headers={"Accept-Encoding": accepted}) as answer:
        assert answer.headers.get("content-encoding") == coding
        assert {"Accept", "Accept-Encoding"} <= set(answer.headers["vary"].split(", "))


def test_a_small_answer_is_not_compressed(client: httpx.Client) -> None:
    assert "content-encoding" not in ask(client, "ASK {}", Accept_Encoding="gzip").headers


def test_a_truncated_answer_is_not_kept(small_graph: Path) -> None:
    """Nor is one that a client did not read to its end."""
    endless = "SELECT * { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(9)) + " }"
    with serving(Settings(graph=small_graph, workers=1, query_timeout=1)) as client:
        for _ in range(2):
            with pytest.raises(httpx.RemoteProtocolError):
                ask(client, endless)
            with client.stream("GET", "/sparql", params={"query": MANY}) as answer:
                next(answer.iter_raw())
        assert len(ask(client, MANY).json()["results"]["bindings"]) == 5000


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 40)), max_size=60))
def test_the_cache_holds_no_more_than_it_may_and_gives_what_it_was_given(entries: list[tuple[int, int]]) -> None:
    cache = AnswerCache(100)
    bodies: dict[str, bytes] = {}
    for name, size in entries:
        tag = strong_tag(str(name))
        body = bodies.setdefault(tag, bytes(size))
        cache.keep(tag, Kept([], body))
        found = {tag: kept.body for tag in bodies if (kept := cache.get(tag))}
        assert all(bodies[tag] == body for tag, body in found.items())
        assert sum(map(len, found.values())) <= 100


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_tags_tell_different_parts_apart(one: list[str], other: list[str]) -> None:
    assert (strong_tag(*one) == strong_tag(*other)) == (one == other)


def test_an_escape_may_hide_anything() -> None:
    assert not is_repeatable("SELECT (\\u004eOW() AS ?t) {}")
    assert is_repeatable("SELECT ?now { ?now ?p 'nowhere' }")


def test_conditions_are_read_as_http_has_them() -> None:
    assert is_current('"a", W/"b"', '"b"')
    assert is_current(" * ", '"b"')
    assert not is_current(None, '"b"')
    assert not is_current('"ab"', '"b"')
    assert not is_current("", '"b"')


def test_gzip_frames_are_readable_as_they_come(client: httpx.Client) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with client.stream("GET", "/sparql", params={"query": query}, headers={"Accept-Encoding": "gzip"}) as answer:
        first = next(answer.iter_raw())
    assert len(zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(first)) > 1000
