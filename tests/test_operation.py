"""What those who run the service rely on: readiness, metrics, request names, the slow-query log, rates."""

import json
import logging
import re
from collections.abc import Iterator
from http import HTTPStatus
from ipaddress import ip_network
from pathlib import Path
from time import sleep

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from conftest import serving
from passerelle.rate_limit import client_network
from passerelle.settings import Settings, SettingsError

SELECT = "SELECT * { ?s ?p ?o } LIMIT 3"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(9)) + " }"


@pytest.fixture(scope="module")
def client(small_graph: Path) -> Iterator[httpx.Client]:
    with serving(Settings(graph=small_graph, workers=2, query_timeout=1, slow_query=1)) as client:
        yield client


def samples(client: httpx.Client) -> dict[tuple[str, str], float]:
    """Every sample by its name and labels."""
    answer = client.get("/metrics")
    assert answer.status_code == HTTPStatus.OK
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_live_and_ready_are_told_apart(client: httpx.Client) -> None:
    assert client.get("/health").json()["status"] == "ok"
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json()["workers"]) == (HTTPStatus.OK, 2)


def test_queries_are_counted_by_who_had_the_answer_and_how_it_ended(client: httpx.Client) -> None:
    before = samples(client)
    tag = client.get("/sparql", params={"query": SELECT}).headers["etag"]
    client.get("/sparql", params={"query": SELECT})
    client.get("/sparql", params={"query": SELECT}, headers={"If-None-Match": tag})
    client.get("/sparql", params={"query": "SELECT nonsense"})
    client.get("/sparql", params={"query": ENDLESS})
    client.get("/sparql", params={"query": SELECT}, headers={"Accept": "image/png"})
    after = samples(client)
    name = "passerelle_queries_total"
    for labels in ("engine,200", "cache,200", "client,304", "engine,400", "engine,504", "engine,406"):
        assert after[name, labels] - before.get((name, labels), 0) == 1, labels
    assert after["passerelle_workers", ""] <= 2
    assert after["passerelle_workers_ended_total", ""] > before["passerelle_workers_ended_total", ""]
    assert after["passerelle_queue_seconds_count", ""] > before["passerelle_queue_seconds_count", ""]
    assert after["passerelle_cache_answers", ""] >= 1


def test_a_slow_query_is_written_down_with_its_text_and_no_address(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    def lines(logger: str) -> list[dict[str, object]]:
        return [json.loads(record.message) for record in caplog.records if record.name == logger]

    with caplog.at_level(logging.INFO):
        client.get("/sparql", params={"query": ENDLESS}, headers={"X-Request-ID": "mine-1"})
        # A line is written when its answer is away, which a client may be quicker to see: it may be late here, and
        # that of the request before may be among ours.
        while not (mine := [line for line in lines("passerelle.requests") if line["request"] == "mine-1"]):
            sleep(0.01)
    (slow,) = (line for line in lines("passerelle.queries") if line["text"] == ENDLESS)
    assert slow["status"] == 504
    assert float(str(slow["seconds"])) >= 1
    (line,) = mine
    assert line == {"request": "mine-1", "method": "GET", "path": "/sparql", "status": 504, "seconds": line["seconds"]}
    assert not any("127.0.0.1" in record.message for record in caplog.records if record.name.startswith("passerelle"))


@pytest.mark.parametrize(("given", "kept"), [("abc-1.2:3", True), ("a b", False), ("x" * 65, False), ("é", False)])
def test_a_request_keeps_its_name_where_that_is_harmless(client: httpx.Client, given: str, kept: bool) -> None:
    named = client.get("/health", headers=[(b"X-Request-ID", given.encode())]).headers["x-request-id"]
    assert (named == given) is kept
    assert re.fullmatch(r"[\w.:-]{1,64}", named)


def test_an_address_that_asks_too_often_is_told_when_to_come_again(small_graph: Path) -> None:
    with serving(Settings(graph=small_graph, workers=1, rate_limit=5)) as client:
        answers = [client.get("/sparql", params={"query": SELECT}) for _ in range(7)]
        assert [answer.status_code for answer in answers[:5]] == [200] * 5
        refused = answers[-1]
        assert refused.status_code == HTTPStatus.TOO_MANY_REQUESTS
        assert refused.headers["content-type"] == "application/problem+json"
        assert 0 < int(refused.headers["retry-after"]) <= 60
        assert client.get("/health").status_code == HTTPStatus.OK
        # Nobody is believed who says that others ask.
        said = {"X-Forwarded-For": "203.0.113.9"}
        assert client.get("/", headers=said).status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_behind_a_trusted_proxy_each_client_has_its_own_measure(small_graph: Path) -> None:
    settings = Settings(graph=small_graph, workers=1, rate_limit=2, trusted_proxies="127.0.0.0/8, ::1")
    with serving(settings) as client:
        for address in ("203.0.113.9", "203.0.113.10"):
            said = {"X-Forwarded-For": f"198.51.100.1, {address}"}
            assert [client.get("/", headers=said).status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    ("peer", "said", "expected"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1, 127.0.0.2", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1, nonsense", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "", "203.0.113.9"),
    ],
)
def test_where_a_request_comes_from(peer: str, said: str, expected: str) -> None:
    scope = {"type": "http", "client": (peer, 1), "headers": [(b"x-forwarded-for", said.encode())] if said else []}
    assert client_network(scope, [ip_network("127.0.0.0/8")]) == expected


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=60))
def test_no_header_brings_the_reading_of_addresses_down(said: str) -> None:
    scope = {"type": "http", "client": ("127.0.0.1", 1), "headers": [(b"x-forwarded-for", said.encode("latin-1"))]}
    assert client_network(scope, [ip_network("127.0.0.0/8")])


def test_a_proxy_that_is_no_address_is_refused() -> None:
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES"):
        Settings(trusted_proxies="everybody")
