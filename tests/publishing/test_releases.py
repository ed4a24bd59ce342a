"""Releases of the ontology: their files never change, and the service answers for each at its own address."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import OWL, Graph, URIRef
from rdflib.compare import isomorphic

from conftest import serving
from linked import BROWSER, links
from linked import RDF as FORMATS
from linked import page as read_page
from passerelle.publishing.releases.archive import releases
from passerelle.settings import Settings

PSL = "https://w3id.org/passerelle/ns/"
# By hand, and one line more for each release: whoever changes a released file changes this line too, in full view.
SEALED = {"0.1.0": "18ff16a2ef77b0e26fa965283832bb2f31c55f02fe64ed92fed6e42e344335b4"}


@pytest.fixture(scope="module")
def two(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ontology with two releases, the second a copy of the first under another number."""
    folder = tmp_path_factory.mktemp("releases")
    for name in ("ontology", "shapes"):
        shutil.copytree(repository / name, folder / name)
    kept = folder / "ontology" / "releases"
    for path in sorted(kept.iterdir())[1:]:
        shutil.rmtree(path)
    (first,) = kept.iterdir()
    shutil.copytree(first, kept / "9.10.0")
    report = json.loads((kept / "9.10.0" / "changes.json").read_text(encoding="utf-8"))
    item = {"iri": f"{PSL}leadsTo", "kind": "ObjectProperty", "labels": {"en": "leads to"}}
    changed = [{**item, "said": ['rdfs:label "leads to"@en'], "unsaid": []}]
    retired = [{**item, "iri": f"{PSL}Bygone", "successors": [f"{PSL}leadsTo"]}]
    report |= {"version": "9.10.0", "previous": first.name}
    report["terms"] = {"added": [], "changed": changed, "retired": retired}
    (kept / "9.10.0" / "changes.json").write_text(json.dumps(report), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def first(two: Path) -> str:
    return str(releases(two)[0].version)


@pytest.fixture(scope="module")
def client(two: Path) -> Iterator[httpx.Client]:
    with serving(Settings(graph=two, workers=1)) as found:
        yield found


def test_released_files_never_change(repository: Path) -> None:
    known = releases(repository)
    assert known, "make the first release: passerelle new-version 0.1.0"
    for release in known:
        written = release.checksums()
        assert {path.name for path in release.folder.iterdir()} == {*written, "SHA256SUMS"}
        for name, digest in written.items():
            found = hashlib.sha256(release.read(name)).hexdigest()
            assert found == digest, f"{release.folder / name} was changed: git restore it, and make a new version"
        seal = hashlib.sha256(release.read("SHA256SUMS")).hexdigest()
        assert SEALED.get(str(release.version)) == seal, (
            f'add to SEALED, once and for all: "{release.version}": "{seal}"'
        )
    assert set(SEALED) == {str(release.version) for release in known}, "a release was removed: restore it"


def test_the_header_names_the_last_release(repository: Path) -> None:
    last = releases(repository)[-1].version
    header = Graph().parse(repository / "ontology/passerelle.ttl")
    assert header.value(URIRef(PSL), OWL.versionIRI) == URIRef(last.iri), "passerelle new-version moves the header on"


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_release_opens_in_every_format_and_for_good(client: httpx.Client, two: Path, first: str, suffix: str) -> None:
    media_type, reader, _ = FORMATS[suffix]
    by_header = client.get(f"/ns/{first}", headers={"Accept": media_type})
    by_name = client.get(f"/ns/{first}/ontology{suffix}")
    assert by_header.content == by_name.content
    for response in (by_header, by_name):
        assert response.status_code == 200
        assert response.headers["content-type"].partition(";")[0] == media_type
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    file = two / "ontology/releases" / first / "ontology.ttl"
    assert isomorphic(Graph().parse(data=by_name.content, format=reader), Graph().parse(file))
    if suffix == ".ttl":
        assert by_name.content == file.read_bytes()


def test_a_release_is_tagged_and_tells_its_neighbours(client: httpx.Client, first: str) -> None:
    found = client.get(f"/ns/{first}")
    again = client.get(f"/ns/{first}", headers={"If-None-Match": found.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert found.headers["vary"] == "Accept, Accept-Encoding, Accept-Language"
    head = client.head(f"/ns/{first}")
    assert (head.headers["etag"], head.content) == (found.headers["etag"], b"")
    assert links(found)["latest-version"] == [PSL]
    assert links(found)["successor-version"] == [f"{PSL}9.10.0"]
    assert links(client.get("/ns/9.10.0"))["predecessor-version"] == [f"{PSL}{first}"]
    assert links(found)["canonical"] == [f"{PSL}{first}"]
    assert client.get(f"/ns/{first}", headers={"Accept": "image/png"}).status_code == 406


def test_every_file_of_a_release_is_served_as_it_is(client: httpx.Client, two: Path, first: str) -> None:
    types = {".ttl": "text/turtle", ".json": "application/json", ".md": "text/markdown", "": "text/plain"}
    for path in (two / "ontology/releases" / first).iterdir():
        response = client.get(f"/ns/{first}/{path.name}")
        assert response.content == path.read_bytes()
        if path.suffix in types:
            assert response.headers["content-type"].partition(";")[0] == types[path.suffix]
    missing = client.get(f"/ns/{first}/passerelle.ttl")
    assert missing.status_code == 404
    assert "shapes.ttl" in missing.json()["files"]
    assert client.get(f"/ns/{first}/..%2f..%2fpasserelle.ttl").status_code == 404


@pytest.mark.parametrize("language", ["en", "fr"])
def test_people_get_a_page_with_the_change_report(client: httpx.Client, first: str, language: str) -> None:
    page = read_page(client, f"/ns/{first}", language=language)
    digest = hashlib.sha256(client.get(f"/ns/{first}/shapes.ttl").content).hexdigest()
    assert digest in page.text
    assert "psl:QualificationType" in page.text
    assert "/ns/9.10.0" in page.links
    assert client.get(f"/ns/{first}", headers={"Accept": BROWSER}).headers["cache-control"] == "public, max-age=60"
    later = read_page(client, "/ns/9.10.0", language=language)
    assert 'rdfs:label "leads to"@en' in later.text
    assert "/doc/ns/leadsTo" in later.links


def test_an_unknown_version_names_those_that_there_are(client: httpx.Client, first: str) -> None:
    for path in ("/ns/5.0.0", "/ns/5.0.0/ontology.ttl", f"/ns/0{first}"):
        response = client.get(path)
        assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")
        assert [address.rpartition("/")[2] for address in response.json()["releases"]] == [first, "9.10.0"]
    assert {f"/ns/{first}", "/ns/9.10.0", "/ns/"} <= set(read_page(client, "/ns/5.0.0", 404).links)


def test_a_graph_without_releases_says_so(small_graph: Path) -> None:
    with serving(Settings(graph=small_graph, workers=1)) as client:
        response = client.get("/ns/0.1.0")
        assert response.status_code == 404
        assert "none yet" in response.json()["detail"]
        assert "releases" not in read_page(client, "/ns/").text


def test_the_page_of_the_ontology_tells_the_versions_of_each_term(client: httpx.Client, first: str) -> None:
    text = " ".join(read_page(client, "/ns/").text.split())
    entry = text.partition("https://w3id.org/passerelle/ns/leadsTo")[2].partition("page of the term")[0]
    assert f"since {first}; changed in 9.10.0" in entry
    assert {f"/ns/{first}", "/ns/9.10.0"} <= set(read_page(client, "/ns/").links)
