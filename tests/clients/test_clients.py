"""The programs that researchers have answer as they do on any other endpoint: libraries, a data frame, curl."""

import io
import json
import re
import shlex
import subprocess
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pandas as pd
import pytest
from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper import POSTDIRECTLY as DIRECTLY
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

# Over HTTP a query declares its prefixes, as the protocol has it.
PREFIXES = (
    "PREFIX psl: <https://w3id.org/passerelle/ns/> PREFIX region: <https://w3id.org/passerelle/id/region/> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
)
LABELS = PREFIXES + "SELECT ?label { region:84 rdfs:label ?label }"
NAME = "Auvergne-Rhône-Alpes"
REGION = URIRef("https://w3id.org/passerelle/id/region/84")
ASK = PREFIXES + "ASK { region:84 psl:within <https://w3id.org/passerelle/id/country/FR> }"
FALSE = PREFIXES + "ASK { region:84 psl:within region:84 }"
GRAPH = PREFIXES + "CONSTRUCT { ?s rdfs:label ?label } WHERE { ?s rdfs:label ?label FILTER (?s = region:84) }"
MALFORMED = PREFIXES + "SELECT ?label WHERE { region:84 rdfs:label ?label"
README_CURL = re.compile(r"^\$ (curl .*/(?:sparql|graphs).*)$", re.MULTILINE)


class TestSPARQLWrapper:
    """https://sparqlwrapper.readthedocs.io."""

    @staticmethod
    def wrapped(endpoint: str, query: str, kind: str | None = None, method: str = GET) -> SPARQLWrapper:
        wrapper = SPARQLWrapper(endpoint)
        wrapper.setQuery(query)
        wrapper.setMethod(method)
        if kind:
            wrapper.setReturnFormat(kind)
        return wrapper

    @staticmethod
    def found(wrapper: SPARQLWrapper) -> Any:
        return wrapper.queryAndConvert()

    @pytest.mark.parametrize("method", [GET, POST])
    def test_select_as_json(self, endpoint: str, method: str) -> None:
        found = self.found(self.wrapped(endpoint, LABELS, JSON, method))
        assert found["head"]["vars"] == ["label"]
        assert found["results"]["bindings"] == [{"label": {"type": "literal", "value": NAME}}]

    @pytest.mark.parametrize("method", [GET, POST])
    def test_select_as_xml(self, endpoint: str, method: str) -> None:
        found = self.found(self.wrapped(endpoint, LABELS, XML, method))
        assert [node.firstChild.data for node in found.getElementsByTagName("literal")] == [NAME]

    @pytest.mark.parametrize("kind", [CSV, TSV])
    @pytest.mark.parametrize("method", [GET, POST])
    def test_select_as_text(self, endpoint: str, kind: str, method: str) -> None:
        found = self.found(self.wrapped(endpoint, LABELS, kind, method))
        head, row = found.decode("utf-8").splitlines()
        assert (head.strip("?"), row.strip('"')) == ("label", NAME)

    @pytest.mark.parametrize("method", [GET, POST])
    @pytest.mark.parametrize(("query", "answer"), [(ASK, True), (FALSE, False)])
    def test_ask(self, endpoint: str, method: str, query: str, answer: bool) -> None:
        assert self.found(self.wrapped(endpoint, query, JSON, method))["boolean"] is answer
        shown = self.found(self.wrapped(endpoint, query, XML, method))
        assert shown.getElementsByTagName("boolean")[0].firstChild.data == str(answer).lower()

    @pytest.mark.parametrize("method", [GET, POST])
    @pytest.mark.parametrize("kind", [None, XML, RDFXML, JSONLD])
    def test_construct_to_rdflib(self, endpoint: str, method: str, kind: str | None) -> None:
        found = self.found(self.wrapped(endpoint, GRAPH, kind, method))
        assert set(found) == {(REGION, RDFS.label, Literal(NAME))}

    @pytest.mark.parametrize("kind", [TURTLE, N3])
    def test_construct_as_text(self, endpoint: str, kind: str) -> None:
        found = self.found(self.wrapped(endpoint, GRAPH, kind))
        assert set(Graph().parse(data=found, format="turtle")) == {(REGION, RDFS.label, Literal(NAME))}

    def test_describe_to_rdflib(self, endpoint: str) -> None:
        found = self.found(self.wrapped(endpoint, PREFIXES + "DESCRIBE region:84"))
        assert (REGION, RDFS.label, Literal(NAME)) in found

    @pytest.mark.parametrize("way", [URLENCODED, DIRECTLY])
    def test_both_ways_to_post(self, endpoint: str, way: str) -> None:
        wrapper = self.wrapped(endpoint, LABELS, JSON, POST)
        wrapper.setRequestMethod(way)
        assert self.found(wrapper)["results"]["bindings"][0]["label"]["value"] == NAME

    def test_the_default_graph_is_chosen(self, endpoint: str) -> None:
        graph = "https://w3id.org/passerelle/graph/report/context-01"
        for chosen, rows in ((graph, 1), (graph[:-1] + "2", 0)):
            wrapper = self.wrapped(endpoint, LABELS, JSON)
            wrapper.addDefaultGraph(chosen)
            assert len(self.found(wrapper)["results"]["bindings"]) == rows

    @pytest.mark.parametrize("method", [GET, POST])
    def test_a_malformed_query_is_told_from_other_failures(self, endpoint: str, method: str) -> None:
        with pytest.raises(QueryBadFormed, match="line 1"):
            self.wrapped(endpoint, MALFORMED, JSON, method).query()


class TestRdflib:
    """https://rdflib.readthedocs.io: a remote store."""

    @pytest.fixture(params=["GET", "POST", "POST_FORM"])
    def store(self, endpoint: str, request: pytest.FixtureRequest) -> SPARQLStore:
        return SPARQLStore(endpoint, method=request.param)

    def test_query(self, store: SPARQLStore) -> None:
        graph = Graph(store=store)
        assert [row.label for row in graph.query(LABELS)] == [Literal(NAME)]  # type: ignore[union-attr]
        assert graph.query(ASK).askAnswer is True
        assert set(graph.query(GRAPH)) == {(REGION, RDFS.label, Literal(NAME))}

    @pytest.mark.parametrize("kind", ["xml", "json", "csv", "tsv"])
    def test_every_format_of_results(self, endpoint: str, kind: str) -> None:
        store = SPARQLStore(endpoint, returnFormat=kind)
        assert [str(row[0]) for row in Graph(store=store).query(LABELS)] == [NAME]  # type: ignore[index]

    def test_triples(self, store: SPARQLStore) -> None:
        graph = Graph(store=store)
        assert list(graph.triples((REGION, RDFS.label, None))) == [(REGION, RDFS.label, Literal(NAME))]
        assert graph.value(REGION, RDFS.label) == Literal(NAME)
        assert (REGION, RDFS.label, Literal(NAME)) in graph
        assert (REGION, RDFS.label, Literal("Bretagne")) not in graph
        france = URIRef("https://w3id.org/passerelle/id/country/FR")
        assert {str(label) for label in graph.objects(france, RDFS.label)} == {"France"}
        assert len(list(graph.objects(france, RDFS.label))) == 2

    def test_length(self, store: SPARQLStore, client: httpx.Client) -> None:
        count = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()
        assert len(Graph(store=store)) == int(count["results"]["bindings"][0]["n"]["value"]) > 0

    def test_a_named_graph(self, endpoint: str) -> None:
        name = URIRef("https://w3id.org/passerelle/graph/report/context-01")
        graph = Graph(store=SPARQLStore(endpoint), identifier=name)
        assert list(graph.objects(REGION, RDFS.label)) == [Literal(NAME)]

    def test_a_graph_is_read_from_its_address(self, client: httpx.Client) -> None:
        address = f"{str(client.base_url).rstrip('/')}/graphs?graph=https://w3id.org/passerelle/graph/report/context-01"
        assert (REGION, RDFS.label, Literal(NAME)) in Graph().parse(address)


class TestPandas:
    """https://pandas.pydata.org: a table straight from an address."""

    def test_a_frame_from_an_address(self, endpoint: str) -> None:
        query = PREFIXES + "SELECT ?thing ?label { ?thing rdfs:label ?label FILTER (LANG(?label) = '') }"
        frame = pd.read_csv(f"{endpoint}?{urlencode({'query': query, 'format': 'csv'})}")
        assert frame.to_dict("records") == [{"thing": str(REGION), "label": NAME}]

    def test_accents_commas_and_line_breaks_survive(self, endpoint: str) -> None:
        text = 'l’été, "à Besançon"\nŒuvre 🎓'
        query = f"SELECT ({json.dumps(text, ensure_ascii=False)} AS ?text) (2.5 AS ?number) {{ }}"
        frame = pd.read_csv(f"{endpoint}?{urlencode({'query': query, 'format': 'csv'})}")
        assert frame.to_dict("records") == [{"text": text, "number": 2.5}]

    def test_a_frame_without_rows_has_its_columns(self, endpoint: str) -> None:
        query = PREFIXES + "SELECT ?a ?b { ?a psl:no-such-property ?b }"
        frame = pd.read_csv(f"{endpoint}?{urlencode({'query': query, 'format': 'csv'})}")
        assert frame.empty
        assert list(frame.columns) == ["a", "b"]

    def test_tabs_and_the_real_graph(self, real: str) -> None:
        query = "SELECT ?class (COUNT(*) AS ?n) { ?thing a ?class } GROUP BY ?class"
        for kind, separator in (("csv", ","), ("tsv", "\t")):
            address = f"{real}/sparql?{urlencode({'query': query, 'format': kind})}"
            frame = pd.read_csv(address, sep=separator)
            assert frame["?n" if kind == "tsv" else "n"].sum() > 1000


class TestCurl:
    """https://curl.se: the calls that the README shows, and the exit codes that a script goes by."""

    @staticmethod
    def curl(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["curl", "-sS", "--max-time", "60", *arguments]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    def test_what_the_readme_shows_is_answered(self, real: str, repository: Path) -> None:
        shown = README_CURL.findall((repository / "README.md").read_text(encoding="utf-8"))
        assert len(shown) == 4
        for command in shown:
            done = self.curl("--fail", *shlex.split(command.replace("http://127.0.0.1:8000", real))[1:])
            assert done.returncode == 0, f"{command}: {done.stderr}"
            assert len(done.stdout) > 100, command

    @pytest.mark.parametrize(
        "arguments",
        [
            ["-G", "--data-urlencode"],
            ["--data-urlencode"],
            ["-H", "Content-Type: application/sparql-query", "--data-binary"],
            ["--compressed", "-G", "--data-urlencode"],
            ["--http1.0", "-G", "--data-urlencode"],
            ["-X", "QUERY", "-H", "Content-Type: application/sparql-query", "--data-binary"],
        ],
        ids=" ".join,
    )
    def test_every_way_to_ask(self, endpoint: str, arguments: list[str]) -> None:
        query = LABELS if "--data-binary" in arguments else f"query={LABELS}"
        done = self.curl("--fail", "-H", "Accept: text/csv", *arguments, query, endpoint)
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines() == ["label", NAME]

    def test_a_failure_is_told_by_the_exit_code_and_in_words(self, endpoint: str) -> None:
        done = self.curl("--fail", endpoint, "--data-urlencode", f"query={MALFORMED}")
        assert (done.returncode, done.stdout) == (22, "")
        done = self.curl("--fail-with-body", endpoint, "--data-urlencode", f"query={MALFORMED}")
        assert done.returncode == 22
        assert json.loads(done.stdout)["status"] == HTTPStatus.BAD_REQUEST

    def test_head_shows_what_would_be_sent(self, endpoint: str) -> None:
        done = self.curl("--fail", "--head", f"{endpoint}?{urlencode({'query': LABELS, 'format': 'csv'})}")
        assert done.returncode == 0, done.stderr
        assert "content-type: text/csv; charset=utf-8" in done.stdout.lower()


class TestStandardLibrary:
    """What Python has of its own."""

    @staticmethod
    def ask(request: urllib.request.Request | str) -> Any:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own address
            return json.load(io.TextIOWrapper(answer, "utf-8"))

    def test_get_and_post(self, endpoint: str) -> None:
        asked = urlencode({"query": LABELS})
        direct = {"Content-Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
        for request in (
            f"{endpoint}?{asked}",
            urllib.request.Request(endpoint, asked.encode()),  # noqa: S310
            urllib.request.Request(endpoint, LABELS.encode(), direct),  # noqa: S310
        ):
            assert self.ask(request)["results"]["bindings"] == [{"label": {"type": "literal", "value": NAME}}]

    def test_a_failure_says_what_is_wrong(self, endpoint: str) -> None:
        with pytest.raises(urllib.error.HTTPError) as caught:
            self.ask(f"{endpoint}?{urlencode({'query': MALFORMED})}")
        with caught.value as answer:
            assert answer.code == HTTPStatus.BAD_REQUEST
            assert json.load(answer)["detail"]
