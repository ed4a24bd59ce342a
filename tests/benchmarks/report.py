"""The tables of a comparison: whether the answers agree, and how the mix of queries compares."""

from collections.abc import Collection, Mapping
from itertools import product

from rich.console import Console
from rich.progress import track
from rich.table import Table

from .agreement import Answer, difference, read
from .client import RequestError
from .measure import Budget, Sample, ask, compare, geometric_mean
from .queries import QUERIES, Query
from .servers import Server

CLIENTS = (1, 8)
OURS = ("cold", "warm")
# The samples of each query: by number of clients, by server.
Samples = dict[str, dict[int, dict[str, Sample]]]
_ROUNDS = 3


def answers_of(server: Server, query: Query, patience: float) -> list[Answer]:
    """What a server says to the first variants of a query.

    Raises:
        RequestError, TimeoutError: it does not answer.
        ValueError: it answers in another format.
    """
    with server.client(patience) as client:
        return [read(ask(client, query, number), query.kind) for number in range(min(_ROUNDS, query.variants))]


def report_answers(
    console: Console, servers: Mapping[str, Server], patience: float, may_fail: Collection[str]
) -> tuple[dict[str, list[Answer]], bool]:
    """Tell where servers differ from the first of them; give its answers, and whether all agree.

    What a server that may fail cannot do is told, and is no disagreement.

    Raises:
        RequestError, TimeoutError: another server does not answer.
    """
    known: dict[str, list[Answer]] = {}
    agreed = True
    (_, first), *others = servers.items()
    for query in QUERIES:
        known[query.name] = answers_of(first, query, patience)
        if not any(answer.total() for answer in known[query.name]):
            console.print(f"{query.name}: no server has an answer, so that it measures nothing", style="red")
            agreed = False
        for name, server in others:
            try:
                theirs = answers_of(server, query, patience)
            except (RequestError, TimeoutError, ValueError) as error:
                if name not in may_fail:
                    raise
                console.print(f"{query.name}, {name}: {error}", style="red", markup=False)
            else:
                agreed &= tell_difference(console, name, query, known[query.name], theirs)
    console.print(f"Answers compared: {', '.join(servers)}; {'all agree' if agreed else 'NOT all agree'}.")
    return known, agreed


def tell_difference(console: Console, name: str, query: Query, ours: list[Answer], theirs: list[Answer]) -> bool:
    """Tell where a server differs from ours; whether it does not."""
    differences = [found for pair in zip(ours, theirs, strict=True) if (found := difference(*pair))]
    for found in differences:
        console.print(f"{query.name}, {name}: {found}", style="red", markup=False)
    return not differences


def measure_mix(console: Console, servers: Mapping[str, Server], budget: Budget, may_fail: Collection[str]) -> Samples:
    """Measure each query of the mix; tell where a server that may fail does."""
    samples: Samples = {}
    progress = Console(stderr=True)
    for query in track(QUERIES, "Measuring", console=progress, transient=True, disable=not progress.is_terminal):
        samples[query.name] = {clients: compare(servers, query, clients, budget, may_fail) for clients in CLIENTS}
    for name, clients in product(samples, CLIENTS):
        if missing := servers.keys() - samples[name][clients].keys():
            console.print(f"{name}, ×{clients}: no answer from {', '.join(missing)}, or not in time", style="red")
    return samples


def report_mix(console: Console, samples: Samples, peer: str) -> None:
    """Tell how Passerelle compares with a peer."""
    table = Table(title=f"Passerelle without its cache (cold) and with it (warm), against {peer}; ×8: by 8 clients")
    columns = list(product(OURS, ("time", "CPU"), CLIENTS))
    table.add_column("query", no_wrap=True)
    for ours, measure, clients in columns:
        table.add_column(f"{ours}\n{measure}\n×{clients}", justify="right")
    ratios = {
        name: [_ratio(found[clients], ours, peer, measure) for ours, measure, clients in columns]
        for name, found in samples.items()
    }
    for name, found in ratios.items():
        table.add_row(name, *map(shown, found))
    means = [geometric_mean([value for value in column if value]) for column in zip(*ratios.values(), strict=True)]
    table.add_section()
    table.add_row("geometric mean", *map(shown, means))
    console.print(table)


def times_faster(samples: Samples, ours: str, peer: str, clients: int) -> dict[str, float]:
    """How many times the throughput of a peer that ours is, for each query that the peer answers."""
    return {
        name: found[clients][peer].clock / found[clients][ours].clock
        for name, found in samples.items()
        if peer in found[clients]
    }


def shown(ratio: float | None) -> str:
    """A ratio with two significant digits, or a dash where it cannot be told."""
    return "–" if not ratio else f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def _ratio(samples: Mapping[str, Sample], ours: str, peer: str, measure: str) -> float | None:
    """None where there is no answer, or the kernel's clock is too coarse to have seen a difference."""
    if peer not in samples:
        return None
    mine, theirs = samples[ours], samples[peer]
    if measure == "time":
        return mine.clock / theirs.clock
    return mine.processor / theirs.processor if theirs.processor else None
