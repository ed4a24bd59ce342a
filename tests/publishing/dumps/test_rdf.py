"""The serialisations of the whole data set, read by parsers of others, which must find the same in each."""

import gzip
import io
import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
import zstandard
from pyld import jsonld
from rdflib.compare import to_isomorphic

from passerelle.publishing.dumps.listing import Listing
from passerelle.store.engine import Engine

# Name, parser of rdflib, parser of the engine, parser of rapper.
GRAPHS = {"passerelle.trig": "trig", "passerelle.nq": "nquads", "passerelle-graphs.jsonld": "json-ld"}
MERGED = {"passerelle.ttl": "turtle", "passerelle.nt": "nt", "passerelle.rdf": "xml", "passerelle.jsonld": "json-ld"}
OXIGRAPH = {
    "trig": pyoxigraph.RdfFormat.TRIG,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "xml": pyoxigraph.RdfFormat.RDF_XML,
    "json-ld": pyoxigraph.RdfFormat.JSON_LD,
}
RAPPER = {"trig": "trig", "nquads": "nquads", "turtle": "turtle", "nt": "ntriples", "xml": "rdfxml"}


def content(dumps: Path, name: str) -> bytes:
    packed = gzip.decompress((dumps / f"{name}.gz").read_bytes())
    reader = zstandard.ZstdDecompressor().stream_reader(io.BytesIO((dumps / f"{name}.zst").read_bytes()))
    assert reader.read() == packed, f"{name}: gzip and zstd differ"
    return packed


def sizes(dataset: pyoxigraph.Dataset) -> Counter[str]:
    return Counter(str(quad.graph_name) for quad in dataset)


@pytest.fixture(scope="module")
def engine(repository: Path) -> Engine:
    return Engine(repository)


def test_all_are_there_in_both_codings(listing: Listing) -> None:
    names = {file.name for file in listing.files}
    assert {f"{name}.{end}" for name in GRAPHS | MERGED for end in ("gz", "zst")} <= names
    assert {file.coding for file in listing.files if file.name.startswith("passerelle.")} == {"gzip", "zstd"}


def test_gzip_tells_no_time(dumps: Path) -> None:
    """https://www.rfc-editor.org/rfc/rfc1952#page-7: MTIME is 0 where none is available."""
    for path in dumps.glob("*.gz"):
        assert path.read_bytes()[4:8] == b"\0\0\0\0"


@pytest.mark.parametrize("name", GRAPHS)
def test_each_with_graphs_holds_all_named_graphs(dumps: Path, engine: Engine, name: str) -> None:
    data = content(dumps, name)
    found = pyoxigraph.Dataset(pyoxigraph.parse(data, format=OXIGRAPH[GRAPHS[name]]))
    assert (len(found), len(sizes(found))) == (engine.summary.quads, engine.summary.graphs)
    assert "DEFAULT" not in sizes(found)
    theirs = rdflib.Dataset(default_union=False)
    theirs.parse(data=data, format=GRAPHS[name])
    assert {str(graph.identifier): len(graph) for graph in theirs.graphs() if len(graph)} == {
        graph.strip("<>"): number for graph, number in sizes(found).items()
    }


@pytest.mark.parametrize("name", MERGED)
def test_each_without_graphs_is_the_default_graph(dumps: Path, engine: Engine, name: str) -> None:
    data = content(dumps, name)
    assert len(set(pyoxigraph.parse(data, format=OXIGRAPH[MERGED[name]]))) == engine.summary.statements
    theirs = rdflib.Graph().parse(data=data, format=MERGED[name])
    assert len(theirs) == engine.summary.statements


def test_all_of_them_are_the_same_graph(dumps: Path) -> None:
    """Whatever the blank nodes are called, by the canonical names of https://www.w3.org/TR/rdf-canon/."""
    for group in (GRAPHS, MERGED):
        forms = []
        for name, kind in group.items():
            found = pyoxigraph.Dataset(pyoxigraph.parse(content(dumps, name), format=OXIGRAPH[kind]))
            found.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
            forms.append({str(quad) for quad in found})
        assert all(form == forms[0] for form in forms)


def test_rdflib_and_the_engine_read_the_same(dumps: Path) -> None:
    for graph in ("shapes/claim", "editorial/acts"):
        iri = f"https://w3id.org/passerelle/graph/{graph}"
        lines = [line for line in content(dumps, "passerelle.nq").splitlines() if line.endswith(f"<{iri}> .".encode())]
        theirs = rdflib.Graph().parse(
            data=b"\n".join(re.sub(rb"<[^<>]*> \.$", b".", line) for line in lines), format="nt"
        )
        dataset = rdflib.Dataset(default_union=False)
        dataset.parse(data=content(dumps, "passerelle.trig"), format="trig")
        assert to_isomorphic(dataset.graph(rdflib.URIRef(iri))) == to_isomorphic(theirs)


@pytest.mark.parametrize("name", [name for name, kind in (GRAPHS | MERGED).items() if kind in RAPPER])
def test_rapper_reads_them(dumps: Path, engine: Engine, name: str, tmp_path: Path) -> None:
    if not shutil.which("rapper"):
        pytest.skip("rapper is not installed (Debian: raptor2-utils)")
    file = tmp_path / name
    file.write_bytes(content(dumps, name))
    command = ["rapper", "--count", "--input", RAPPER[(GRAPHS | MERGED)[name]], str(file)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert not re.search("error|warning", done.stderr, re.IGNORECASE), done.stderr
    number = re.search(r"Parsing returned (\d+)", done.stderr)
    assert number
    assert int(number[1]) == (engine.summary.quads if name in GRAPHS else engine.summary.statements)


@pytest.mark.parametrize("name", ["passerelle.jsonld", "passerelle-graphs.jsonld"])
def test_a_json_ld_processor_expands_them(dumps: Path, name: str) -> None:
    expanded = jsonld.expand(json.loads(content(dumps, name)))
    assert len(expanded) > 100
    assert all("@id" in node for node in expanded)


def test_turtle_declares_the_prefixes_that_it_uses_and_no_others(dumps: Path) -> None:
    text = content(dumps, "passerelle.ttl").decode()
    head, body = re.findall(r"^@prefix ([\w-]+): ", text, re.MULTILINE), re.sub(r"(?m)^@prefix.*$", "", text)
    assert len(head) > 20
    unused = [prefix for prefix in head if not re.search(rf"(?<![\w-]){prefix}:", body)]
    # Its only use is written as `a`.
    assert unused in ([], ["rdf"])
