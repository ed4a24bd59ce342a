"""How long a server takes from the start of its process to its first answer."""

import sys
from contextlib import suppress
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from urllib.parse import quote

from .client import Client, RequestError
from .processes import free_port, running
from .targets import Target, at_most

_TIMES = 5
_PATIENCE = 60
_QUERY = f"/sparql?query={quote('ASK { ?s ?p ?o }')}"


def cold_start(folder: Path) -> Target:
    """`passerelle serve` with the curated graph, against an empty FastAPI application."""
    passerelle = [sys.executable, "-m", "passerelle", "serve", "--port"]
    fastapi = [sys.executable, "-m", f"{__package__}.empty", "fastapi"]
    times = [(_first_answer(passerelle, folder), _first_answer(fastapi, folder)) for _ in range(_TIMES)]
    ours, theirs = (median(found) for found in zip(*times, strict=True))
    return at_most("start to first answer, against an empty FastAPI application", 1.5, [("", ours / theirs)])


def _first_answer(command: list[str], folder: Path) -> float:
    port = free_port()
    began = perf_counter()
    with running([*command, str(port)], folder / "start.log"):
        while perf_counter() - began < _PATIENCE:
            with suppress(ConnectionRefusedError, ConnectionResetError), Client(port, "/sparql", _PATIENCE) as client:
                client.get(_QUERY)
                return perf_counter() - began
            sleep(0.002)
    raise RequestError(f"{' '.join(command)} does not answer")
