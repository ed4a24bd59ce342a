"""What the parts cost: the HTTP server and the framework alone, and the first byte of a long answer."""

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from .engine import Engine
from .measure import Budget, compare, first_bytes
from .processes import own_seconds, processor_seconds
from .queries import LARGE, POINT
from .report import CLIENTS, OURS, shown
from .servers import Server
from .targets import Target, at_least, at_most

_EMPTIES = ("asgi", "fastapi")


def report_overhead(console: Console, servers: Mapping[str, Server], budget: Budget) -> list[Target]:
    """Tell the throughput of point queries as a share of that of routes that do nothing."""
    table = Table(title="Point queries a second, as a share of what the same HTTP server does on an empty route")
    table.add_column("server")
    measured = {clients: compare(servers, POINT, clients, budget) for clients in CLIENTS}
    shares = {
        name: {
            (kind, clients): measured[clients][kind].clock / measured[clients][name].clock
            for clients in CLIENTS
            for kind in _EMPTIES
        }
        for name in servers
    }
    for clients in CLIENTS:
        for kind in _EMPTIES:
            table.add_column(f"of {kind}\n{clients} client{'s' * (clients > 1)}", justify="right")
    for name, found in shares.items():
        table.add_row(name, *map(shown, found.values()))
    console.print(table)
    return [
        at_least(
            f"point queries, cold and warm: throughput of {label}",
            least,
            [(f"{ours} ×{clients}", shares[ours][kind, clients]) for ours in OURS for clients in CLIENTS],
        )
        for kind, label, least in (
            ("asgi", "an empty raw ASGI route", 0.7),
            ("fastapi", "an empty FastAPI route", 0.8),
        )
    ]


def report_first_byte(console: Console, servers: Mapping[str, Server], engine: Engine, budget: Budget) -> list[Target]:
    """Tell when the first byte of many rows comes, beside the engine's own first row."""
    times = first_bytes({name: servers[name] for name in (*OURS, "oxigraph")}, LARGE, budget.patience)
    cost = engine.cost(LARGE.text())
    for name, (first, last) in times.items():
        console.print(
            f"{LARGE.name}, {name}: first byte after {shown(first / last)} of its own time; against the engine alone, "
            f"last byte {shown(last / cost.whole)}"
        )
    late = [(name, 1000 * (times[name][0] - cost.first)) for name in OURS]
    return [at_most(f"{LARGE.name}: first byte, later than the engine's own first row", 50, late, " ms")]


def report_split(console: Console, server: Server, budget: Budget) -> None:
    """Tell which share of the CPU that point queries cost is that of the web process, and which of the workers."""
    for clients in CLIENTS:
        web, everything = own_seconds(server.process), processor_seconds(server.process)
        compare({"cold": server}, POINT, clients, budget)
        web, everything = own_seconds(server.process) - web, processor_seconds(server.process) - everything
        if everything:
            console.print(f"{POINT.name}, cold ×{clients}: {web / everything:.0%} of the CPU is the web process")
