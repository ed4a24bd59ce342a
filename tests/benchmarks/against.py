"""The targets that compare the mix of queries with other servers."""

from collections.abc import Mapping

from rich.console import Console

from .engine import Engine
from .measure import geometric_mean
from .queries import QUERIES
from .report import CLIENTS, Samples, times_faster
from .targets import Target, at_least, not_measured

# Above it the web layer no longer matters.
_LONG = 0.005
_AGGREGATES = ("COUNT GROUP BY", "COUNT DISTINCT")
_LABELS = {clients: f"×{clients}" for clients in CLIENTS}


def against_oxigraph(console: Console, samples: Samples, engine: Engine) -> list[Target]:
    """Queries that take the engine long, and cached aggregates."""
    costs = {query.name: engine.cost(query.text()).whole for query in QUERIES}
    long = [name for name, cost in costs.items() if cost > _LONG]
    console.print(f"More than {_LONG * 1000:g} ms in the engine alone: {', '.join(long) or 'none'}.")
    return [
        at_least("queries long in the engine, cold: throughput of oxigraph serve", 0.9, _each(samples, "cold", long)),
        at_least("aggregates, warm: throughput of oxigraph serve", 10, _each(samples, "warm", _AGGREGATES)),
    ]


def against_virtuoso(samples: Samples, name: str) -> list[Target]:
    """The mean of all queries without the cache, and each with it."""
    cold, warm = "all queries, cold: throughput of Virtuoso, geometric mean", "each query, warm: throughput of Virtuoso"
    if not any(name in found[1] for found in samples.values()):
        return [not_measured(cold, "≥ 2", "Virtuoso is missing"), not_measured(warm, "≥ 1", "Virtuoso is missing")]
    means = [
        (_LABELS[clients], geometric_mean(list(times_faster(samples, "cold", name, clients).values())))
        for clients in CLIENTS
    ]
    return [at_least(cold, 2, means), at_least(warm, 1, _each(samples, "warm", list(samples), name))]


def against_rdflib(faster: Mapping[str, float]) -> list[Target]:
    """Each query, and the mean, without the cache; nothing where it was not compared."""
    each, mean = "each query, cold: throughput of rdflib-endpoint", "the same, geometric mean"
    if not faster:
        reason = "compared at 100k only"
        return [not_measured(each, "≥ 1", reason), not_measured(mean, "≥ 20", reason)]
    return [
        at_least(each, 1, list(faster.items())),
        at_least(mean, 20, [("", geometric_mean(list(faster.values())))]),
    ]


def _each(
    samples: Samples, ours: str, names: list[str] | tuple[str, ...], peer: str = "oxigraph"
) -> list[tuple[str, float]]:
    return [
        (f"{name} {_LABELS[clients]}", value)
        for clients in CLIENTS
        for name, value in times_faster(samples, ours, peer, clients).items()
        if name in names
    ]
