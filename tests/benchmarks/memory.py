"""What Passerelle holds in memory: the store shared by four workers, and the web process while a gigabyte passes."""

from pathlib import Path
from threading import Event, Thread

from rich.console import Console
from rich.table import Table

from .generate import Data
from .measure import ask, ask_at_once
from .processes import family_of, parent_of, proportional, resident
from .queries import QUERIES, STREAM
from .servers import Server, passerelle
from .targets import Target, at_most

_MEGABYTE = 1_000_000
_WORKERS = 4
# What may come and go in a web process, whatever passes.
_FLAT = 16


def report_memory(console: Console, data: Data, folder: Path, triples: int, patience: float) -> list[Target]:
    """Measure a service of four workers, each of which has answered the whole mix."""
    settings = {"PASSERELLE_WORKERS": str(_WORKERS), "PASSERELLE_CACHE_SIZE": "0"}
    with passerelle(data, folder, settings) as server:
        for query in QUERIES:
            ask_at_once(server, query, 2 * _WORKERS, patience)
        shared = _report_shares(console, server)
        before, most, passed = _streamed(server, patience)
    console.print(
        f"Web process: {before:.0f} MB resident before an answer of {passed:.0f} MB, and at most {most:.0f} MB "
        "while it passed"
    )
    return [
        at_most(
            f"web process while {passed / 1000:.1f} GB is streamed: growth", _FLAT, [("", max(0, most - before))], " MB"
        ),
        at_most(
            f"template and {_WORKERS} workers, proportional set size for a million triples",
            0.6,
            [("", shared / 1000 / (triples / 1_000_000))],
            " GB",
        ),
    ]


def _report_shares(console: Console, server: Server) -> float:
    """The megabytes of all but the web process."""
    table = Table(title=f"Passerelle, {_WORKERS} workers: megabytes in memory, of what is shared its share (PSS)")
    table.add_column("process")
    table.add_column("PSS", justify="right")
    shares = {process: (role, proportional(process) / _MEGABYTE) for process, role in _roles(server.process).items()}
    for role, share in shares.values():
        table.add_row(role, f"{share:.0f}")
    table.add_section()
    table.add_row("together", f"{sum(share for _, share in shares.values()):.0f}")
    console.print(table)
    return sum(share for role, share in shares.values() if role != "web")


def _streamed(server: Server, patience: float) -> tuple[float, float, float]:
    """The megabytes of the web process before and at most during a long answer, and those of the answer."""
    done, seen = Event(), [resident(server.process)]

    def watch() -> None:
        while not done.wait(0.02):
            seen.append(resident(server.process))

    watcher = Thread(target=watch)
    watcher.start()
    try:
        with server.client(patience) as client:
            passed = ask(client, STREAM, keep=False).size
    finally:
        done.set()
        watcher.join()
    return seen[0] / _MEGABYTE, max(seen) / _MEGABYTE, passed / _MEGABYTE


def _roles(web: int) -> dict[int, str]:
    """The processes under the web process: those it started are templates, those under them workers."""
    return {
        process: "web" if process == web else "template" if parent_of(process) == web else "worker"
        for process in family_of(web)
    }
