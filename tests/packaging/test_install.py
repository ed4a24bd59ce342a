"""The package installed in each way, in an environment of its own, run from another folder."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path

import pytest

from passerelle.store.engine import Engine

pytestmark = pytest.mark.packaging

WHERE = """
import json, passerelle
from passerelle.store.location import graph_folder
print(json.dumps([passerelle.__file__, str(graph_folder())]))
"""
PAGE = """
from starlette.testclient import TestClient
from passerelle.app import create_app
from passerelle.settings import Settings
with TestClient(create_app(Settings())) as client:
    for path in (
        "/query/no-longer-holds.html",
        "/static/page.css",
        "/static/built/editor.js",
        "/ns/0.1.0/ontology.ttl",
    ):
        response = client.get(path)
        print(response.status_code, response.headers["content-type"])
"""


class Environment:
    """A virtual environment that finds the dependencies of this one, but not its passerelle first."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder / "venv", with_pip=False)
        self.python = folder / "venv" / "bin" / "python"
        self.elsewhere = folder / "elsewhere"
        self.elsewhere.mkdir()
        (self.packages / "zz-dependencies.pth").write_text(sysconfig.get_path("purelib"))

    @property
    def packages(self) -> Path:
        (found,) = (self.python.parents[1] / "lib").glob("python*/site-packages")
        return found

    def install(self, *what: str) -> None:
        pip = [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(self.python),
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
        ]
        subprocess.run([*pip, "--no-build-isolation", "--ignore-installed", *what], check=True)

    def run(self, *arguments: str) -> str:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PASSERELLE_", "PYTHON"))}
        done = subprocess.run(
            [self.python, *arguments], cwd=self.elsewhere, env=clean, capture_output=True, encoding="utf-8", check=True
        )
        return done.stdout


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return Environment(tmp_path)


def build(kind: str, source: Path, target: Path) -> Path:
    """Build a wheel or an sdist and give its path."""
    command = [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    (found,) = target.iterdir()
    return found


def check_packaged(environment: Environment, repository: Path) -> None:
    module, graph = json.loads(environment.run("-c", WHERE))
    assert Path(module).parent == environment.packages / "passerelle"
    assert Path(graph) == environment.packages / "passerelle" / "graph"
    check_commands(environment, repository)


def check_commands(environment: Environment, repository: Path) -> None:
    """The command answers from the same data set as the source tree's."""
    found = json.loads(environment.run("-m", "passerelle", "stats", "--format", "json"))
    assert found["summary"]["version"] == Engine(repository).summary.version
    assert environment.run("-c", PAGE).splitlines() == [
        "200 text/html; charset=utf-8",
        "200 text/css; charset=utf-8",
        "200 text/javascript; charset=utf-8",
        "200 text/turtle; charset=utf-8",
    ]
    assert "region:84" in environment.run("-m", "passerelle", "query", "SELECT ?r { ?r psl:within country:FR }")


def test_a_wheel_carries_the_graph(environment: Environment, repository: Path, tmp_path: Path) -> None:
    environment.install(str(build("wheel", repository, tmp_path / "wheel")))
    check_packaged(environment, repository)
    assert (environment.packages / "passerelle" / "py.typed").is_file()


def test_a_wheel_built_from_an_sdist_carries_the_graph(
    environment: Environment, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sdist = build("sdist", repository, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        assert not [name for name in archive.getnames() if "node_modules" in name]
        archive.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    # It carries the scripts as they are built, so that nobody who installs it needs Node.js or npm.
    monkeypatch.setenv("PATH", "")
    environment.install(str(build("wheel", source, tmp_path / "wheel")))
    check_packaged(environment, repository)


def test_an_editable_install_reads_the_checkout(environment: Environment, repository: Path) -> None:
    environment.install("--editable", str(repository))
    module, graph = json.loads(environment.run("-c", WHERE))
    assert Path(module).parent == repository / "service" / "passerelle"
    assert Path(graph) == repository
    assert not (environment.packages / "passerelle").exists(), "a copy of the graph would hide edits to data/"
    check_commands(environment, repository)
