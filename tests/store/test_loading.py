"""From folders to the data set: what goes where, and what a broken file is told."""

from pathlib import Path

import pytest

from helpers import HEAD, SMALL_GRAPH, Write
from passerelle.store.engine import Engine
from passerelle.store.failures import GraphError
from passerelle.store.request import DumpFormat
from passerelle.store.rows import values

BASE = "https://w3id.org/passerelle/"


def graphs(engine: Engine) -> set[str]:
    rows = values(engine, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    return {row["g"].removeprefix(f"{BASE}graph/") for row in rows}


def number(engine: Engine, pattern: str) -> int:
    (row,) = values(engine, f"PREFIX psl: <{BASE}ns/> SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    return int(row["n"])


def test_every_file_has_its_graph(small_engine: Engine) -> None:
    assert graphs(small_engine) == {
        "ontology",
        "ontology/places",
        "sources",
        "report/context-01",
        "report/context-02",
        "editorial/names",
        "vocabulary/levels",
        "queries/regions",
        "queries/below",
        "queries/hostile",
        "shapes/region",
        "inferred/reaches",
    }


def test_the_default_graph_merges_what_is_said_of_the_world(small_engine: Engine) -> None:
    assert number(small_engine, f"<{BASE}id/region/84> psl:within ?country") == 1
    assert number(small_engine, "?region a psl:Region") == 1
    assert number(small_engine, "?work a psl:Work") == 0
    assert number(small_engine, "GRAPH ?g { ?work a psl:Work }") == 1


def test_rules_run_to_a_fixpoint_into_graphs_of_their_own(small_engine: Engine) -> None:
    reaches = "?a psl:reaches ?b"
    assert (
        number(small_engine, reaches)
        == number(small_engine, f"GRAPH <{BASE}graph/inferred/reaches> {{ {reaches} }}")
        == 3
    )
    generated = "<http://www.w3.org/ns/prov#wasGeneratedBy>"
    described = f"<{BASE}graph/inferred/reaches> {generated} <{BASE}id/rule/reaches>"
    assert number(small_engine, f"GRAPH <{BASE}graph/sources> {{ {described} }}") == 1


def test_what_is_asserted_is_not_inferred_again(write: Write) -> None:
    data = HEAD + "report:context-01 { <a:a> psl:leadsTo <a:b> ; psl:reaches <a:b> . }"
    engine = Engine(
        write({"data/report/a.trig": data, "ontology/rules/r.rq": SMALL_GRAPH["ontology/rules/reaches.rq"]})
    )
    assert "inferred/r" not in graphs(engine)


def test_a_folder_without_our_layout_is_loaded_as_it_is(write: Write) -> None:
    folder = write(
        {"b/c d.ttl": "<a:s> <a:p> 1 .", "e.trig": "<a:g> { <a:s> <a:p> 1, 2 }", "f.nt": "<a:s> <a:p> <a:o> .\n"}
    )
    engine = Engine(folder)
    assert graphs(engine) == {"b/c%20d", "a:g", "f"}
    assert engine.summary.statements == 3


def test_the_version_depends_on_the_inputs_alone(write: Write) -> None:
    versions = [Engine(write(files)).summary.version for files in (SMALL_GRAPH, dict(reversed(SMALL_GRAPH.items())))]
    assert versions[0] == versions[1]
    changed = SMALL_GRAPH | {"ontology/rules/reaches.rq": SMALL_GRAPH["ontology/rules/reaches.rq"] + "\n# changed\n"}
    assert Engine(write(changed)).summary.version != versions[0]


def test_two_loads_give_the_same_bytes(small_graph: Path) -> None:
    assert Engine(small_graph).dump(DumpFormat.NQUADS) == Engine(small_graph).dump(DumpFormat.NQUADS)


def test_blank_nodes_of_two_files_stay_apart(write: Write) -> None:
    engine = Engine(write({"a.ttl": "_:x <a:p> 1 .", "b.ttl": "_:x <a:p> 2 ."}))
    assert number(engine, "?x <a:p> 1, 2") == 0


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("data/sources.ttl", "<a:s> <a:p>\n  zz:o .", r"data/sources.ttl, line 2, column \d+: .*zz"),
        ("data/report/a.trig", "<a:s> <a:p> <a:o> .", r"data/report/a.trig: .*<a:s> stands outside any graph"),
        ("data/report/a.trig", "<a:g> { <a:s> <a:p> <a:o> }", r"data/report/a.trig writes to <a:g>"),
        ("data/report/a.trig", "_:g { <a:s> <a:p> <a:o> }", r"data/report/a.trig: a graph is named by a blank node"),
        ("data/other.ttl", "<a:s> <a:p> <a:o> .", r"data/other.ttl has no place"),
        ("ontology/rules/r.rq", "CONSTRUCT { ?s a }", r"ontology/rules/r.rq: line 1, column \d+"),
        ("ontology/rules/r.rq", "SELECT * { ?s ?p ?o }", r"ontology/rules/r.rq is no CONSTRUCT"),
        (
            "ontology/rules/r.rq",
            "CONSTRUCT { ?s <a:p> [] } WHERE { ?s ?p ?o }",
            r"ontology/rules/r.rq makes blank nodes",
        ),
        (
            "ontology/rules/r.rq",
            "CONSTRUCT { ?s <a:n> ?m } WHERE { { ?s <a:n> ?n } UNION { ?s a ?t BIND(0 AS ?n) } BIND(?n + 1 AS ?m) }",
            r"ontology/rules/r.rq still add",
        ),
        (
            "ontology/rules/r.rq",
            "CONSTRUCT { ?s <a:p> 1 } WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
            r"ontology/rules/r.rq: .*SERVICE",
        ),
    ],
)
def test_a_broken_file_is_named(write: Write, name: str, text: str, message: str) -> None:
    world = {"data/report/z.trig": HEAD + "report:context-01 { <a:s> a <a:c> }"}
    with pytest.raises(GraphError, match=message):
        Engine(write(world | {name: text}))


def test_a_file_that_is_not_utf_8_is_named(write: Write) -> None:
    folder = write({"data/sources.ttl": ""})
    (folder / "data/sources.ttl").write_bytes(b'<a:s> <a:p> "\xff" .')
    with pytest.raises(GraphError, match=r"data/sources.ttl, line 1"):
        Engine(folder)
    (folder / "data/sources.ttl").write_text("<a:s> <a:p> 1 .")
    (folder / "ontology/rules").mkdir(parents=True)
    (folder / "ontology/rules/r.rq").write_bytes(b"\xff")
    with pytest.raises(GraphError, match=r"ontology/rules/r.rq"):
        Engine(folder)


def test_a_missing_or_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="ontology/, data/ and shapes/"):
        Engine(tmp_path / "none")
    with pytest.raises(GraphError, match="holds no RDF file"):
        Engine(tmp_path)


def test_releases_and_registers_are_no_part_of_the_graph(write: Write) -> None:
    extra = {"ontology/releases/1.0.0.ttl": "broken", "data/registers/rncp/description.ttl": "broken"}
    assert graphs(Engine(write(SMALL_GRAPH | extra))) == graphs(Engine(write(SMALL_GRAPH)))
