"""The servers that are compared, each on the loopback address, with the same data."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from .client import Client, RequestError
from .generate import Data
from .processes import free_port, running, wait_for

_PATIENCE = 900
PEERS = ("oxigraph", "rdflib-endpoint[cli]")


@dataclass(frozen=True)
class Server:
    """A server that listens: its port, the path of its endpoint, its process, and what a query to it begins with."""

    port: int
    path: str
    process: int
    preamble: str = ""
    # Seconds for one answer, where the server has a limit of its own.
    patience: float = float("inf")

    def client(self, patience: float) -> Client:
        """A connection whose reads wait at most so many seconds."""
        return Client(self.port, self.path, min(patience, self.patience), self.preamble)


def make_peers_environment(folder: Path) -> None:
    """Install the peers into a virtual environment, unless they are there.

    Raises:
        click.ClickException: they cannot be installed.
    """
    if not (folder / "bin" / "python").exists():
        run([sys.executable, "-m", "venv", folder])
    if not all((folder / "bin" / name).exists() for name in ("oxigraph", "rdflib-endpoint", "uvicorn")):
        install: list[str | Path] = [
            folder / "bin" / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            *PEERS,
        ]
        run(install)


def run(command: Sequence[str | Path], text: str | None = None) -> str:
    """What a command prints, given a text on its standard input.

    Raises:
        click.ClickException: it fails; its last words are told.
    """
    done = subprocess.run([str(part) for part in command], input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        raise click.ClickException(f"{' '.join(map(str, command))} failed:\n{done.stderr[-2000:]}")
    return done.stdout


@contextmanager
def passerelle(data: Data, folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """The real command line, with limits that no query of the mix reaches."""
    port, log = free_port(), folder / "passerelle.log"
    settings = {
        "PASSERELLE_QUERY_TIMEOUT": "600",
        "PASSERELLE_SLOW_QUERY": "600",
        "PASSERELLE_RESULT_LIMIT": "8192",
        **(settings or {}),
    }
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "passerelle",
        "serve",
        "--port",
        str(port),
        "--graph",
        data.folder,
    ]
    with running(command, log, settings) as process:
        wait_for(port, process, log, _PATIENCE)
        # It listens before it has loaded.
        try:
            with Client(port, "/sparql", _PATIENCE) as client:
                client.get("/health")
        except (OSError, RequestError) as error:
            words = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise click.ClickException(f"Passerelle does not answer ({error}); the end of {log}:\n{words}") from None
        yield Server(port, "/sparql", process)


@contextmanager
def oxigraph(data: Data, folder: Path, environment: Path) -> Iterator[Server]:
    """The native server of the engine that is ours too, on a store of its own on disk."""
    program, store, log = environment / "bin" / "oxigraph", folder / "oxigraph", folder / "oxigraph.log"
    if not (store / "CURRENT").exists():
        load: list[str | Path] = [program, "load", "--location", store, "--file", data.triples, *data.quads]
        run(load)
        run([program, "optimize", "--location", store])
    port = free_port()
    with running([program, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"], log) as process:
        wait_for(port, process, log, _PATIENCE)
        yield Server(port, "/query", process)


@contextmanager
def rdflib_endpoint(data: Data, folder: Path, environment: Path) -> Iterator[Server]:
    """The Python engine, in memory, its default graph being the union of the named ones."""
    port, log = free_port(), folder / "rdflib-endpoint.log"
    program = environment / "bin" / "rdflib-endpoint"
    with running([program, "serve", "--host", "127.0.0.1", "--port", str(port), *data.quads], log) as process:
        wait_for(port, process, log, _PATIENCE)
        yield Server(port, "/", process)


@contextmanager
def empty(kind: str, folder: Path) -> Iterator[Server]:
    """A route that does nothing, bare ASGI or FastAPI, on the server settings of `passerelle serve`."""
    port, log = free_port(), folder / f"empty-{kind}.log"
    with running([sys.executable, "-m", f"{__package__}.empty", kind, str(port)], log) as process:
        wait_for(port, process, log, _PATIENCE)
        yield Server(port, "/sparql", process)
