"""Another documenter of ontologies, pyLODE, lists the same classes and properties as our page."""

import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from linked import BROWSER

PSL = "https://w3id.org/passerelle/ns/"


@pytest.fixture(scope="module")
def documented(whole: httpx.Client, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page that pyLODE makes of what the service gives a program; in a process apart, as it sets up logging."""
    folder = tmp_path_factory.mktemp("pylode")
    ontology, page = folder / "ontology.ttl", folder / "page.html"
    ontology.write_bytes(whole.get("/ns/ontology.ttl").content)
    command = [str(Path(sys.executable).with_name("pylode")), str(ontology), "-o", str(page)]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert page.is_file(), done.stderr[-2000:]
    return page.read_text(encoding="utf-8")


def described(html: str) -> dict[str, str]:
    """The kind of each entity, a letter, by its IRI."""
    entities = html.split('<div class="property entity"')[1:]
    found = [
        (re.search(r"<th>IRI</th>\s*<td>\s*<code>([^<]+)</code>", entity), re.search(r'<sup class="sup-(\w+)"', entity))
        for entity in entities
    ]
    return {iri[1]: kind[1] for iri, kind in found if iri and kind}


def test_the_same_terms_are_told(whole: httpx.Client, documented: str) -> None:
    page = whole.get("/ns/?lang=en", headers={"Accept": BROWSER}).text
    entries = re.findall(r'<article class="entry" id="(\w+)">.*?<span class="kind">([^<]+)</span>', page, re.DOTALL)
    ours = {f"{PSL}{name}": kind for name, kind in entries}
    theirs = {iri: kind for iri, kind in described(documented).items() if iri.startswith(PSL)}
    assert ours.keys() == theirs.keys()
    letters = {iri: "c" if kind == "class" else "p" for iri, kind in ours.items()}
    assert {iri: "c" if kind == "c" else "p" for iri, kind in theirs.items()} == letters


def test_it_finds_the_title(documented: str) -> None:
    assert "Passerelle: an ontology of French vocational education and training" in documented
