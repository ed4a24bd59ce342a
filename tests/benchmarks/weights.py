"""What the parts cost: the HTTP server and the framework alone, the first byte of a long answer, and memory."""

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from .client import Client
from .measure import Budget, ask, compare, first_bytes
from .processes import family_of, own_seconds, parent_of, processor_seconds, proportional, resident
from .queries import LARGE, POINT, STREAM
from .report import CLIENTS, shown
from .servers import Server

_MEGABYTE = 1_000_000


def report_overhead(console: Console, servers: Mapping[str, Server], budget: Budget) -> None:
    """Tell the throughput of point queries as a share of that of routes that do nothing, and of the first byte."""
    table = Table(title="Point queries a second, as a share of what the same HTTP server does on an empty route")
    table.add_column("server")
    measured = {clients: compare(servers, POINT, clients, budget) for clients in CLIENTS}
    for clients in CLIENTS:
        for kind in ("asgi", "fastapi"):
            table.add_column(f"of {kind}\n{clients} client{'s' * (clients > 1)}", justify="right")
    for name in servers:
        shares = [
            measured[clients][kind].clock / measured[clients][name].clock
            for clients in CLIENTS
            for kind in ("asgi", "fastapi")
        ]
        table.add_row(name, *map(shown, shares))
    console.print(table)
    compared = {name: servers[name] for name in ("cold", "warm", "oxigraph")}
    times = first_bytes(compared, LARGE, budget.patience)
    theirs = times["oxigraph"]
    for name in ("cold", "warm"):
        first, last = times[name]
        console.print(
            f"{LARGE.name}, {name}: first byte after {shown(first / last)} of its own time; against oxigraph, "
            f"first byte {shown(first / theirs[0])}, last byte {shown(last / theirs[1])}"
        )


def report_split(console: Console, server: Server, budget: Budget) -> None:
    """Tell which share of the CPU that point queries cost is that of the web process, and which of the workers."""
    for clients in CLIENTS:
        web, everything = own_seconds(server.process), processor_seconds(server.process)
        compare({"cold": server}, POINT, clients, budget)
        web, everything = own_seconds(server.process) - web, processor_seconds(server.process) - everything
        if everything:
            console.print(f"{POINT.name}, cold ×{clients}: {web / everything:.0%} of the CPU is the web process")


def report_memory(console: Console, server: Server, patience: float) -> None:
    """Tell what the processes of Passerelle hold, and what a long answer leaves in the web process."""
    table = Table(title="Passerelle: megabytes in memory, of what is shared its share (PSS)")
    table.add_column("process")
    table.add_column("PSS", justify="right")
    roles = _roles(server.process)
    for process, role in roles.items():
        table.add_row(role, f"{proportional(process) / _MEGABYTE:.0f}")
    table.add_section()
    table.add_row("together", f"{sum(map(proportional, roles)) / _MEGABYTE:.0f}")
    console.print(table)
    before = resident(server.process)
    with Client(server.port, server.path, patience) as client:
        received = ask(client, STREAM, keep=False)
    after = resident(server.process)
    console.print(
        f"Web process: {before / _MEGABYTE:.0f} MB resident before and {after / _MEGABYTE:.0f} MB after an answer "
        f"of {received.size / _MEGABYTE:.0f} MB"
    )


def _roles(web: int) -> dict[int, str]:
    """The processes under the web process: those it started are templates, those under them workers."""
    return {
        process: "web" if process == web else "template" if parent_of(process) == web else "worker"
        for process in family_of(web)
    }
