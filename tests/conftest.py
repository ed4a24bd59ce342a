"""What the tests share: a small graph in our layout, the service over it, the command line, the shared material."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from hypothesis import settings

from helpers import CHECKED_DATA, SMALL_GRAPH, Run, Write
from passerelle.edition import Edition
from passerelle.reloading import service
from passerelle.server import configuration
from passerelle.settings import Settings
from passerelle.store.build import build
from passerelle.store.engine import Engine

# A machine with much to do answers late, and no less right.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def write(tmp_path_factory: pytest.TempPathFactory) -> Write:
    """Writes files into a new folder and gives the folder."""

    def write_files(files: dict[str, str]) -> Path:
        folder = tmp_path_factory.mktemp("graph")
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return write_files


@pytest.fixture(scope="session")
def small_graph(write: Write) -> Path:
    """The folder of a small graph in our layout; not to be changed."""
    return write(SMALL_GRAPH)


@pytest.fixture(scope="session")
def small_engine(small_graph: Path) -> Engine:
    return Engine(small_graph)


@pytest.fixture(scope="session")
def checked_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the real ontology and shapes over a handful of statements; not to be changed."""
    folder = tmp_path_factory.mktemp("checked")
    for name in ("ontology", "shapes"):
        shutil.copytree(REPOSITORY / name, folder / name)
    for name, text in CHECKED_DATA.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def serving(settings: Settings) -> Iterator[httpx.Client]:
    """The real application behind a real server, and a client for it."""
    server = uvicorn.Server(configuration(service(settings, Edition(settings)), log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            thread.join(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"Accept": "*/*"}, timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def small_store(small_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of builds with one of the small graph; not to be changed."""
    folder = tmp_path_factory.mktemp("store")
    assert build(small_graph, folder, lambda *_: None).folder
    return folder


@pytest.fixture(scope="session")
def client(small_graph: Path) -> Iterator[httpx.Client]:
    """A client for the service over the small graph."""
    with serving(Settings(graph=small_graph)) as small_client:
        yield small_client


@pytest.fixture(scope="session")
def whole() -> Iterator[httpx.Client]:
    """A client for the service over the graph that is published, one for all tests."""
    with serving(Settings(graph=REPOSITORY)) as client:
        yield client


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address that notes what reaches it."""
    hits: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                hits.append(connection.recv(1024))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", hits
        finally:
            stop.set()
            thread.join()


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the source tree."""
    return REPOSITORY


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs the command line, from a folder that is not the repository."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}

    def run_command(
        *arguments: str, text_in: str | None = None, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "passerelle", *arguments],
            cwd=elsewhere,
            env=clean | (environment or {}),
            input=text_in,
            stdin=subprocess.DEVNULL if text_in is None else None,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run_command


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared material that lies beside the repository."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"the shared material is not at {folder}")
    return folder
