"""The README shows what the program really answers."""

import re
import shlex
from pathlib import Path

import pytest

from documents import blocks, consoles
from helpers import Run

CHECK = re.compile(
    r"`([\w-]+\.ttl)`,\n\n```turtle\n(.*?)```.*?```console\n\$ passerelle validate \1\n(.*?)```", re.DOTALL
)


@pytest.fixture(scope="module")
def readme(repository: Path) -> str:
    return (repository / "README.md").read_text(encoding="utf-8")


def test_what_is_asked_is_shown_with_its_answer(readme: str, run: Run, repository: Path) -> None:
    shown = list(consoles(readme, "query", "explain"))
    assert len(shown) == 4
    for command, answer in shown:
        done = run(*shlex.split(command), "--graph", str(repository), environment={"LC_ALL": "C"})
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines() == answer.splitlines(), f"put into README.md what this answers now: {command}"


def test_what_a_file_hears_is_shown(readme: str, run: Run, repository: Path, tmp_path: Path) -> None:
    (name, file, answer) = CHECK.findall(readme)[0]
    path = tmp_path / name
    path.write_text(file, encoding="utf-8")
    done = run("validate", str(path), "--graph", str(repository), environment={"LC_ALL": "C"})
    assert done.returncode == 1, done.stderr
    assert done.stdout.replace(f"{tmp_path}/", "") == answer


def test_the_query_with_graphs_has_an_answer(readme: str, run: Run, repository: Path) -> None:
    (query,) = blocks(readme, "sparql")
    done = run("query", "--format", "csv", query, "--graph", str(repository))
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 1


def test_the_number_of_questions_is_right(readme: str, repository: Path) -> None:
    number = len(list((repository / "data" / "queries").glob("*.ttl")))
    changelog = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"(\d+) questions are in", readme) == [str(number)], f"README.md: there are {number} questions"
    assert re.findall(r"(\d+) example questions", changelog)[:1] == [str(number)], f"CHANGELOG.md: there are {number}"
