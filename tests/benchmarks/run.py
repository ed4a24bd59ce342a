"""Compares `passerelle serve` with other servers, and with what its parts cost alone."""

import signal
import sys
from contextlib import ExitStack
from pathlib import Path

import click
from rich.console import Console

from .generate import SIZES, generate
from .measure import Budget
from .report import report_answers, report_mix
from .servers import empty, make_peers_environment, oxigraph, passerelle
from .slow import report_slow
from .weights import report_memory, report_overhead, report_split

_NOTE = """\
Ratios are Passerelle's divided by the other's: below 1 Passerelle needs less. Time is by the clock of the client,
CPU that of all processes of a server. Virtuoso is not compared: it is no package of the Python index."""


@click.command()
@click.option("--size", type=click.Choice(list(SIZES)), default="100k", show_default=True, help="Triples.")
@click.option("--seconds", default=1.0, show_default=True, help="For each query, server and number of clients.")
@click.option("--requests", default=3000, show_default=True, help="At most so many in that time.")
@click.option(
    "--directory",
    type=click.Path(path_type=Path, file_okay=False),
    default="/tmp/passerelle-benchmarks",  # noqa: S108 - said in the help, and nothing secret
    show_default=True,
    help="For data, stores and logs; what is there is used again.",
)
@click.option(
    "--peers-env",
    type=click.Path(path_type=Path, file_okay=False),
    help="Virtual environment of the peers, made where it is missing.  [default: peers/ in the directory]",
)
@click.option("--rdflib/--no-rdflib", default=True, help="Compare with rdflib-endpoint (slow; only at 100k).")
def main(size: str, seconds: float, requests: int, directory: Path, peers_env: Path | None, *, rdflib: bool) -> None:
    """Measure Passerelle beside Oxigraph and rdflib-endpoint on made-up data, and print how they compare.

    Everything listens on the loopback address, and everything that is started is stopped. Needs Linux, and the package
    index the first time. Exits with 1 where two servers give different answers.
    """
    if not sys.platform.startswith("linux"):
        raise click.UsageError("The measures are read from /proc, which only Linux has.")
    # So that a benchmark that is told to end stops what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Wide enough for the tables where the output is a file.
    console = Console(width=max(Console().width, 110))
    peers = peers_env or directory / "peers"
    folder = directory / size
    budget = Budget(seconds, requests, patience=300)
    data = generate(folder, SIZES[size])
    make_peers_environment(peers)
    console.print(_NOTE, soft_wrap=True)
    with ExitStack() as stack:
        servers = {
            "cold": stack.enter_context(passerelle(data, folder, cached=False)),
            "warm": stack.enter_context(passerelle(data, folder, cached=True)),
            "oxigraph": stack.enter_context(oxigraph(data, folder, peers)),
        }
        answers, agreed = report_answers(console, servers, budget.patience)
        samples = report_mix(console, servers, budget)
        empties = {kind: stack.enter_context(empty(kind, folder)) for kind in ("asgi", "fastapi")}
        report_overhead(console, {**servers, **empties}, budget)
        report_split(console, servers["cold"], budget)
        report_memory(console, servers["cold"], budget.patience)
    if rdflib and size == "100k":
        agreed &= report_slow(console, data, folder, peers, samples, answers)
    elif rdflib:
        console.print("rdflib-endpoint is compared at 100k only: it is too slow for more.")
    sys.exit(0 if agreed else 1)


if __name__ == "__main__":
    main()
