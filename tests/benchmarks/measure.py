"""Measures: a query asked of several servers in turn, by one client or by several."""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from statistics import median
from time import perf_counter

from .client import GRAPH, TABLE, Client, Received, RequestError
from .processes import processor_seconds
from .queries import Kind, Query
from .servers import Server

# What a server is asked in turn with the others, so that what else the machine does falls on all of them.
_TURNS = 3


@dataclass(frozen=True)
class Budget:
    """Seconds and requests that one server gets for one query, and how long a single answer may take."""

    seconds: float
    requests: int
    patience: float


@dataclass(frozen=True)
class Sample:
    """Seconds for a request, by the clock and of the processors."""

    clock: float
    processor: float


def ask(client: Client, query: Query, number: int = 0, *, keep: bool = True) -> Received:
    """Ask a query once."""
    return client.query(query.text(number), GRAPH if query.kind is Kind.GRAPH else TABLE, keep=keep)


def ask_at_once(server: Server, query: Query, clients: int, patience: float) -> None:
    """Ask a query once by each of several clients, so that each worker of a server has done it before."""
    with ExitStack() as stack:
        opened = [stack.enter_context(server.client(patience)) for _ in range(clients)]
        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(lambda client: ask(client, query, keep=False), opened))


def compare(
    servers: Mapping[str, Server], query: Query, clients: int, budget: Budget, may_fail: Collection[str] = ()
) -> dict[str, Sample]:
    """Ask the same of each server, in turns; one that may fail and does is left out.

    Raises:
        RequestError, TimeoutError: another server does not answer.
    """
    turns: dict[str, list[tuple[int, float, float]]] = {name: [] for name in servers}
    for turn in range(_TURNS):
        for name in list(turns):
            try:
                if turn == 0:
                    ask_at_once(servers[name], query, clients, budget.patience)
                turns[name].append(_turn(servers[name], query, clients, budget))
            except (RequestError, TimeoutError):
                if name not in may_fail:
                    raise
                del turns[name]
    return {
        name: Sample(
            clock=median(clock / requests for requests, clock, _ in found),
            processor=sum(processor for *_, processor in found) / sum(requests for requests, *_ in found),
        )
        for name, found in turns.items()
    }


def first_bytes(servers: Mapping[str, Server], query: Query, patience: float) -> dict[str, tuple[float, float]]:
    """The seconds until the first byte of an answer and until its last, each the median of several."""
    times: dict[str, list[Received]] = {name: [] for name in servers}
    for _ in range(2 * _TURNS + 1):
        for name, server in servers.items():
            with server.client(patience) as client:
                times[name].append(ask(client, query, keep=False))
    return {
        name: (median(one.first for one in found), median(one.last for one in found)) for name, found in times.items()
    }


def _turn(server: Server, query: Query, clients: int, budget: Budget) -> tuple[int, float, float]:
    """How many requests, and their seconds by the clock and of the processors of the server."""
    numbers = count()
    with ExitStack() as stack:
        opened = [stack.enter_context(server.client(budget.patience)) for _ in range(clients)]
        pool = stack.enter_context(ThreadPoolExecutor(clients))
        computed, began = processor_seconds(server.process), perf_counter()
        end = began + budget.seconds / _TURNS

        def work(client: Client) -> int:
            done = 0
            while done == 0 or (perf_counter() < end and done * clients < budget.requests / _TURNS):
                ask(client, query, next(numbers), keep=False)
                done += 1
            return done

        requests = sum(pool.map(work, opened))
        return requests, perf_counter() - began, processor_seconds(server.process) - computed


def geometric_mean(values: Sequence[float]) -> float:
    """The mean of ratios."""
    product = 1.0
    for value in values:
        product *= value ** (1 / len(values))
    return product
