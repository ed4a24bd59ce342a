"""What the tests share: a small graph in our layout, the service over it, the command line, the shared material."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from passerelle.app import create_app
from passerelle.settings import Settings
from passerelle.store.engine import Engine

REPOSITORY = Path(__file__).resolve().parents[1]

Write = Callable[[dict[str, str]], Path]
Run = Callable[..., subprocess.CompletedProcess[str]]

HEAD = """\
@base <https://w3id.org/passerelle/> .
@prefix psl: <https://w3id.org/passerelle/ns/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix report: <https://w3id.org/passerelle/graph/report/> .
@prefix editorial: <https://w3id.org/passerelle/graph/editorial/> .
@prefix passage: <https://w3id.org/passerelle/source/digint-aura#> .
"""

SMALL_GRAPH = {
    "ontology/passerelle.ttl": HEAD + "<ns/> a <http://www.w3.org/2002/07/owl#Ontology> .",
    "ontology/modules/places.ttl": HEAD + 'psl:Region rdfs:label "region"@en, "région"@fr .',
    "ontology/rules/reaches.rq": "PREFIX psl: <https://w3id.org/passerelle/ns/>\n"
    "CONSTRUCT { ?a psl:reaches ?c } WHERE { { ?a psl:leadsTo ?c } UNION { ?a psl:reaches/psl:leadsTo ?c } }",
    "data/sources.ttl": HEAD
    + """
<source/digint-aura> a psl:Work ; rdfs:label "The report"@en .
passage:section-context a psl:Section ; dcterms:isPartOf <source/digint-aura> ; psl:position 1 ;
  rdfs:label "Local context"@en .
passage:context-01 a psl:Passage ; dcterms:isPartOf passage:section-context ; psl:position 1 .
passage:context-01.s1 a psl:Sentence ; dcterms:isPartOf passage:context-01 ; psl:position 1 .
passage:context-02 a psl:Passage ; dcterms:isPartOf passage:section-context ; psl:position 2 .
passage:context-02.s1 a psl:Sentence ; dcterms:isPartOf passage:context-02 ; psl:position 1 .
passage:context-02.s2 a psl:Sentence ; dcterms:isPartOf passage:context-02 ; psl:position 2 .
passage:context-02.s3 a psl:Sentence ; dcterms:isPartOf passage:context-02 ; psl:position 3 ;
  psl:noStatementReason "repeats the first"@en .
<graph/report/context-01> dcterms:source passage:context-01 .
<graph/report/context-02> dcterms:source passage:context-02 .
""",
    "data/report/context.trig": HEAD
    + """
report:context-01 {
  <id/region/84> a psl:Region ; rdfs:label "Auvergne-Rhône-Alpes" ; psl:within <id/country/FR> .
}
report:context-02 { # sentence 1
  <id/region/84> psl:within <id/country/FR> .
  <id/qualification-type/cap> psl:leadsTo <id/qualification-type/bp> .
}
report:context-02 { # sentences 1-2
  <id/qualification-type/bp> psl:leadsTo <id/qualification-type/bts> .
}
editorial:names {
  <id/country/FR> rdfs:label "France"@fr, "France"@en .
}
""",
    "data/vocabularies/levels.ttl": HEAD + '<id/concept/level-3> rdfs:label "niveau 3"@fr .',
    "data/queries/regions.ttl": HEAD
    + """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<query/regions> a sh:SPARQLExecutable ; rdfs:label "Quelles régions ?"@fr, "Which regions?"@en ;
  sh:select "SELECT ?region WHERE { ?region a <https://w3id.org/passerelle/ns/Region> }" .
""",
    "shapes/region.ttl": HEAD
    + "@prefix sh: <http://www.w3.org/ns/shacl#> . <shape/Region> sh:property [ sh:path rdfs:label ] .",
}


@pytest.fixture(scope="session")
def write(tmp_path_factory: pytest.TempPathFactory) -> Write:
    """Writes files into a new folder and gives the folder."""

    def write_files(files: dict[str, str]) -> Path:
        folder = tmp_path_factory.mktemp("graph")
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return write_files


@pytest.fixture(scope="session")
def small_graph(write: Write) -> Path:
    """The folder of a small graph in our layout; not to be changed."""
    return write(SMALL_GRAPH)


@pytest.fixture(scope="session")
def small_engine(small_graph: Path) -> Engine:
    return Engine(small_graph)


@contextmanager
def serving(settings: Settings, engine: Engine) -> Iterator[httpx.Client]:
    """The real application behind a real server, and a client for it."""
    config = uvicorn.Config(create_app(settings, engine), port=0, log_level="critical", http="h11", ws="none")
    config.h11_max_incomplete_event_size = 1024 * 1024
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            thread.join(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"Accept": "*/*"}) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def client(small_engine: Engine) -> Iterator[httpx.Client]:
    """A client for the service over the small graph."""
    with serving(Settings(), small_engine) as small_client:
        yield small_client


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the source tree."""
    return REPOSITORY


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs the command line, from a folder that is not the repository."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}

    def run_command(
        *arguments: str, text_in: str | None = None, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "passerelle", *arguments],
            cwd=elsewhere,
            env=clean | (environment or {}),
            input=text_in,
            stdin=subprocess.DEVNULL if text_in is None else None,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run_command


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared material that lies beside the repository."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"the shared material is not at {folder}")
    return folder
