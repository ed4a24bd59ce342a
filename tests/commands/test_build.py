"""`passerelle build`: what it writes, what it refuses, and that it never touches what is served unless all is well."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deadly import wait_until
from helpers import HEAD, SMALL_GRAPH, Run, Write, on_terminal
from passerelle.store.engine import Engine

SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<shape/Region> a sh:NodeShape ; sh:targetClass psl:Region ; sh:property <shape/Region-label> .
<shape/Region-label> sh:path rdfs:label ; sh:minCount 1 ; sh:message "A region has a label."@en .
"""


def builds(output: Path) -> list[Path]:
    return sorted((output / "builds").iterdir())


def current(output: Path) -> Path:
    return output / "builds" / (output / "current-build").read_text(encoding="utf-8").strip()


def test_a_build_says_what_it_holds_and_the_same_files_give_the_same_version(
    run: Run, write: Write, tmp_path: Path
) -> None:
    plain = write({"a.ttl": "<x:s> <x:p> <x:o>, 1 .", "b.trig": "<x:g> { <x:s> <x:p> 1 }"})
    output = tmp_path / "new" / "store"
    done = run("build", "--graph", str(plain), "--output", str(output))
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 quads in 2 named graphs, not checked, as the graph has no shapes" in done.stdout
    assert f"passerelle serve --store {output}" in done.stdout
    manifest = json.loads((current(output) / "manifest.json").read_bytes())
    engine = Engine(plain)
    assert manifest["summary"] == {
        "version": engine.summary.version,
        "quads": 3,
        "graphs": 2,
        "statements": 2,
        "things": 0,
    }
    assert current(output).name.endswith(f"Z-{engine.summary.version}")
    first = current(output)
    assert run("build", "--graph", str(plain), "--output", str(output)).returncode == 0
    again = json.loads((current(output) / "manifest.json").read_bytes())
    assert current(output) != first
    assert again["summary"] == manifest["summary"]


def test_the_build_before_is_kept_and_older_ones_are_not(run: Run, write: Write, tmp_path: Path) -> None:
    seen: list[Path] = []
    for number in range(4):
        plain = write({"a.ttl": f"<x:s> <x:p> {number} ."})
        assert run("build", "--graph", str(plain), "--output", str(tmp_path)).returncode == 0
        seen.append(current(tmp_path))
    assert builds(tmp_path) == seen[-2:]
    assert {path.name for path in tmp_path.iterdir()} == {"builds", "current-build"}


def test_the_folder_may_come_from_the_setting(run: Run, write: Write, tmp_path: Path) -> None:
    plain = write({"a.ttl": "<x:s> <x:p> 1 ."})
    done = run("build", environment={"PASSERELLE_STORE": str(tmp_path / "s"), "PASSERELLE_GRAPH": str(plain)})
    assert done.returncode == 0
    assert current(tmp_path / "s").is_dir()


def test_what_has_to_be_repaired_is_told_and_nothing_is_built(run: Run, write: Write, tmp_path: Path) -> None:
    graph, output = write({**SMALL_GRAPH, "shapes/region.ttl": HEAD + SHAPE}), tmp_path / "store"
    done = run("build", "--graph", str(graph), "--output", str(output))
    assert (done.returncode, done.stderr) == (0, "")
    assert "checked against the shapes" in done.stdout
    before = current(output)
    wrong = SMALL_GRAPH["data/report/context.trig"] + "report:context-02 { <id/region/11> a psl:Region }"
    (graph / "data/report/context.trig").write_text(wrong, encoding="utf-8")
    done = run("build", "--graph", str(graph), "--output", str(output))
    assert done.returncode == 1
    assert "region:11" in done.stdout
    assert "A region has a label." in done.stdout
    assert "To repair: " in done.stdout
    assert "Nothing was built" in done.stderr
    assert current(output) == before
    assert builds(output) == [before]


@pytest.mark.parametrize(
    ("files", "said"), [({"a.ttl": "<x:s> <x:p> ."}, "a.ttl, line 1, column 13"), ({"a.txt": ""}, "holds no RDF file")]
)
def test_a_graph_of_no_use_is_said_in_a_line(
    run: Run, write: Write, tmp_path: Path, files: dict[str, str], said: str
) -> None:
    done = run("build", "--graph", str(write(files)), "--output", str(tmp_path / "store"))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert said in done.stderr
    assert not (tmp_path / "store").exists()


def test_a_folder_of_no_use_is_said_in_a_line(run: Run, write: Write, tmp_path: Path) -> None:
    graph = write(SMALL_GRAPH)
    (tmp_path / "file").write_text("", encoding="utf-8")
    stored = tmp_path / "stored"
    stored.mkdir()
    (stored / "CURRENT").write_text("MANIFEST-000005\n", encoding="utf-8")
    for output, said in (
        (tmp_path / "file", "cannot be written"),
        (graph / "data" / "store", "is a part of the graph"),
        (stored, "is a RocksDB store"),
    ):
        done = run("build", "--graph", str(graph), "--output", str(output))
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert said in done.stderr
    assert not (graph / "data" / "store").exists()


def test_a_disk_without_room_is_said_in_a_line_and_leaves_what_was(run: Run, write: Write, tmp_path: Path) -> None:
    """No file may be larger than 300 kilobytes, which the shell sees to."""
    small = write({"a.ttl": "<x:s> <x:p> 1 ."})
    assert run("build", "--graph", str(small), "--output", str(tmp_path)).returncode == 0
    before = current(tmp_path)
    large = write({"a.nt": "".join(f"<x:s{n}> <x:p> <x:o{n}> .\n" for n in range(50_000))})
    command = f"ulimit -f 300; exec {sys.executable} -m passerelle build --graph {large} --output {tmp_path}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "cannot be written" in done.stderr
    assert current(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {"builds", "current-build"}


def test_a_build_that_is_killed_leaves_what_was_and_the_next_one_cleans_up(
    run: Run, write: Write, tmp_path: Path
) -> None:
    small = write({"a.ttl": "<x:s> <x:p> 1 ."})
    large = write({"a.nt": "".join(f"<x:s{n}> <x:p> <x:o{n}> .\n" for n in range(200_000))})
    assert run("build", "--graph", str(small), "--output", str(tmp_path)).returncode == 0
    before = current(tmp_path)
    command = [sys.executable, "-m", "passerelle", "build", "--graph", str(large), "--output", str(tmp_path)]
    with subprocess.Popen(command) as process:
        wait_until(lambda: list(tmp_path.glob(".unfinished-*/store")))
        # While it writes, another cannot.
        done = run("build", "--graph", str(small), "--output", str(tmp_path))
        assert done.returncode == 2
        assert "Another build" in done.stderr
        process.send_signal(signal.SIGKILL)
    assert current(tmp_path) == before
    assert list(tmp_path.glob(".unfinished-*"))
    assert run("build", "--graph", str(small), "--output", str(tmp_path)).returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"builds", "current-build"}


def test_a_terminal_sees_what_is_going_on(write: Write, tmp_path: Path) -> None:
    plain = write({"a.ttl": HEAD + "<x:s> <x:p> 1 ."})
    shown = on_terminal(100, "build", "--graph", str(plain), "--output", str(tmp_path / "store"))
    assert "Passerelle has built" in shown


def test_help_teaches(run: Run) -> None:
    shown = run("build", "--help").stdout
    assert "--store" in shown
    assert "Exit codes" in shown
    assert os.linesep + "  build " in run("--help").stdout
