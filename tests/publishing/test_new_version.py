"""`passerelle new-version` releases a copy of the ontology, and refuses what would break for whoever relies on it."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, XSD, Graph, Literal, URIRef

from helpers import Run
from passerelle.publishing.releases.archive import read_version

PSL = "https://w3id.org/passerelle/ns/"
HEADER = "ontology/passerelle.ttl"


def copied(repository: Path, folder: Path) -> Path:
    """The ontology and the shapes in a folder of their own, without releases."""
    shutil.copytree(repository / "ontology", folder / "ontology", ignore=shutil.ignore_patterns("releases"))
    shutil.copytree(repository / "shapes", folder / "shapes")
    edit(folder / HEADER, f"  owl:priorVersion <{PSL}0.0.9> ;\n", "")
    return folder


@pytest.fixture
def copy(repository: Path, tmp_path: Path) -> Path:
    return copied(repository, tmp_path)


@pytest.fixture(scope="module")
def released(repository: Path, run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Such a folder with one release; not to be changed."""
    folder = copied(repository, tmp_path_factory.mktemp("released"))
    made = run("new-version", stated(folder), "--date", "2026-12-01", "--graph", str(folder))
    assert made.returncode == 0, made.stderr
    return folder


def graph(folder: Path, pattern: str) -> Graph:
    found = Graph()
    for path in folder.glob(pattern):
        found.parse(path)
    return found


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def header(folder: Path) -> Graph:
    return Graph().parse(folder / HEADER)


def stated(folder: Path) -> str:
    (version,) = header(folder).objects(URIRef(PSL), OWL.versionInfo)
    return str(version)


def test_a_release_holds_the_ontology_and_the_shapes(released: Path) -> None:
    folder = released / "ontology" / "releases" / stated(released)
    names = {"ontology.ttl", "shapes.ttl", "changes.json", "changes.en.md", "changes.fr.md", "SHA256SUMS"}
    assert {path.name for path in folder.iterdir()} - {"context.jsonld"} == names
    assert (folder / "context.jsonld").is_file() == (released / "ontology" / "context.jsonld").is_file()
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    for digest, name in (line.split("  ") for line in lines):
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert len(lines) == len(list(folder.iterdir())) - 1
    whole, modules = Graph().parse(folder / "ontology.ttl"), graph(released, "ontology/modules/*.ttl")
    terms = {s for s in modules.subjects() if str(s).startswith(PSL)}
    assert all(triple in whole for term in terms for triple in modules.triples((term, None, None)))
    assert list(whole.subjects(RDF.type, OWL.Ontology)) == [URIRef(PSL)]
    assert (None, OWL.imports, None) not in whole, "a release must not import what changes"
    assert len(Graph().parse(folder / "shapes.ttl")) == len(graph(released, "shapes/*.ttl"))
    report = json.loads((folder / "changes.json").read_text(encoding="utf-8"))
    assert {item["iri"] for item in report["terms"]["added"]} == set(map(str, terms))
    assert (report["date"], report["previous"]) == ("2026-12-01", None)


def change(folder: Path) -> None:
    """Add, change, deprecate and remove a term; change a shape, and remove those of the removed term."""
    module = folder / "ontology/modules/legislation.ttl"
    edit(module, '"official journal reference"@en', '"place in the journal"@en')
    count = "psl:articleCount a owl:DatatypeProperty ;"
    edit(module, count, f"{count} owl:deprecated true ; dcterms:isReplacedBy psl:journalReference ;")
    term = 'psl:Sheet a owl:Class ; rdfs:label "sheet"@en, "feuille"@fr ; skos:definition "One."@en, "Une."@fr ;'
    module.write_text(f"{module.read_text('utf-8')}\n{term} rdfs:isDefinedBy <{PSL}> .\n", encoding="utf-8")
    edit(folder / "shapes/country.ttl", "sh:uniqueLang true", "sh:uniqueLang false")
    gone = [f"{PSL}digest", *(f"https://w3id.org/passerelle/shape/{name}-digest" for name in ("Passage", "Sentence"))]
    (folder / "data").mkdir()
    (folder / "data/retired.ttl").write_text(
        "".join(f"<{iri}> <{OWL.deprecated}> true .\n" for iri in gone)
        + f"<{gone[0]}> <{DCTERMS.isReplacedBy}> <{PSL}journalReference> .",
        encoding="utf-8",
    )
    for path in [*(folder / "ontology").glob("m*/*.ttl"), *(folder / "shapes").glob("*.ttl")]:
        blocks = path.read_text(encoding="utf-8").split("\n\n")
        kept = "\n\n".join(block for block in blocks if not block.startswith(("psl:digest", *named(gone[1:]))))
        for shape in named(gone[1:]):
            kept = kept.replace(f"    {shape},\n", "").replace(f",\n    {shape} .", " .")
        path.write_text(kept, encoding="utf-8")


def named(iris: list[str]) -> list[str]:
    return [f"<{iri.removeprefix('https://w3id.org/passerelle/')}>" for iri in iris]


def test_the_next_release_tells_what_has_changed(run: Run, released: Path, tmp_path: Path) -> None:
    folder, first = tmp_path / "next", stated(released)
    shutil.copytree(released, folder)
    change(folder)
    before = contents(folder / "ontology/releases" / first)
    made = run("new-version", "9.0.0", "--date", "2027-01-31", "--graph", str(folder))
    assert made.returncode == 0, made.stderr
    assert "1 added, 1 changed, 2 retired" in made.stdout
    assert contents(folder / "ontology/releases" / first) == before
    report = json.loads((folder / "ontology/releases/9.0.0/changes.json").read_text(encoding="utf-8"))
    assert [item["iri"] for item in report["terms"]["added"]] == [f"{PSL}Sheet"]
    (changed,) = report["terms"]["changed"]
    assert changed["iri"] == f"{PSL}journalReference"
    assert changed["said"] == ['rdfs:label "place in the journal"@en']
    assert changed["unsaid"] == ['rdfs:label "official journal reference"@en']
    retired = {item["iri"]: item["successors"] for item in report["terms"]["retired"]}
    assert retired == {f"{PSL}{name}": [f"{PSL}journalReference"] for name in ("articleCount", "digest")}
    assert len(report["shapes"]["retired"]) == 2
    said = [(item["said"], item["unsaid"]) for item in report["shapes"]["changed"]]
    assert (["sh:uniqueLang false"], ["sh:uniqueLang true"]) in said
    text = (folder / "ontology/releases/9.0.0/changes.fr.md").read_text(encoding="utf-8")
    assert "### Retraits (2)" in text
    assert "`psl:Sheet` – feuille" in text


def test_the_header_moves_on_and_nothing_else_of_it(run: Run, released: Path, tmp_path: Path) -> None:
    folder, first, itself = tmp_path / "next", stated(released), URIRef(PSL)
    shutil.copytree(released, folder)
    assert run("new-version", "9.0.0", "--date", "2027-01-31", "--graph", str(folder)).returncode == 0
    before, after = header(released), header(folder)
    assert after.value(itself, OWL.versionIRI) == URIRef(f"{PSL}9.0.0")
    assert after.value(itself, OWL.priorVersion) == URIRef(f"{PSL}{first}")
    for predicate in (DCTERMS.modified, DCTERMS.issued):
        assert after.value(itself, predicate) == Literal("2027-01-31", datatype=XSD.date)
    citation = str(after.value(itself, DCTERMS.bibliographicCitation))
    assert citation.endswith("(2027). Passerelle ontology, version 9.0.0. https://w3id.org/passerelle/ns/9.0.0")
    moved = {str(p).rpartition("/")[2].rpartition("#")[2] for _, p, _ in before - after}
    assert moved == {"versionIRI", "versionInfo", "modified", "issued", "bibliographicCitation"}
    assert Graph().parse(folder / "ontology/releases/9.0.0/ontology.ttl").value(itself, OWL.versionInfo) == Literal(
        "9.0.0"
    )


def release_by_hand(folder: Path, version: str) -> Path:
    """A release with one term that is there no longer."""
    made = folder / "ontology" / "releases" / version
    made.mkdir(parents=True)
    term = f"<{PSL}Bygone> a <{OWL.Class}> ."
    (made / "ontology.ttl").write_text(term, encoding="utf-8")
    digest = hashlib.sha256(term.encode()).hexdigest()
    (made / "SHA256SUMS").write_text(f"{digest}  ontology.ttl\n", encoding="utf-8")
    return made


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(run: Run, folder: Path, version: str) -> str:
    before = contents(folder)
    done = run("new-version", version, "--graph", str(folder))
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stderr
    assert contents(folder) == before, "what is refused changes nothing"
    return done.stderr


@pytest.mark.parametrize("version", ["1", "1.0", "v1.0.0", "01.0.0", "1.0.0-beta", "", "../1.0.0"])
def test_what_is_no_version_is_refused(run: Run, copy: Path, version: str) -> None:
    assert "three numbers" in refused(run, copy, version)
    assert read_version(version) is None


def test_a_version_that_exists_or_is_not_above_the_last_is_refused(run: Run, copy: Path) -> None:
    release_by_hand(copy, "0.10.0")
    assert "never changes" in refused(run, copy, "0.10.0")
    # By number and not by text.
    assert "not above the last release, 0.10.0" in refused(run, copy, "0.9.0")


def test_a_header_of_another_version_is_refused(run: Run, copy: Path) -> None:
    assert "It has to be 7.0.0" in refused(run, copy, "7.0.0")
    edit(copy / HEADER, f'owl:versionInfo "{stated(copy)}"', 'owl:versionInfo "7.0.0"')
    assert "Write the same version" in refused(run, copy, "7.0.0")


@pytest.mark.parametrize(
    "what", ["owl:versionIRI", "owl:versionInfo", "dcterms:modified", "dcterms:issued", "dcterms:bibliographicCitation"]
)
def test_a_header_that_cannot_be_moved_on_is_refused(run: Run, copy: Path, what: str) -> None:
    version = stated(copy)
    text = (copy / HEADER).read_text(encoding="utf-8")
    (copy / HEADER).write_text(
        "\n".join(line for line in text.splitlines() if not line.strip().startswith(what)), encoding="utf-8"
    )
    assert what in refused(run, copy, version)


def test_a_term_that_vanished_is_refused(run: Run, copy: Path) -> None:
    release_by_hand(copy, stated(copy))
    told = refused(run, copy, "8.0.0")
    assert "psl:Bygone" in told
    assert "data/retired.ttl" in told


def test_what_the_shapes_object_to_is_refused(run: Run, copy: Path) -> None:
    edit(copy / "ontology/modules/legislation.ttl", ', "ratifie"@fr', "")
    assert "passerelle validate" in refused(run, copy, stated(copy))


def test_a_file_with_an_error_is_refused(run: Run, copy: Path) -> None:
    (copy / "ontology/modules/legislation.ttl").write_text("psl:broken", encoding="utf-8")
    assert "ontology/modules/legislation.ttl, line 1" in refused(run, copy, stated(copy))


def test_what_is_not_committed_is_refused(run: Run, copy: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", str(copy), "-c", "user.name=a", "-c", "user.email=a@b.c", *arguments], check=True)

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "all")
    edit(copy / HEADER, "Passerelle contributors", "Contributors")
    assert "not committed: ontology/passerelle.ttl" in refused(run, copy, stated(copy))


def test_help_says_what_is_made_and_what_is_refused(run: Run) -> None:
    text = " ".join(run("new-version", "--help").stdout.split())
    for said in ("SHA256SUMS", "changes.json", "data/retired.ttl", "/ns/X.Y.Z", "0.2.0", "not committed"):
        assert said in text
