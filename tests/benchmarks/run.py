"""Compares `passerelle serve` with other servers, and with what its parts cost alone."""

import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

import click
from rich.console import Console

from .against import against_oxigraph, against_rdflib, against_virtuoso
from .engine import engine
from .generate import SIZES, Data, generate
from .measure import Budget
from .memory import report_memory
from .processes import available
from .report import measure_mix, report_answers, report_mix
from .servers import Server, empty, make_peers_environment, oxigraph, passerelle
from .slow import report_slow
from .starts import cold_start
from .targets import report_targets
from .virtuoso import MISSING, installed, virtuoso
from .weights import report_first_byte, report_overhead, report_split

_NOTE = """\
Ratios are Passerelle's divided by the other's: below 1 Passerelle needs less. Time is by the clock of the client,
CPU that of all processes of a server. In the table of targets, throughput is Passerelle's divided by the other's: above
1 it does more."""
_PEERS = ("oxigraph", "virtuoso")
_MAY_FAIL = ("virtuoso",)
# What a triple of the default graph and its named graphs takes in a process.
_BYTES = 650


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
    """Measure Passerelle beside Oxigraph, Virtuoso and rdflib-endpoint on made-up data, and print how they compare.

    The last table holds it against its targets. Virtuoso is compared where it is installed: on Debian,
    `apt-get install virtuoso-opensource-7-bin`.

    Everything listens on the loopback address, and everything that is started is stopped. Needs Linux, and the package
    index the first time. Exits with 1 where two servers give different answers.
    """
    if not sys.platform.startswith("linux"):
        raise click.UsageError("The measures are read from /proc, which only Linux has.")
    # So that a benchmark that is told to end stops what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Wide enough for the tables where the output is a file.
    console = Console(width=max(Console().width, 110))
    _check_memory(SIZES[size])
    peers = peers_env or directory / "peers"
    folder = directory.resolve() / size
    budget = Budget(seconds, requests, patience=300)
    data = generate(folder, SIZES[size])
    make_peers_environment(peers)
    console.print(_NOTE, soft_wrap=True)
    with ExitStack() as stack:
        servers = _start(stack, console, data, folder, peers, SIZES[size])
        answers, agreed = report_answers(console, servers, budget.patience, _MAY_FAIL)
        samples = measure_mix(console, servers, budget, _MAY_FAIL)
        for peer in filter(servers.__contains__, _PEERS):
            report_mix(console, samples, peer)
        empties = {kind: stack.enter_context(empty(kind, folder)) for kind in ("asgi", "fastapi")}
        targets = report_overhead(console, {**servers, **empties}, budget)
        report_split(console, servers["cold"], budget)
        alone = stack.enter_context(engine(data))
        targets += against_oxigraph(console, samples, alone)
        targets += report_first_byte(console, servers, alone, budget)
        targets += against_virtuoso(samples, "virtuoso")
        faster: dict[str, float] = {}
        if rdflib and size == "100k":
            faster, same = report_slow(console, data, folder, peers, servers["cold"], answers)
            agreed &= same
    targets += against_rdflib(faster)
    targets += report_memory(console, data, folder, SIZES[size], budget.patience)
    targets.append(cold_start(folder))
    report_targets(console, targets, size)
    sys.exit(0 if agreed else 1)


def _check_memory(triples: int) -> None:
    # The template and every worker of two services, each of which comes to own what it has read, and the engine alone.
    needed = triples * _BYTES * (2 * (1 + (os.cpu_count() or 1)) + 1)
    if needed > available():
        raise click.ClickException(
            f"{triples:,} triples need about {needed / 1e9:.0f} GB of memory, and {available() / 1e9:.0f} GB are free. "
            "Choose a smaller --size."
        )


def _start(
    stack: ExitStack, console: Console, data: Data, folder: Path, peers: Path, triples: int
) -> dict[str, Server]:
    """Passerelle without its cache and with it, and the peers that are there."""
    servers = {
        "cold": stack.enter_context(passerelle(data, folder, {"PASSERELLE_CACHE_SIZE": "0"})),
        "warm": stack.enter_context(passerelle(data, folder)),
        "oxigraph": stack.enter_context(oxigraph(data, folder, peers)),
    }
    if installed():
        servers["virtuoso"] = stack.enter_context(virtuoso(data, folder, triples))
    else:
        console.print(MISSING)
    return servers


if __name__ == "__main__":
    main()
