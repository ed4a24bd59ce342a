"""The documents for people who work in Python, R, Excel or a shell say what really happens."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import httpx
import openpyxl
import pytest

from documents import blocks, refreshed
from passerelle.graphs.views import VIEWS

ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def documents(repository: Path) -> Path:
    return repository / "service" / "passerelle" / "docs"


@pytest.fixture(scope="module")
def http(documents: Path) -> str:
    return (documents / "http.md").read_text(encoding="utf-8")


def test_the_tutorial_shows_what_comes_out(documents: Path) -> None:
    path = documents / "tutorial.md"
    text = path.read_text(encoding="utf-8")
    assert refreshed(text) == text, f"bring it up to date: python tests/documents.py {path}"


def test_every_view_is_named_in_the_tutorial_and_the_readme(documents: Path, repository: Path) -> None:
    tutorial, readme = (
        path.read_text(encoding="utf-8") for path in (documents / "tutorial.md", repository / "README.md")
    )
    assert re.findall(r"^(\w+): \d+ things", tutorial, re.MULTILINE) == list(VIEWS)
    assert re.findall(
        r"^\| `(\w+)` \|", readme.partition("| view | what |")[2].partition("\n\n")[0], re.MULTILINE
    ) == list(VIEWS)


def test_r_reads_the_tables(http: str, whole: httpx.Client, tmp_path: Path) -> None:
    """The blocks as they stand, one after the other, and then what they have made."""
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed (Debian’s r-base-core)")
    script = "\n".join(blocks(http, "r")).replace(ADDRESS, str(whole.base_url).rstrip("/"))
    assert script.count("read.csv") == 3
    script += """
    isere <- missions$department == "https://w3id.org/passerelle/id/department/38"
    cat(nrow(missions), sum(missions$number), missions$departmentLabel[isere], "\\n")
    cat(nrow(rights) > 1, all(rights$from <= 28), "\\n")
    cat(nrow(diplomas), any(grepl("diplôme", diplomas$diploma)), names(table(diplomas$level))[1], "\\n")
    """
    path = tmp_path / "blocks.R"
    path.write_text(script, encoding="utf-8")
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["Rscript", "--vanilla", str(path)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [line.strip() for line in done.stdout.splitlines()[-3:]] == [
        "12 61 Isère",
        "TRUE TRUE",
        "24 TRUE http://data.europa.eu/snb/eqf/3",
    ]


def test_the_shell_gets_the_tables(http: str, whole: httpx.Client, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    typed = [command.replace(ADDRESS, str(whole.base_url).rstrip("/")) for command in blocks(http, "sh")]
    told = [
        subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=True).stdout for command in typed
    ]
    assert told[0].decode().startswith("department,")
    assert b"Is\xc3\xa8re" in told[0]
    assert told[1] == b""
    assert openpyxl.load_workbook(tmp_path / "rights.xlsx").worksheets[0].max_row > 1
    assert told[2].startswith(b"class,things\r\n")


def test_every_address_that_is_named_answers(http: str, whole: httpx.Client) -> None:
    named = re.findall(rf"`(?:{ADDRESS})?(/query/[^\s`{{]+)`", http)
    assert len(named) >= 2
    for path in named:
        assert whole.get(path).status_code == 200, path
