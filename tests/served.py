"""`passerelle serve` in a process of its own, and a client for it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

# Of connections that have been kept for longer the server may be about to close some.
_KEPT = 2


@dataclass(frozen=True)
class Server:
    """The number of the server's process, how to stop it, and a client."""

    process: int
    client: httpx.Client
    stop: Callable[[], None]


@contextmanager
def serving_process(folder: Path, limits: Mapping[str, int]) -> Iterator[Server]:
    """The service over a graph, with settings by their names; in the end it is told to stop, and must do so well."""
    command = [sys.executable, "-m", "passerelle", "serve", "--port", "0", "--graph", str(folder)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
    environment = clean | {f"PASSERELLE_{name}": str(value) for name, value in limits.items()}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, encoding="utf-8") as process:

        def stop() -> None:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0

        try:
            url = _address(process)
            client = httpx.Client(base_url=url, timeout=60, limits=httpx.Limits(keepalive_expiry=_KEPT))
            with client:
                # It says where it is before it has started everything.
                client.get("/health/ready").raise_for_status()
                yield Server(process.pid, client, stop)
            stop()
        finally:
            if process.poll() is None:
                process.kill()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"queries  (http://\S+)/sparql", line):
            return found[1]
    raise AssertionError("it stopped before it was ready")
