"""What those who run the service see of it: metrics, a line for each request, a line for each slow query.

Neither holds an address of a client, nor anything it has sent but the text of a slow query.
"""

import json
import logging
import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from secrets import token_hex
from time import monotonic

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from passerelle.caching import AnswerCache
from passerelle.store.pool import Pool

_LOGGER = logging.getLogger("passerelle.requests")
_QUERIES = logging.getLogger("passerelle.queries")
_REQUEST_ID = re.compile(rb"[\w.:-]{1,64}", re.ASCII)
_HEADER = b"x-request-id"
# Where the name of a request stands in its scope.
_NAME = "passerelle.request"
# Of the text of a slow query, so much is written down.
_LONGEST = 2_000
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The metrics of one service, in a registry of their own (https://prometheus.io/docs/practices/naming/)."""

    def __init__(self, pool: Pool) -> None:
        """Watch a pool; `watch` adds a cache."""
        self._registry = CollectorRegistry()
        self._queries = Counter(
            "passerelle_queries", "Queries answered.", ["origin", "status"], registry=self._registry
        )
        self._latency = Histogram(
            "passerelle_query_seconds",
            "Seconds to the first byte of an answer.",
            ["origin"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        # Looked up by their labels once: the library looks at each label again, and takes a lock.
        self._counters = lru_cache(maxsize=None)(lambda origin, status: self._queries.labels(origin, str(status)))
        self._latencies = lru_cache(maxsize=None)(self._latency.labels)
        waiting = Histogram(
            "passerelle_queue_seconds", "Seconds that queries waited.", buckets=_SECONDS, registry=self._registry
        )
        pool.watch(waiting.observe)
        self._registry.register(_Pool(pool))

    def watch(self, cache: AnswerCache) -> None:
        """Count what a cache keeps."""
        self._registry.register(_Cache(cache))

    def query(self, origin: str, status: int, seconds: float) -> None:
        """Count a query: whether the engine, the cache or the client had its answer, how it ended, how long it took."""
        self._counters(origin, status).inc()
        self._latencies(origin).observe(seconds)

    def write(self) -> bytes:
        """All of them, in the text format of Prometheus."""
        return generate_latest(self._registry)


class _Pool(Collector):
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def collect(self) -> Iterator[Metric]:
        state = self._pool.state()
        yield GaugeMetricFamily("passerelle_workers", "Worker processes.", state.workers)
        yield GaugeMetricFamily("passerelle_workers_busy", "Worker processes that answer a query.", state.busy)
        yield GaugeMetricFamily("passerelle_queries_waiting", "Queries that wait for a worker.", state.waiting)
        yield CounterMetricFamily("passerelle_workers_started", "Worker processes started so far.", state.started)
        yield CounterMetricFamily("passerelle_workers_ended", "Worker processes ended so far.", state.ended)


class _Cache(Collector):
    def __init__(self, cache: AnswerCache) -> None:
        self._cache = cache

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("passerelle_cache_bytes", "Bytes of answers that are kept.", self._cache.size)
        yield GaugeMetricFamily("passerelle_cache_answers", "Answers that are kept.", len(self._cache))


class RequestLog:
    """ASGI middleware that names each request, and writes a line of JSON about it when it is answered."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = monotonic(), 0
        given = next((value for header, value in scope["headers"] if header == _HEADER), b"")
        name = given if _REQUEST_ID.fullmatch(given) else token_hex(8).encode()
        scope[_NAME] = name.decode()

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (_HEADER, name)]
            await send(message)

        try:
            await self._app(scope, receive, send_named)
        finally:
            if _LOGGER.isEnabledFor(logging.INFO):
                line = {
                    "request": scope[_NAME],
                    "method": scope["method"],
                    "path": scope["path"],
                    "status": status,
                    "seconds": round(monotonic() - began, 4),
                }
                _LOGGER.info(json.dumps(line, ensure_ascii=False))


def note_slow_query(scope: Scope, query: str, seconds: float, status: int) -> None:
    """Write down a query that took long, so that it can be found and asked again."""
    line = {
        "request": scope.get(_NAME),
        "slow_query": sha256(query.encode("utf-8", "replace")).hexdigest()[:16],
        "seconds": round(seconds, 3),
        "status": status,
        "text": query[:_LONGEST],
    }
    _QUERIES.warning(json.dumps(line, ensure_ascii=False))


def note_broken_answer(scope: Scope, reason: str) -> None:
    """Write down that an answer ended before it was complete: its status had been sent, and told nothing of it."""
    _QUERIES.warning(json.dumps({"request": scope.get(_NAME), "broken_off": reason}, ensure_ascii=False))
