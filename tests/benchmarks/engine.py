"""What the engine costs alone, in a process of its own: `engine.py FILE…` reads a query a line, as JSON.

For each it answers the seconds, as JSON.
The files are loaded as Passerelle does: N-Quads in their graphs, N-Triples as the default graph, all in memory.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter

from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, Store

from .generate import Data

_TIMES, _SECONDS = 5, 3


@dataclass(frozen=True)
class Cost:
    """Seconds until the engine has its first row, and until it has written all of them."""

    first: float
    whole: float


class Engine:
    """The engine in its process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def cost(self, query: str) -> Cost:
        """What a query costs, the median of several times."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(query), file=self._process.stdin, flush=True)
        return Cost(**json.loads(self._process.stdout.readline()))


@contextmanager
def engine(data: Data) -> Iterator[Engine]:
    """Start it, and end it."""
    command = [sys.executable, "-m", __name__, str(data.triples), *map(str, data.quads)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Engine(process)
        finally:
            process.terminate()


def _serve(files: list[Path]) -> None:
    store = Store()
    for file in files:
        store.bulk_load(path=file, format=RdfFormat.from_extension(file.suffix.removeprefix(".")))
    for line in sys.stdin:
        query = json.loads(line)
        began = perf_counter()
        costs = [_measure(store, query)]
        while len(costs) < _TIMES and perf_counter() - began < _SECONDS:
            costs.append(_measure(store, query))
        cost = Cost(median(cost.first for cost in costs), median(cost.whole for cost in costs))
        print(json.dumps(asdict(cost)), flush=True)


def _measure(store: Store, query: str) -> Cost:
    began = perf_counter()
    found = store.query(query)
    if not isinstance(found, QueryBoolean):
        next(iter(found), None)
    first = perf_counter() - began
    began = perf_counter()
    found = store.query(query)
    if isinstance(found, QueryTriples):
        found.serialize(BytesIO(), RdfFormat.N_TRIPLES)
    else:
        found.serialize(BytesIO(), QueryResultsFormat.JSON)
    return Cost(first, perf_counter() - began)


if __name__ == "__main__":
    _serve([Path(name) for name in sys.argv[1:]])
