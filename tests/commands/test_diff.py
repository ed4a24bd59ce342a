"""`passerelle diff`: two states of the graph, of whatever kind, compared thing by thing."""

import gzip
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, serialize

from helpers import HEAD, SMALL_GRAPH, Run, Write
from passerelle.publishing.rdf_patch import patch_lines
from passerelle.store.comparison import compare
from passerelle.store.snapshots import take_snapshot
from patches import applied, canonical, statements

CHANGED = SMALL_GRAPH | {
    "data/report/context.trig": HEAD
    + """
report:context-01 {
  <id/region/84> a psl:Region ; rdfs:label "Auvergne et Rhône" ; psl:within <id/country/FR> .
}
report:context-02 { # sentence 1
  <id/region/84> psl:within <id/country/FR> .
  <id/region/99> a psl:Region ; rdfs:label "Ailleurs"@fr, "Elsewhere"@en .
}
report:context-03 { # sentences 1-2
  <id/qualification-type/bp> psl:leadsTo <id/qualification-type/bts> .
}
editorial:names {
  <id/country/FR> rdfs:label "France"@fr, "France"@en .
}
""",
}
TEXT = """\
~ qualification-type:bp
  ~ psl:leadsTo: qualification-type:bts  (report:context-02 → report:context-03)

- qualification-type:cap  (removed)
  - psl:leadsTo: qualification-type:bp  (report:context-02)

~ Auvergne et Rhône  region:84
  ~ rdfs:label: Auvergne-Rhône-Alpes → Auvergne et Rhône  (report:context-01)

+ Elsewhere  region:99  (new)
  + rdf:type: region  psl:Region  (report:context-02)
  + rdfs:label: Ailleurs @fr  (report:context-02)
  + rdfs:label: Elsewhere  (report:context-02)

1 thing added, 1 removed, 2 changed: 5 statements added, 3 removed.
"""


@pytest.fixture(scope="module")
def changed(write: Write) -> Path:
    return write(CHANGED)


@pytest.fixture(scope="module")
def dumps(run: Run, small_graph: Path, changed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Dumps of both in every format, and compressed."""
    folder = tmp_path_factory.mktemp("dumps")
    for name, graph in (("old", small_graph), ("new", changed)):
        for suffix in ("nq", "trig", "jsonld", "nt", "ttl", "rdf"):
            path = folder / f"{name}.{suffix}"
            assert run("export", "--output", str(path), "--graph", str(graph)).returncode == 0
        content = (folder / f"{name}.nq").read_bytes()
        (folder / f"{name}.nq.gz").write_bytes(gzip.compress(content))
        (folder / f"{name}.nq.zst").write_bytes(zstandard.compress(content))
    return folder


def test_changes_are_told_thing_by_thing(run: Run, small_graph: Path, changed: Path) -> None:
    done = run("diff", str(small_graph), str(changed), environment={"LC_ALL": "en_GB.UTF-8"})
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == TEXT


def test_changes_are_told_in_the_language_of_the_reader(run: Run, small_graph: Path, changed: Path) -> None:
    told = run("diff", str(small_graph), str(changed), environment={"LC_ALL": "fr_FR.UTF-8"}).stdout
    assert "+ Ailleurs  region:99  (ajouté)\n  + rdf:type: région  psl:Region" in told
    assert told.endswith("1 chose ajoutée, 1 retirée, 2 modifiées\u00a0: 5 énoncés ajoutés, 3 retirés.\n")


@pytest.mark.parametrize("suffix", ["nq", "trig", "jsonld", "nq.gz", "nq.zst"])
def test_a_dump_says_what_its_folder_says(run: Run, small_graph: Path, changed: Path, dumps: Path, suffix: str) -> None:
    for arguments in ([], ["--inferred"]):
        for old, new in ((small_graph, dumps / f"old.{suffix}"), (dumps / f"new.{suffix}", changed)):
            done = run("diff", str(old), str(new), *arguments)
            assert (done.returncode, done.stdout) == (0, "Nothing differs.\n"), done.stderr
    expected = run("diff", str(small_graph), str(changed)).stdout
    assert run("diff", str(dumps / f"old.{suffix}"), str(dumps / f"new.{suffix}")).stdout == expected


@pytest.mark.parametrize("suffix", ["nt", "ttl", "rdf"])
def test_without_graphs_default_graphs_are_compared(run: Run, small_graph: Path, dumps: Path, suffix: str) -> None:
    for other in (small_graph, dumps / "old.nq", dumps / "old.nt"):
        assert run("diff", str(other), str(dumps / f"old.{suffix}")).stdout == "Nothing differs.\n"
    told = run("diff", str(small_graph), str(dumps / f"new.{suffix}")).stdout
    # What a rule infers is a part of them: there is no way any more from CAP to BTS.
    assert "  - psl:reaches: qualification-type:bts\n" in told
    assert "graph" not in told


def test_what_rules_infer_is_told_when_asked_for(run: Run, small_graph: Path, changed: Path) -> None:
    told = run("diff", str(small_graph), str(changed), "--inferred").stdout
    assert "  - psl:reaches: qualification-type:bts  (inferred:reaches)\n" in told


def test_builds_and_stores_of_others_are_compared(
    run: Run, small_graph: Path, small_store: Path, changed: Path, tmp_path: Path
) -> None:
    assert run("diff", str(small_graph), str(small_store)).returncode == 0
    assert run("diff", str(small_store), str(changed)).stdout == run("diff", str(small_graph), str(changed)).stdout
    (build,) = (small_store / "builds").iterdir()
    assert run("diff", str(build), str(small_graph)).returncode == 0
    store = Store(str(tmp_path / "other"))
    store.extend([Quad(NamedNode("a:s"), NamedNode("a:p"), Literal("x"), DefaultGraph())])
    store.flush()
    del store
    (tmp_path / "one.nq").write_text('<a:s> <a:p> "x" .\n<a:s> <a:p> "y" .\n')
    done = run("diff", str(tmp_path / "other"), str(tmp_path / "one.nq"))
    assert (done.returncode, done.stdout.splitlines()[1]) == (1, "  + <a:p>: y"), done.stderr


def test_json_tells_the_same_to_programs(run: Run, small_graph: Path, changed: Path) -> None:
    done = run("diff", "--format", "json", str(small_graph), str(changed))
    document = json.loads(done.stdout)
    assert done.returncode == 1
    assert document["things"] == {"added": 1, "removed": 1, "changed": 2}
    assert document["statements"] == {"added": 5, "removed": 3}
    (region,) = [change for change in document["changes"] if change["thing"].endswith("region/84")]
    label = {"property": "http://www.w3.org/2000/01/rdf-schema#label"}
    graph = {"graph": "https://w3id.org/passerelle/graph/report/context-01"}
    assert region["removed"] == [label | {"value": {"type": "literal", "value": "Auvergne-Rhône-Alpes"}} | graph]
    assert region["added"] == [label | {"value": {"type": "literal", "value": "Auvergne et Rhône"}} | graph]
    same = json.loads(run("diff", "--format", "json", str(changed), str(changed)).stdout)
    assert (same["same"], same["changes"]) == (True, [])


def test_a_patch_turns_one_dump_into_the_other(run: Run, dumps: Path) -> None:
    old, new = dumps / "old.nq", dumps / "new.nq"
    done = run("diff", "--inferred", "--format", "rdf-patch", str(old), str(new))
    assert done.returncode == 1
    assert canonical(applied(old.read_bytes(), done.stdout.encode())) == canonical(statements(new.read_bytes()))
    assert run("diff", "--inferred", "--format", "rdf-patch", str(old), str(new)).stdout == done.stdout
    none = run("diff", "--format", "rdf-patch", str(old), str(old))
    assert (none.returncode, none.stdout.splitlines()[1:]) == (0, ["TX .", "TC ."])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.nq", None, "There is nothing at"),
        ("wrong.csv", b"a,b", "is no dump of a graph. Its name ends in .nq, .trig"),
        ("broken.nq", b"<a:s> <a:p> .\n", "Correct it there."),
        ("broken.nq.gz", b"no gzip", "cannot be read"),
        ("cut.nq.gz", gzip.compress(b"<a:s> <a:p> <a:o> .\n" * 1000)[:40], "cannot be read"),
        ("broken.nq.zst", b"no zstd", "cannot be read"),
    ],
)
def test_a_side_that_cannot_be_used_is_told(
    run: Run, small_graph: Path, tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    for sides in ((str(small_graph), str(path)), (str(path), str(small_graph))):
        done = run("diff", *sides)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr
        assert str(path) in done.stderr
    (tmp_path / "empty").mkdir()
    assert run("diff", str(small_graph), str(tmp_path / "empty")).returncode == 2


IRIS = st.sampled_from([NamedNode(f"a:{name}") for name in "abc"])
BLANK = st.sampled_from([BlankNode(f"n{number}") for number in range(4)])
LITERALS = st.builds(Literal, st.text(max_size=3)) | st.sampled_from(
    [Literal("_:n1 .", language="fr"), Literal("1.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))]
)
QUADS = st.builds(
    Quad, IRIS | BLANK, IRIS, IRIS | BLANK | LITERALS, st.sampled_from([NamedNode("a:g"), DefaultGraph()])
)
DATASETS = st.lists(QUADS, max_size=12)


@given(DATASETS, DATASETS, DATASETS)
def test_any_patch_turns_the_old_into_the_new(common: list[Quad], before: list[Quad], after: list[Quad]) -> None:
    contents = [written([*common, *quads]) for quads in (before, after)]
    patch = b"".join(patched(*contents))
    assert canonical(applied(contents[0], patch)) == canonical(statements(contents[1]))


@given(DATASETS, st.permutations(range(4)))
def test_other_labels_of_blank_nodes_are_no_difference_where_they_can_be_told_apart(
    quads: list[Quad], order: list[int]
) -> None:
    """Where a blank node points to none that cannot be told from it."""
    tree = [quad for quad in quads if not (isinstance(quad.subject, BlankNode) and isinstance(quad.object, BlankNode))]
    other = [Quad(renamed(q.subject, order), q.predicate, renamed(q.object, order), q.graph_name) for q in tree]
    assert list(patched(written(tree), written(other)))[1:] == [b"TC .\n"]


def renamed(node: Any, order: list[int]) -> Any:
    return BlankNode(f"m{order[int(node.value[1:])]}") if isinstance(node, BlankNode) else node


def written(quads: list[Quad]) -> bytes:
    """N-Quads as the engine keeps them, to which a patch applies."""
    store = Store()
    store.extend(quads)
    return serialize(store, format=RdfFormat.N_QUADS) or b""


def patched(old: bytes, new: bytes) -> list[bytes]:
    with tempfile.TemporaryDirectory() as name:
        snapshots = []
        for number, content in enumerate((old, new)):
            path = Path(name, f"{number}.nq")
            path.write_bytes(content)
            folder = Path(name, str(number))
            folder.mkdir()
            snapshots.append(take_snapshot(path, folder, graphs=True, inferred=True))
        files = [snapshot.lines for snapshot in snapshots]
        return list(patch_lines(lambda: compare(*files), snapshots[0].labels))
