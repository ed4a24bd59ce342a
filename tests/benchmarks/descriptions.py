"""Measures what the description of a thing costs the service: run it by `python -m tests.benchmarks.descriptions`.

Each thing is asked for once in each format, so that nothing is kept; a point query is the measure of the rest.
"""

import signal
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import click
import httpx
from rich.console import Console
from rich.table import Table

from passerelle.namespaces import ID
from passerelle.urls import doc

from .processes import family_of, free_port, running, wait_for

_SUFFIXES = (".ttl", ".jsonld", ".html")
_PROFILES = ("schema", "labels", "elm")
_THINGS = f"""
SELECT DISTINCT ?thing {{ GRAPH ?graph {{ ?thing ?p ?o }} FILTER(ISIRI(?thing) && STRSTARTS(STR(?thing), "{ID}")) }}
ORDER BY ?thing"""
_MEDIAN, _HIGH = 5.0, 20.0


@click.command()
@click.option("--graph", type=click.Path(path_type=Path, file_okay=False), help="As for `passerelle serve`.")
@click.option("--every", default=5, show_default=True, help="Of things, take one in so many.")
def main(graph: Path | None, every: int) -> None:
    """Print the milliseconds of processor time of a description, all processes of the service counted.

    Targets: 5 ms at the median, 20 ms at the 99th percentile, on the curated graph.
    """
    port = free_port()
    command = [sys.executable, "-m", "passerelle", "serve", "--port", str(port)]
    command += ["--graph", str(graph)] if graph else []
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with running(command, log) as process:
            wait_for(port, process, log, 60)
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                client.get("/health/ready").raise_for_status()
                _report(client, process, every)


def _report(client: httpx.Client, process: int, every: int) -> None:
    rows = client.get("/sparql", params={"query": _THINGS, "format": "json"}).json()["results"]["bindings"]
    things = [row["thing"]["value"] for row in rows][::every]
    point = _measure(client, process, [_point(thing) for thing in things])
    table = Table(title=f"Processor time of a description, {len(things)} things, none asked for twice")
    for column in ("what", "median", "95 %", "99 %", "of a point query (median)"):
        table.add_column(column, justify="left" if column == "what" else "right")
    asked = {suffix: [doc(thing, suffix) for thing in things] for suffix in _SUFFIXES}
    asked |= {
        f".ttl?profile={name}": [f"{doc(thing, '.ttl')}?profile={name}" for thing in things] for name in _PROFILES
    }
    for what, paths in {"point query": [], **asked}.items():
        found = _measure(client, process, paths) if paths else point
        median = _at(found, 0.5)
        told = [f"{median:.1f} ms", f"{_at(found, 0.95):.1f} ms", f"{_at(found, 0.99):.1f} ms"]
        table.add_row(what, *told, f"{median / _at(point, 0.5):.1f}")
    Console().print(table)
    Console().print(f"Targets: {_MEDIAN:.0f} ms at the median, {_HIGH:.0f} ms at the 99th percentile.")


def _point(thing: str) -> str:
    return f"/sparql?format=json&query={quote(f'SELECT ?p ?o {{ <{thing}> ?p ?o }}')}"


def _measure(client: httpx.Client, process: int, paths: Iterable[str]) -> list[float]:
    """The milliseconds of each request, sorted."""
    found = []
    family = list(family_of(process))
    for path in paths:
        before = _nanoseconds(family)
        client.get(path).raise_for_status()
        after = _nanoseconds(family)
        found.append((after - before) / 1e6)
    return sorted(found)


def _nanoseconds(family: Iterable[int]) -> int:
    """What processes have computed so far, to the nanosecond (https://docs.kernel.org/scheduler/sched-stats.html)."""
    total = 0
    for process in family:
        for task in Path(f"/proc/{process}/task").glob("*/schedstat"):
            with suppress(OSError):
                total += int(task.read_text(encoding="ascii").split()[0])
    return total


def _at(found: list[float], share: float) -> float:
    return found[min(len(found) - 1, int(share * len(found)))]


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    main()
