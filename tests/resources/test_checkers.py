"""Pages and RDF under checkers that are not ours: html-validate, N3.js, rapper."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph
import pytest

from json_ld import inlined
from linked import BASE, RDF

CHECKERS = Path(__file__).parents[1] / "checkers"
MISSING = "The checkers are not installed: run `npm ci --prefix tests/checkers` (with Node.js 18 or later)"
NO_RAPPER = "rapper is not installed: it is in Debian's raptor2-utils"
# One thing of every class and, of what is no thing of the world, one in every group.
KINDS = f"""
SELECT ?iri {{
  {{ SELECT (MIN(?thing) AS ?iri) {{ GRAPH ?g {{ ?thing a ?class }} FILTER(STRSTARTS(STR(?thing), "{BASE}id/")) }}
     GROUP BY ?class }}
  UNION
  {{ VALUES ?iri {{ <{BASE}ns/> <{BASE}ns/Region> <{BASE}ns/leadsTo> <{BASE}shape/Region> <{BASE}source/digint-aura>
                   <{BASE}graph/editorial/claims> <{BASE}graph/sources> <{BASE}id/region/84> }} }}
}}"""
OTHER_PAGES = ["/doc/region/none.html", "/doc/regoin/84.html", "/query/no-longer-holds.html", "/sparql?format="]
Node = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def node() -> Node:
    """Runs a program of Node.js in the folder of the checkers."""
    program = shutil.which("node")
    if program is None or not (CHECKERS / "node_modules").is_dir():
        pytest.skip(MISSING)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(program), *arguments], cwd=CHECKERS, capture_output=True, encoding="utf-8", check=False, timeout=300
        )

    return run


@pytest.fixture(scope="module")
def paths(whole: httpx.Client) -> list[str]:
    """The descriptions that are checked."""
    rows = whole.get("/sparql", params={"query": KINDS, "format": "json"}).json()["results"]["bindings"]
    found = {row["iri"]["value"].removeprefix(BASE).removeprefix("id/") for row in rows}
    assert len(found) > 50
    return sorted(f"/doc/{name.partition('#')[0]}" for name in found)


def count(content: bytes, kind: pyoxigraph.RdfFormat) -> int:
    return len({*pyoxigraph.parse(content, kind)})


def test_pages_are_valid_html(whole: httpx.Client, paths: list[str], node: Node, tmp_path: Path) -> None:
    browser = {"Accept": "text/html"}
    for language in ("en", "fr"):
        for number, path in enumerate([*(f"{path}.html" for path in paths), *OTHER_PAGES]):
            response = whole.get(path, params={"lang": language}, headers=browser)
            assert response.headers["content-type"] == "text/html; charset=utf-8", path
            (tmp_path / f"{number:03}-{language}.html").write_bytes(response.content)
    program = str(CHECKERS / "node_modules" / "html-validate" / "bin" / "html-validate.mjs")
    # A pipe would be cut off where it is full.
    told = tmp_path / "found.json"
    done = node(program, "--config", ".htmlvalidate.json", "--formatter", f"json={told}", str(tmp_path / "*.html"))
    assert told.is_file(), done.stderr
    found = [
        f"{page['filePath']}:{message['line']} {message['ruleId']}: {message['message']}"
        for page in json.loads(told.read_bytes())
        for message in page["messages"]
    ]
    assert not found, "\n".join(found[:20])
    assert done.returncode == 0


def test_the_html_checker_sees_faults(node: Node, tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text("<!DOCTYPE html><html lang=fr><title>a</title><p id=a><p id=a><li>b</html>")
    program = str(CHECKERS / "node_modules" / "html-validate" / "bin" / "html-validate.mjs")
    assert "no-dup-id" in node(program, "--config", ".htmlvalidate.json", str(tmp_path / "wrong.html")).stdout


def test_n3_js_reads_turtle_n_triples_and_trig(
    whole: httpx.Client, paths: list[str], node: Node, tmp_path: Path, run: Callable[..., object]
) -> None:
    wanted, arguments = {}, []
    for number, path in enumerate(paths):
        for suffix, kind in ((".ttl", pyoxigraph.RdfFormat.TURTLE), (".nt", pyoxigraph.RdfFormat.N_TRIPLES)):
            for profile in ("passerelle", "schema", "elm"):
                content = whole.get(f"{path}{suffix}", params={"profile": profile}).content
                file = tmp_path / f"{number:03}-{profile}{suffix}"
                file.write_bytes(content)
                wanted[str(file)] = count(content, kind)
                arguments += ["text/turtle" if suffix == ".ttl" else "application/n-triples", str(file)]
    dump = tmp_path / "whole.trig"
    run("export", "--format", "trig", "--output", str(dump))
    wanted[str(dump)] = count(dump.read_bytes(), pyoxigraph.RdfFormat.TRIG)
    done = node("count.mjs", *arguments, "application/trig", str(dump))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == wanted
    assert wanted[str(dump)] > 20_000


def test_n3_js_sees_faults(node: Node, tmp_path: Path) -> None:
    for name, kind, text in (
        ("a.ttl", "text/turtle", "<a> <b> ."),
        ("a.nt", "application/n-triples", "<x:a> a <x:b> ."),
    ):
        (tmp_path / name).write_text(text)
        (found,) = json.loads(node("count.mjs", kind, str(tmp_path / name)).stdout).values()
        assert "Error" in found


@pytest.mark.parametrize(("suffix", "parser"), [(".ttl", "turtle"), (".rdf", "rdfxml"), (".nt", "ntriples")])
def test_rapper_reads_what_we_write(
    whole: httpx.Client, paths: list[str], suffix: str, parser: str, tmp_path: Path
) -> None:
    if shutil.which("rapper") is None:
        pytest.skip(NO_RAPPER)
    _, _, kind = RDF[suffix]
    for path in paths:
        content = whole.get(f"{path}{suffix}").content
        (tmp_path / "file").write_bytes(content)
        done = subprocess.run(
            ["rapper", "-i", parser, "-c", str(tmp_path / "file"), "https://w3id.org/passerelle/"],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{path}{suffix}: {done.stderr}"
        told = re.search(r"returned (\d+) triples", done.stderr)
        assert told
        assert int(told[1]) == count(inlined(content), kind), path
        assert "Warning" not in done.stderr, done.stderr
