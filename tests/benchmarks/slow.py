"""The comparison with rdflib-endpoint, whose answers may take so long that it is given few and little time."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from .agreement import Answer
from .client import RequestError
from .generate import Data
from .measure import Budget, compare
from .queries import QUERIES
from .report import answers_of, tell_difference
from .servers import Server, rdflib_endpoint

_BUDGET = Budget(seconds=1.5, requests=600, patience=10)
_OURS, _NAME = "cold", "rdflib-endpoint"


def report_slow(
    console: Console, data: Data, folder: Path, peers: Path, cold: Server, answers: dict[str, list[Answer]]
) -> tuple[dict[str, float], bool]:
    """Measure rdflib-endpoint in turns with Passerelle without its cache, by one client, and tell how they compare.

    Returns:
        How many times its throughput ours is, at least, for each query; and whether all answers agree.
    """
    table = Table(title=f"Passerelle without its cache, against {_NAME}, 1 client")
    for column in ("query", "time", "CPU"):
        table.add_column(column, justify="left" if column == "query" else "right")
    agreed, left = True, list(QUERIES)
    faster: dict[str, float] = {}
    while left:
        with rdflib_endpoint(data, folder, peers) as server:
            # A query that is given up goes on in the server, which would slow the next one: so it is started anew.
            gone = False
            while left and not gone:
                query = left.pop(0)
                try:
                    agreed &= tell_difference(
                        console, _NAME, query, answers[query.name], answers_of(server, query, _BUDGET.patience)
                    )
                    found = compare({_OURS: cold, _NAME: server}, query, 1, _BUDGET)
                    ours, theirs = found[_OURS], found[_NAME]
                except TimeoutError:
                    gone = True
                    ours = compare({_OURS: cold}, query, 1, _BUDGET)[_OURS]
                    faster[query.name] = _BUDGET.patience / ours.clock
                    table.add_row(query.name, f"< {small(1 / faster[query.name])}", "no answer in time")
                except (RequestError, ValueError) as error:
                    # What a peer cannot do is told, and is no disagreement.
                    console.print(f"{query.name}, {_NAME}: {error}", style="red", markup=False)
                    table.add_row(query.name, "–", "no answer")
                else:
                    faster[query.name] = theirs.clock / ours.clock
                    cpu = ours.processor / theirs.processor if theirs.processor else None
                    table.add_row(query.name, small(1 / faster[query.name]), small(cpu))
    console.print(table)
    return faster, agreed


def small(ratio: float | None) -> str:
    """A ratio that may be far below 1."""
    return "–" if ratio is None else f"{ratio:.2g}"
