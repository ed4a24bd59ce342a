"""`/download`: the files over HTTP, from a build or made when they are asked for."""

import asyncio
import hashlib
import json
import shutil
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pandas as pd
import pytest

from conftest import serving
from helpers import SMALL_GRAPH, Run, Write
from linked import page
from passerelle.errors import Problem
from passerelle.publishing.downloads import Downloads
from passerelle.publishing.dumps.making import make_dumps
from passerelle.publishing.ranges import is_range
from passerelle.settings import Settings
from passerelle.store.build import build
from passerelle.store.engine import Engine
from passerelle.store.source import graph_source

MADE = "passerelle-downloads-"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that temporary ones are made in."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture(scope="module")
def published(small_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of builds with the downloads of the small graph."""
    folder = tmp_path_factory.mktemp("published")
    assert build(small_graph, folder, lambda *_: None, make_dumps).folder
    return folder


@pytest.fixture(scope="module")
def stored(published: Path) -> Iterator[httpx.Client]:
    with serving(Settings(store=published)) as client:
        yield client


def files(client: httpx.Client) -> dict[str, str]:
    listed = client.get("/download", headers={"Accept": "application/json"})
    assert listed.status_code == 200, listed.text
    return {file["name"]: file["sha256"] for file in listed.json()["files"]}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_every_listed_file_can_be_had_and_is_what_is_listed(client: httpx.Client) -> None:
    found = files(client)
    assert {"passerelle.trig.gz", "psl-Region.csv", "csv-metadata.json", "croissant.json", "SHA256SUMS"} <= set(found)
    for name, checksum in found.items():
        response = client.get(f"/download/{name}", headers={"Accept-Encoding": "identity"})
        assert response.status_code == 200
        assert digest(response.content) == checksum
        assert response.headers["etag"] == f'"{checksum}"'
        assert b64decode(response.headers["repr-digest"].split(":")[1]).hex() == checksum
        assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert "content-encoding" not in response.headers
        assert response.headers["x-content-type-options"] == "nosniff"


def test_memory_and_a_build_give_the_same_files(client: httpx.Client, stored: httpx.Client, published: Path) -> None:
    assert files(client) == files(stored)
    (built,) = (published / "builds").iterdir()
    assert {path.name for path in (built / "dumps").iterdir()} == {*files(stored), "files.json"}
    manifest = json.loads((built / "manifest.json").read_bytes())
    assert {f"dumps/{name}" for name in files(stored)} <= set(manifest["files"])


def test_a_build_without_files_has_them_made(small_store: Path, stored: httpx.Client, temporary: Path) -> None:
    with serving(Settings(store=small_store)) as client:
        assert files(client) == files(stored)
        assert len(list(temporary.glob(f"{MADE}*"))) == 1
    assert list(temporary.glob(f"{MADE}*")) == []


def test_media_types_are_those_of_what_is_sent(stored: httpx.Client) -> None:
    for name, media_type in (
        ("passerelle.ttl.gz", "application/gzip"),
        ("passerelle.nq.zst", "application/zstd"),
        ("psl-Region.csv", "text/csv; charset=utf-8"),
        ("csv-metadata.json", "application/csvm+json"),
        ("croissant.json", "application/ld+json"),
        ("passerelle-tables.zip", "application/zip"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ):
        assert stored.head(f"/download/{name}").headers["content-type"] == media_type
    link = stored.head("/download/psl-Region.csv").headers["link"]
    assert 'download/csv-metadata.json>; rel="describedby"; type="application/csvm+json"' in link


def test_parts_of_a_file(stored: httpx.Client) -> None:
    path = "/download/passerelle.nt.gz"
    whole = stored.get(path)
    size = len(whole.content)
    assert whole.headers["accept-ranges"] == "bytes"
    for asked, expected in (
        (f"bytes=0-{size - 1}", whole.content),
        ("bytes=5-9", whole.content[5:10]),
        ("bytes=-4", whole.content[-4:]),
    ):
        part = stored.get(path, headers={"Range": asked})
        assert (part.status_code, part.content) == (206, expected)
        assert part.headers["etag"] == whole.headers["etag"]
    fresh = stored.get(path, headers={"Range": "bytes=0-0", "If-Range": whole.headers["etag"]})
    stale = stored.get(path, headers={"Range": "bytes=0-0", "If-Range": '"other"'})
    assert (fresh.status_code, stale.status_code) == (206, 200)
    beyond = stored.get(path, headers={"Range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    assert beyond.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("bytes=0-4", True),
        ("Bytes = 0-4", True),
        ("bytes=0-0, 9-", True),
        ("bytes=-3", True),
        ("bytes=0-99", True),
        ("", False),
        ("bytes=", False),
        ("bytes=-", False),
        ("bytes=4-3", False),
        ("bytes=a-b", False),
        ("lines=0-4", False),
        ("bytes=0-1, 10-", False),
        ("bytes=" + ",".join(["0-1"] * 17), False),
        ("bytes=" + "9" * 5000 + "-", False),
    ],
)
def test_ranges_that_make_no_sense_are_ignored(header: str, asked: bool) -> None:
    assert is_range(header, 10) is asked


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=-0", "bytes=10-11, 20-"])
def test_ranges_that_are_not_there_are_refused(header: str) -> None:
    with pytest.raises(Problem) as caught:
        is_range(header, 10)
    assert caught.value.status == 416


def test_whoever_has_a_file_is_told_so(stored: httpx.Client) -> None:
    path = "/download/psl-Region.csv"
    tag = stored.head(path).headers["etag"]
    again = stored.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


@pytest.mark.parametrize("name", ["nothing.csv", "files.json", "..%2Fmanifest.json", "%2Fetc%2Fpasswd", ".", "x/y"])
def test_nothing_else_can_be_had(stored: httpx.Client, name: str) -> None:
    response = stored.get(f"/download/{name}")
    assert response.status_code in {404, 200 if name == "." else 404}
    assert "root:" not in response.text


def test_pandas_reads_a_table_by_its_address(stored: httpx.Client) -> None:
    frame = pd.read_csv(f"{stored.base_url}/download/psl-Region.csv")
    assert list(frame["iri"]) == ["https://w3id.org/passerelle/id/region/84"]
    assert list(frame["rdfs_label"]) == ["Auvergne-Rhône-Alpes"]


def test_the_page_lists_them_in_both_languages(stored: httpx.Client) -> None:
    for language, said in (("fr", "Tableaux"), ("en", "Tables")):
        found = page(stored, "/download", language=language)
        assert said in found.text
        assert {f"/download/{name}" for name in files(stored)} <= set(found.links)
        for checksum in files(stored).values():
            assert checksum in found.text
    first = stored.get("/download", headers={"Accept": "text/html"})
    again = stored.get("/download", headers={"Accept": "text/html", "If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_they_are_made_once_for_all_who_ask(small_graph: Path, temporary: Path) -> None:
    with serving(Settings(graph=small_graph)) as client:
        assert list(temporary.glob(f"{MADE}*")) == []
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda _: client.get("/download/passerelle.nt.gz").content, range(8)))
        assert len(set(found)) == 1
        assert len(list(temporary.glob(f"{MADE}*"))) == 1
        # Whoever asks for something else meanwhile is answered.
        assert client.get("/health").status_code == 200
    assert list(temporary.glob(f"{MADE}*")) == []


def test_a_graph_that_has_changed_is_not_published_under_the_old_version(write: Write) -> None:
    graph = write(SMALL_GRAPH)
    with serving(Settings(graph=graph)) as client:
        with (graph / "data/vocabularies/levels.ttl").open("a", encoding="utf-8") as file:
            file.write("<https://example.org/> a <https://example.org/New> .")
        refused = client.get("/download")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "60")
        assert "the log of the service says why" in refused.json()["detail"]
        # It is not tried again for each who asks.
        assert client.get("/download/passerelle.nt.gz").status_code == 503


def test_while_they_are_made_people_are_told_and_nothing_is_left_by_who_ends(
    small_graph: Path, temporary: Path, small_engine: Engine
) -> None:
    version = small_engine.summary.version

    async def give_up() -> None:
        downloads = Downloads(graph_source(small_graph), version)
        with pytest.raises(Problem) as caught:
            await downloads.listing(0)
        assert (caught.value.status, caught.value.headers) == (503, {"Retry-After": "10"})
        await downloads.close()

    async def wait() -> int:
        downloads = Downloads(graph_source(small_graph), version)
        with pytest.raises(Problem):
            await downloads.listing(0)
        listing = await downloads.listing(60)
        assert downloads.path(listing.files[0].name).is_file()
        await downloads.close()
        return len(listing.files)

    asyncio.run(give_up())
    assert list(temporary.iterdir()) == []
    assert asyncio.run(wait()) > 10
    assert list(temporary.iterdir()) == []


def test_build_writes_what_export_writes(run: Run, small_graph: Path, tmp_path: Path) -> None:
    output = tmp_path / "store"
    done = run("build", "--graph", str(small_graph), "--output", str(output))
    assert "downloads in dumps/" in done.stdout, done.stderr
    assert run("export", "--all", str(tmp_path / "all"), "--graph", str(small_graph)).returncode == 0
    (built,) = (output / "builds").iterdir()
    for path in (tmp_path / "all").iterdir():
        assert (built / "dumps" / path.name).read_bytes() == path.read_bytes()


def test_files_are_served_on_when_their_build_is_gone(small_graph: Path, tmp_path: Path) -> None:
    output = tmp_path / "store"
    built = build(small_graph, output, lambda *_: None, make_dumps)
    assert built.folder
    with serving(Settings(store=output)) as client:
        before = files(client)
        shutil.rmtree(built.folder)
        for name, checksum in before.items():
            assert digest(client.get(f"/download/{name}").content) == checksum
