"""`passerelle query` and `export`, as a user runs them."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic

from helpers import SMALL_GRAPH, Run, Write, on_terminal
from passerelle import __version__

REGION = "https://w3id.org/passerelle/id/region/84"


def test_a_query_needs_no_prefix_lines(run: Run, small_graph: Path) -> None:
    done = run("query", "SELECT ?r ?name { ?r a psl:Region ; rdfs:label ?name }", "--graph", str(small_graph))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "r\tname\nregion:84\tAuvergne-Rhône-Alpes\n"


def test_a_declared_prefix_is_left_alone(run: Run, small_graph: Path) -> None:
    done = run("query", "PREFIX psl: <a:> SELECT ?r { ?r a psl:Region }", "--graph", str(small_graph))
    assert done.stdout == "r\n"


def test_a_query_comes_from_a_file_a_pipe_or_by_name(run: Run, small_graph: Path, tmp_path: Path) -> None:
    query = "SELECT ?region { ?region a psl:Region }"
    path = tmp_path / "question.rq"
    path.write_text(query, encoding="utf-8")
    expected = "region\nregion:84  Auvergne-Rhône-Alpes\n"
    assert run("query", str(path), "--graph", str(small_graph)).stdout == expected
    assert run("query", "-", "--graph", str(small_graph), text_in=query).stdout == expected
    assert run("query", "regions", "--graph", str(small_graph)).stdout == expected


@pytest.mark.parametrize(
    ("language", "title"), [("fr_FR.UTF-8", "Quelles régions ?"), ("en_GB.UTF-8", "Which regions?")]
)
def test_examples_are_listed_in_the_user_s_language(run: Run, small_graph: Path, language: str, title: str) -> None:
    done = run("query", "--list", "--graph", str(small_graph), environment={"LC_ALL": "", "LANG": language})
    header, *lines = done.stdout.splitlines()
    assert header == "name\ttitle\ttheme\tparameters"
    assert f"regions\t{title}\t\t" in lines


def test_examples_are_listed_by_theme_with_their_parameters(run: Run, small_graph: Path) -> None:
    lines = run("query", "--list", "--graph", str(small_graph)).stdout.splitlines()
    assert "below\tHow many units?\tterritories\tleast=1 text=a whole=country:FR" in lines
    shown = on_terminal(60, "query", "--list", "--graph", str(small_graph))
    assert shown.index("territories") < shown.index("below") < shown.index("How many units?")
    assert "least=1  text=a  whole=country:FR" in shown
    assert "\x1b[31m" not in shown


def test_an_example_runs_with_values_for_its_parameters(run: Run, small_graph: Path) -> None:
    graph = ("--graph", str(small_graph))
    by_default = run("query", "--example", "below", *graph)
    assert by_default.stdout == (
        "part\twhole\tleast\ttext\nregion:84  Auvergne-Rhône-Alpes\tcountry:FR  France\t1\ta\n"
    )
    assert by_default.stderr == ""
    chosen = run("query", "below", "--set", "least=28", "--set", "text=b c", *graph)
    assert chosen.stdout.splitlines()[1].split("\t")[2:] == ["28", "b c"]
    elsewhere = run("query", "below", "--set", "whole=region:84", *graph)
    assert (elsewhere.stdout, elsewhere.stderr) == ("part\twhole\tleast\ttext\n", "")


def test_a_thing_that_the_graph_does_not_know_is_noted(run: Run, small_graph: Path) -> None:
    done = run("query", "below", "--set", "whole=region:840", "--graph", str(small_graph))
    assert (done.returncode, done.stdout) == (0, "part\twhole\tleast\ttext\n")
    assert done.stderr.startswith("Note: The graph says nothing of region:840. Did you mean one of region:84")


def test_the_question_stands_above_its_answer_on_a_terminal(small_graph: Path) -> None:
    shown = on_terminal(100, "query", "--example", "below", "--set", "least=28", "--graph", str(small_graph))
    assert shown.index("How many units?") < shown.index("least=28") < shown.index("Auvergne-Rhône-Alpes  region:84")


def test_the_text_of_an_example_can_be_taken_away(run: Run, small_graph: Path) -> None:
    text = run("query", "--example", "below", "--set", "whole=region:84", "--show", "--graph", str(small_graph)).stdout
    assert "{ <https://w3id.org/passerelle/id/region/84> }" in text
    assert run("query", "-", "--graph", str(small_graph), text_in=text).stdout == "part\twhole\tleast\ttext\n"


@pytest.mark.parametrize(("language", "label"), [("fr_FR.UTF-8", "région"), ("en_GB.UTF-8", "region")])
def test_labels_stand_beside_iris_in_tables(run: Run, small_graph: Path, language: str, label: str) -> None:
    def answer(query: str, *options: str) -> list[str]:
        environment = {"LC_ALL": language}
        done = run("query", query, "--graph", str(small_graph), *options, environment=environment)
        return done.stdout.splitlines()[1:]

    query = "SELECT ?kind { region:84 a ?kind }"
    assert answer(query) == [f"psl:Region  {label}"]
    assert answer(query, "--no-labels") == ["psl:Region"]
    assert answer(query, "--format", "csv") == ["https://w3id.org/passerelle/ns/Region"]
    assert answer("SELECT ?kind ?kindLabel { BIND(psl:Region AS ?kind) }") == ["psl:Region\t"]


def test_many_things_are_labelled_at_once(run: Run, small_graph: Path) -> None:
    query = (
        "SELECT ?x { { ?x a psl:Region } UNION { VALUES ?x { " + " ".join(f"<a:{n}>" for n in range(5_000)) + " } } }"
    )
    lines = run("query", "-", "--graph", str(small_graph), text_in=query).stdout.splitlines()
    assert len(lines) == 5_002
    assert "region:84  Auvergne-Rhône-Alpes" in lines


def test_tables_are_written_in_each_format(run: Run, small_graph: Path) -> None:
    def written(kind: str) -> str:
        done = run("query", "SELECT ?r { ?r a psl:Region }", "--format", kind, "--graph", str(small_graph))
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert json.loads(written("json"))["results"]["bindings"][0]["r"]["value"] == REGION
    assert list(csv.reader(io.StringIO(written("csv")))) == [["r"], [REGION]]
    assert written("tsv") == f"?r\n<{REGION}>\n"
    assert f"<uri>{REGION}</uri>" in written("xml")


def test_graphs_are_written_in_each_format(run: Run, small_graph: Path) -> None:
    graphs = []
    for kind, name in (("turtle", "turtle"), ("ntriples", "nt"), ("rdfxml", "xml"), ("jsonld", "json-ld")):
        done = run("query", "DESCRIBE region:84", "--format", kind, "--graph", str(small_graph))
        graphs.append(rdflib.Graph().parse(data=done.stdout, format=name))
    assert all(len(graph) == 3 and isomorphic(graph, graphs[0]) for graph in graphs)


def test_ask_answers_yes_or_no(run: Run, small_graph: Path) -> None:
    assert run("query", "ASK { ?r a psl:Region }", "--graph", str(small_graph)).stdout == "yes\n"
    assert run("query", "ASK { ?r a psl:Planet }", "--graph", str(small_graph)).stdout == "no\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["SELECT * { ?r a psl:Region ;; FOO }"], "line 1, column"),
        (["SELECT * { SERVICE <http://127.0.0.1/> {} }"], "SERVICE"),
        (["ASK {}", "--format", "turtle"], "ASK has no result in turtle"),
        (["none.rq"], "neither a query, a file nor an example. `passerelle query --list`"),
        (["region"], "nor an example. Did you mean regions?"),
        (["--example", "Belo"], "There is no example 'Belo'. Did you mean below?"),
        (["--example", "below", "ASK {}"], "not both"),
        (["--example", "below", "--set", "age=3"], "no parameter 'age'; it has least, text, whole"),
        (["--example", "below", "--set", "least=many"], "takes a whole number such as 1, not 'many'"),
        (["--example", "below", "--set", "least"], "--set takes NAME=VALUE"),
        (["--example", "below", "--set", "least=1", "--set", "least=2"], "two values"),
        (["ASK {}", "--set", "least=1"], "--set gives a value to an example"),
        (["a" * 5_000], "File name too long"),
        (["/"], "Is a directory"),
        ([" "], "neither a query"),
        (["CLEAR ALL"], "CLEAR is an update"),
        (["LOAD <http://127.0.0.1/>"], "LOAD is an update"),
        (["SELECT * { nope:x ?p ?o }"], "column 12: the prefix nope: is not declared"),
        (["SELECT (<a:f>(1) AS ?x) {}"], "<a:f> is not supported"),
        ([], "Give a query"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_line(
    run: Run, small_graph: Path, arguments: list[str], message: str
) -> None:
    done = run("query", *arguments, "--graph", str(small_graph))
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("SELECT ?x {\n\t?x a psl:Region ;;\tFOO\n}", "  \t?x a psl:Region ;;\tFOO\n  \t                  \t^\n"),
        ("SELECT ?x {\r\n ?x a psl:Region ; FOO\r\n}", "   ?x a psl:Region ; FOO\n                     ^\n"),
        ('SELECT ?x { ?x rdfs:label "日本" FOO }', '{ ?x rdfs:label "日本" FOO }\n' + " " * 35 + "^\n"),
        ("SELECT ?x { ?x a e\u0301e FOO }", "{ ?x a e\u0301e FOO }\n" + " " * 19 + "^\n"),
        (
            "SELECT ?x {\n  ?x a psl:Region",
            "line 1, column 11: the “{” that opens here is not closed\n  SELECT ?x {\n            ^\n",
        ),
        ("SELECT ?x { ?x a nope:Region }", "column 18: the prefix nope: is not declared\n  SELECT"),
        ("SELECT ?x { ?x a \x1b[31m }", "“\u241b” cannot stand here"),
        ("SELECT ?x { " + "?x a psl:Region . " * 20 + "FOO }", "\n  …"),
    ],
)
def test_a_caret_stands_below_what_is_wrong(run: Run, small_graph: Path, query: str, shown: str) -> None:
    done = run("query", query, "--graph", str(small_graph))
    assert done.returncode == 2
    assert shown in done.stderr
    assert max(map(len, done.stderr.splitlines())) < 140


def test_an_error_says_in_which_file_or_example_it_is(run: Run, write: Write, tmp_path: Path) -> None:
    head, query = SMALL_GRAPH["data/queries/regions.ttl"].split("?region WHERE { ")
    broken = write(SMALL_GRAPH | {"data/queries/regions.ttl": f"{head}?region WHERE {{ ; {query}"})
    done = run("query", "--example", "regions", "--graph", str(broken))
    assert "the example regions, line 1, column 24: “;” cannot stand here" in done.stderr
    path = tmp_path / "question.rq"
    path.write_text("ASK {\n;", encoding="utf-8")
    done = run("query", str(path), "--graph", str(broken))
    assert f"{path}, line 2, column 1: “;” cannot stand here; expected" in done.stderr


def test_a_missing_graph_is_said_in_a_line(run: Run, tmp_path: Path) -> None:
    done = run("query", "ASK {}", "--graph", str(tmp_path / "none"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "ontology/, data/ and shapes/" in done.stderr


def test_a_terminal_gets_a_table_with_nothing_cut_off(small_graph: Path) -> None:
    query = "SELECT ?long { BIND('" + "abcdefghij" * 30 + "' AS ?long) }"
    shown = on_terminal(60, "query", query, "--graph", str(small_graph))
    assert sum(character in "abcdefghij" for character in shown) >= 300
    assert "1 row" in shown


def test_columns_that_do_not_fit_are_listed(small_graph: Path) -> None:
    query = "SELECT " + " ".join(f"('value{n}.' AS ?name{n})" for n in range(30)) + " {}"
    shown = on_terminal(60, "query", query, "--graph", str(small_graph))
    assert all(f"name{n}: value{n}." in shown for n in range(30))


@pytest.mark.parametrize("width", [5, 80])
def test_data_does_not_steer_the_terminal(small_graph: Path, width: int) -> None:
    query = 'SELECT ("\x1b[31mred\x07\x9b" AS ?x) {}'
    assert "\u241b[31mred\u2407\ufffd" in on_terminal(width, "query", query, "--graph", str(small_graph))


def test_cells_are_shown_as_they_are(small_graph: Path) -> None:
    shown = on_terminal(80, "query", 'SELECT ("[bold]b[/bold] :smile:" AS ?x) {}', "--graph", str(small_graph))
    assert "[bold]b[/bold] :smile:" in shown


@pytest.mark.parametrize(
    "arguments", [["query", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"], ["stats"], ["export"]]
)
def test_a_closed_pipe_is_no_error(small_graph: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-m", "passerelle", *arguments, "--graph", str(small_graph)]
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert process.stderr == b""
    assert process.returncode == 0


@pytest.mark.parametrize("arguments", [["query", "ASK {}"], ["stats"], ["export"]])
def test_a_full_disk_is_said_in_a_line(small_graph: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-m", "passerelle", *arguments, "--graph", str(small_graph)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (2, b"passerelle: No space left on device.\n")


def test_closed_streams_are_no_error(small_graph: Path) -> None:
    for arguments, code in (("stats >&-", 0), ("query - <&-", 2)):
        command = f"{sys.executable} -m passerelle {arguments} --graph {small_graph}"
        done = subprocess.run(["bash", "-c", command], capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == code
        assert "Traceback" not in done.stderr


def test_ctrl_c_stops_a_query_that_runs(small_graph: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12)) + " }"
    script = (
        "import sys, threading, os, signal; from passerelle.store import execution;"
        "run = execution._run;"
        "execution._run = lambda *a: (threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start(), run(*a))[1];"
        f"sys.argv = ['passerelle', 'query', {query!r}, '--graph', {str(small_graph)!r}];"
        "from passerelle.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGINT


def test_export_holds_every_graph_or_the_merge(run: Run, small_graph: Path, tmp_path: Path) -> None:
    trig = tmp_path / "all.trig"
    done = run("export", "--output", str(trig), "--graph", str(small_graph))
    assert done.returncode == 0, done.stderr
    everything = rdflib.Dataset().parse(trig)
    quads = rdflib.Dataset().parse(
        data=run("export", "-f", "nquads", "--graph", str(small_graph)).stdout, format="nquads"
    )
    assert len(everything) == len(quads) > 0
    assert not len(everything.default_graph)
    turtle = rdflib.Graph().parse(
        data=run("export", "-f", "turtle", "--graph", str(small_graph)).stdout, format="turtle"
    )
    triples = rdflib.Graph().parse(
        data=run("export", "-f", "ntriples", "--graph", str(small_graph)).stdout, format="nt"
    )
    assert set(turtle) == set(triples)
    assert len(turtle) == 11


def test_the_same_graph_is_exported_as_the_same_bytes(run: Run, small_graph: Path) -> None:
    for kind in ("trig", "jsonld", "rdfxml"):
        written = {run("export", "--format", kind, "--graph", str(small_graph)).stdout for _ in range(2)}
        assert len(written) == 1


def test_help_teaches_by_examples(run: Run) -> None:
    assert run("--version").stdout == f"passerelle {__version__}\n"
    for command in ([], ["serve"], ["query"], ["explain"], ["export"], ["stats"]):
        shown = run(*command, "--help").stdout
        assert "passerelle " in shown.partition("xamples:")[2]
    assert all(
        f"\n  {command} " in run("--help").stdout for command in ("serve", "query", "explain", "export", "stats")
    )
