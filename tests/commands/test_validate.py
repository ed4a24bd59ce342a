"""`passerelle validate` on the real graph, and on files of every bad kind."""

import json
import re
import shutil
from http import HTTPStatus
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import RDF, SH

from helpers import Run
from hostile import ENVIRONMENT, HOSTILE

HEAD = """
@base <https://w3id.org/passerelle/> .
@prefix psl: <https://w3id.org/passerelle/ns/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""

WRONG = (
    HEAD
    + """
<id/qualification-type/new> a psl:QualificationType ;
  rdfs:label "Nouveau"@fr ;
  psl:duration "two years" .
"""
)
RIGHT = WRONG.replace('"two years"', '"P2Y"^^<http://www.w3.org/2001/XMLSchema#duration>')


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.ttl"
    path.write_text(WRONG, encoding="utf-8")
    return path


def test_the_graph_conforms(run: Run, repository: Path) -> None:
    done = run("validate", "--graph", str(repository))
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Conforms: nothing to repair( \(\d+ warnings?\))?\.\n$", done.stdout)


def test_a_broken_rule_about_graphs_is_reported_with_its_place(run: Run, repository: Path, tmp_path: Path) -> None:
    for name in ("ontology", "data", "shapes"):
        shutil.copytree(repository / name, tmp_path / name)
    (tmp_path / "data" / "reference" / "planted.trig").write_text(
        HEAD + "<graph/reference/planted> {\n  <id/right/compulsory-education> psl:minimumAge 6 .\n}\n",
        encoding="utf-8",
    )
    done = run("validate", "--format", "json", "--graph", str(tmp_path))
    assert done.returncode == 1
    rules = {result["rule"].rsplit("/", 1)[1] for result in json.loads(done.stdout)["results"]}
    assert {"wrong-value-asserted-violation", "graph-without-source-violation"} <= rules


def test_a_wrong_file_is_told_what_to_repair(run: Run, repository: Path, wrong: Path) -> None:
    done = run("validate", str(wrong), "--graph", str(repository), environment={"LC_ALL": "en_GB.UTF-8"})
    assert done.returncode == 1
    assert "psl:duration (duration) of a qualification type" in done.stdout
    assert "https://w3id.org/passerelle/shape/QualificationType-duration" in done.stdout
    assert f'{wrong}, line 8: qualification-type:new psl:duration "two years"' in done.stdout
    assert done.stdout.endswith("To repair: 1 violation.\n")


def test_it_speaks_the_language_of_the_reader(run: Run, repository: Path, wrong: Path) -> None:
    done = run("validate", str(wrong), "--graph", str(repository), environment={"LC_ALL": "fr_FR.UTF-8"})
    assert "psl:duration (durée) pour « type de diplôme »" in done.stdout


def test_the_report_is_also_rdf_and_json(run: Run, repository: Path, wrong: Path) -> None:
    turtle = run("validate", str(wrong), "--format", "turtle", "--graph", str(repository))
    report = Graph().parse(data=turtle.stdout, format="turtle")
    (result,) = report.subjects(RDF.type, SH.ValidationResult)
    assert str(report.value(result, SH.value)) == "two years"
    read = json.loads(run("validate", str(wrong), "--format", "json", "--graph", str(repository)).stdout)
    assert read["conforms"] is False
    (found,) = read["results"]
    assert (found["file"], found["line"], found["value"]["value"]) == (str(wrong), 8, "two years")
    assert set(found["messages"]) == {"en", "fr"}


@pytest.mark.parametrize("suffix", ["ttl", "nt", "nq", "rdf", "jsonld", "trig"])
def test_every_format_is_read(run: Run, repository: Path, tmp_path: Path, suffix: str) -> None:
    graph = Graph().parse(data=RIGHT, format="turtle")
    names = {"ttl": "turtle", "nt": "nt", "rdf": "pretty-xml", "jsonld": "json-ld", "trig": "turtle", "nq": "nt"}
    path = tmp_path / f"right.{suffix}"
    graph.serialize(path, format=names[suffix], encoding="utf-8")
    done = run("validate", str(path), "--graph", str(repository))
    assert (done.returncode, done.stdout) == (0, "Conforms: nothing to repair.\n"), done.stdout + done.stderr


@pytest.mark.parametrize("name", HOSTILE)
def test_a_broken_or_hostile_file_gets_its_own_answer(
    run: Run, checked_graph: Path, tmp_path: Path, name: str, listener: tuple[str, list[bytes]]
) -> None:
    address, hits = listener
    case = HOSTILE[name]
    path = tmp_path / f"file.{case.suffix}"
    path.write_bytes(case.bytes(f"{address}/x"))
    done = run("validate", str(path), "--graph", str(checked_graph), environment=ENVIRONMENT | {"LC_ALL": "en"})
    fine = case.status is HTTPStatus.OK
    assert done.returncode in ({0, 1} if fine else {2}), done.stdout + done.stderr
    assert case.says in (done.stdout if fine else done.stderr)
    assert fine == (done.stderr == "")
    if not fine:
        assert re.fullmatch(r"passerelle: [^\n]+\n", done.stderr)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", done.stdout + done.stderr)
    assert hits == []


@pytest.mark.parametrize(("name", "content"), [("list.xlsx", b"PK\x03\x04"), ("noname", RIGHT.encode())])
def test_a_suffix_that_says_nothing_is_refused(
    run: Run, checked_graph: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = run("validate", str(path), "--graph", str(checked_graph))
    assert done.returncode == 2
    assert f"{name}: the suffix" in done.stderr
    assert ".ttl, .trig" in done.stderr


def test_a_folder_and_a_missing_file_are_told_apart_from_rdf(run: Run, repository: Path, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.ttl"):
        done = run("validate", str(path), "--graph", str(repository))
        assert done.returncode == 2
        assert "is no file" in done.stderr


def test_a_huge_file_is_refused_unread(run: Run, repository: Path, tmp_path: Path) -> None:
    path = tmp_path / "huge.ttl"
    with path.open("wb") as file:
        file.truncate(1024**3)
    done = run("validate", str(path), "--graph", str(repository))
    assert done.returncode == 2
    assert "is larger than" in done.stderr


def test_a_folder_without_shapes_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sources.ttl").write_text(HEAD + "<source/a> rdfs:label 'a' .", encoding="utf-8")
    done = run("validate", "--graph", str(tmp_path))
    assert done.returncode == 2
    assert "holds no shapes" in done.stderr


PLANTED = """
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix eqf: <http://data.europa.eu/snb/eqf/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<graph/reference/planted> {
  <id/right/compulsory-education> psl:minimumAge 6 .
  <id/qualification-type/planted> a psl:QualificationType ; rdfs:label "Planté"@fr ;
    psl:eqfLevel eqf:5 ; psl:nationalLevel <id/national-level/4> ; psl:leadsTo <id/qualification-type/cap> ;
    psl:validFrom "2020-01-01"^^xsd:date ; psl:validUntil "2019-01-01"^^xsd:date ; psl:duration "long" .
  <id/identifier/planted> a adms:Identifier ; rdfs:label "349505371" ; skos:notation "349505371" ;
    dcterms:type <id/concept/scheme-siren> .
  <id/claim/planted> a psl:Claim ; psl:about <id/region/84> ; psl:property psl:startYear ;
    psl:value "1900"^^xsd:gYear ; psl:standing <id/concept/status-abolished> .
  <id/region/planted> a psl:Region ; psl:containedIn <id/region/planted> ; psl:hasAsset [ rdfs:label "rien" ] .
}
"""


def test_a_file_is_told_what_it_would_be_told_as_a_part_of_the_graph(
    run: Run, repository: Path, tmp_path: Path
) -> None:
    """Shapes look only at what a file describes; they must find there whatever a check of the whole finds there."""
    planted = tmp_path / "planted.trig"
    planted.write_text(HEAD + PLANTED, encoding="utf-8")
    whole = tmp_path / "whole"
    for name in ("ontology", "data", "shapes"):
        shutil.copytree(repository / name, whole / name)
    shutil.copy(planted, whole / "data" / "reference" / "planted.trig")
    alone = results(run("validate", str(planted), "--format", "json", "--graph", str(repository)).stdout)
    together = results(run("validate", "--format", "json", "--graph", str(whole)).stdout)
    before = results(run("validate", "--format", "json", "--graph", str(repository)).stdout)
    assert len({rule for rule, *_ in alone}) >= 9
    # A blank node has one name in the file and another in the graph.
    assert {row for row in alone if "_:" not in row} == {row for row in together - before if "_:" not in row}


def results(report: str) -> set[tuple[str, ...]]:
    """Rule, thing, property and value of each result."""
    return {
        (
            result["rule"],
            result["component"],
            "_:" if result["focus"]["type"] == "bnode" else result["focus"]["value"],
            str(result["path"]),
            str(result["value"] and ("_:" if result["value"]["type"] == "bnode" else result["value"]["value"])),
        )
        for result in json.loads(report)["results"]
    }
