"""All files of a data set: that they are listed, the same at every making, and what is left out."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from helpers import Run, Write
from passerelle.publishing.dumps.listing import CHECKSUMS, LIST, Listing, read_listing


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_file_is_listed_with_its_size_and_checksum(dumps: Path, listing: Listing) -> None:
    assert {path.name for path in dumps.iterdir()} == {file.name for file in listing.files} | {LIST}
    for file in listing.files:
        assert (dumps / file.name).stat().st_size == file.size
        assert digest(dumps / file.name) == file.sha256
    assert listing.left_out == {}


def test_checksums_are_as_sha256sum_reads_them(dumps: Path) -> None:
    if not shutil.which("sha256sum"):
        pytest.skip("sha256sum is not installed")
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", CHECKSUMS], cwd=dumps, check=True)


def test_the_same_graph_gives_the_same_bytes_in_any_process(
    run: Run, repository: Path, dumps: Path, tmp_path: Path
) -> None:
    """Hashes of Python differ from process to process, and copies of files from the files in everything but content."""
    copy = tmp_path / "copy"
    for name in ("ontology", "data", "shapes"):
        shutil.copytree(repository / name, copy / name)
    for seed in ("1", "2"):
        again = tmp_path / seed
        environment = {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}", "LC_ALL": "C.UTF-8"}
        done = run("export", "--all", str(again), "--graph", str(copy), environment=environment)
        assert done.returncode == 0, done.stderr
        for path in dumps.iterdir():
            assert digest(again / path.name) == digest(path), path.name


def test_a_format_that_cannot_hold_the_graph_is_left_out_and_said(run: Run, write: Write, tmp_path: Path) -> None:
    graph = write({"a.ttl": "<x:s> <http://example.org/1> <x:o>, <<( <x:s> <http://example.org/1> 1 )>> ."})
    done = run("export", "--all", str(tmp_path / "out"), "--graph", str(graph))
    assert done.returncode == 0, done.stderr
    assert "passerelle.rdf was left out: RDF/XML cannot write the predicate <http://example.org/1>" in done.stderr
    listing = read_listing(tmp_path / "out")
    assert listing
    assert set(listing.left_out) == {"passerelle.rdf", "passerelle.jsonld", "passerelle-graphs.jsonld"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {file.name for file in listing.files} | {LIST}
    assert listing.find("passerelle.ttl.gz")


def test_a_folder_that_is_in_use_is_refused(run: Run, small_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept", encoding="utf-8")
    for arguments, said in (
        (("--all", str(tmp_path)), "is not empty"),
        (("--all", str(tmp_path / "new"), "--format", "trig"), "none of --format, --output"),
        (("--all", str(tmp_path / "mine" / "below")), "Cannot write to"),
    ):
        done = run("export", *arguments, "--graph", str(small_graph))
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_list_of_somebody_else_is_no_list(tmp_path: Path) -> None:
    assert read_listing(tmp_path) is None
    for text in ("{", "[]", '{"files": [{"name": 1}]}', '{"version": "1", "files": []}'):
        (tmp_path / LIST).write_text(text, encoding="utf-8")
        assert read_listing(tmp_path) is None
