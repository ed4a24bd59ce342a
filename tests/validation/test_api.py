"""`POST /api/validate`: what a file is told, what a hostile one cannot do."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH

from conftest import serving
from hostile import ENVIRONMENT, HOSTILE, RIGHT
from passerelle.settings import read_settings

TYPES = {
    "ttl": "text/turtle",
    "trig": "application/trig",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
WRONG = RIGHT.replace(b" 16 ", b' "sixteen" ')


@pytest.fixture(scope="module")
def client(checked_graph: Path) -> Iterator[httpx.Client]:
    with serving(read_settings(ENVIRONMENT, graph=checked_graph)) as client:
        client.timeout = httpx.Timeout(60)
        yield client


def post(client: httpx.Client, content: bytes, suffix: str = "ttl", **headers: str) -> httpx.Response:
    return client.post("/api/validate", content=content, headers={"Content-Type": TYPES[suffix], **headers})


def test_a_right_file_conforms(client: httpx.Client) -> None:
    answer = post(client, RIGHT)
    assert answer.status_code == HTTPStatus.OK
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {
        "conforms": True,
        "totals": {"Violation": 0, "Warning": 0, "Info": 0},
        "leftOut": 0,
        "results": [],
    }


def test_a_wrong_file_is_told_what_to_repair_and_where(client: httpx.Client) -> None:
    (result,) = (
        result
        for result in post(client, WRONG).json()["results"]
        if result["component"].endswith("#DatatypeConstraintComponent")
    )
    assert result["rule"] == "https://w3id.org/passerelle/shape/Right-minimumAge"
    assert result["severity"] == "Violation"
    assert result["focus"] == {"type": "uri", "value": "https://w3id.org/passerelle/id/right/new"}
    assert result["path"] == "https://w3id.org/passerelle/ns/minimumAge"
    assert result["value"] == {"type": "literal", "value": "sixteen"}
    assert (result["file"], result["line"]) == (None, 3)
    assert set(result["messages"]) == {"en", "fr"}


@pytest.mark.parametrize(
    ("accept_language", "words"),
    [
        ("fr-FR, en;q=0.5", "À corriger"),
        ("en-GB", "To repair"),
        ("de", "To repair"),
        ("", "To repair"),
        ("!!", "To repair"),
    ],
)
def test_the_text_is_in_the_language_of_the_reader(client: httpx.Client, accept_language: str, words: str) -> None:
    answer = post(client, WRONG, Accept="text/plain", **{"Accept-Language": accept_language})
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert {"Accept", "Accept-Language"} <= set(answer.headers["vary"].split(", "))
    assert words in answer.text
    assert "https://w3id.org/passerelle/shape/Right-minimumAge" in answer.text
    line = "ligne 3 : " if words == "À corriger" else "line 3: "
    assert f'    {line}right:new psl:minimumAge "sixteen"' in answer.text


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_the_report_is_also_rdf(client: httpx.Client, accept: str, name: str) -> None:
    answer = post(client, WRONG, Accept=accept)
    assert answer.headers["content-type"].partition(";")[0] == accept
    report = Graph().parse(data=answer.content, format=name)
    (root,) = report.subjects(RDF.type, SH.ValidationReport)
    assert str(report.value(root, SH.conforms)) == "false"
    results = set(report.objects(root, SH.result))
    assert results == set(report.subjects(RDF.type, SH.ValidationResult))
    for result in results:
        assert report.value(result, SH.focusNode) == URIRef("https://w3id.org/passerelle/id/right/new")
        assert {text.language for text in report.objects(result, SH.resultMessage)} == {"en", "fr"}  # type: ignore[attr-defined]


def test_a_report_that_xml_cannot_hold_is_refused_as_xml(client: httpx.Client) -> None:
    steering = HOSTILE["characters that steer a terminal"].bytes("")
    assert post(client, steering, Accept="application/rdf+xml").status_code == HTTPStatus.NOT_ACCEPTABLE
    ElementTree.fromstring(post(client, WRONG, Accept="application/rdf+xml").content)  # noqa: S314 - our own service


def test_a_value_known_to_be_wrong_is_found_in_a_file(client: httpx.Client) -> None:
    content = b"<https://w3id.org/passerelle/id/right/schooling> <https://w3id.org/passerelle/ns/minimumAge> 6 ."
    rules = {result["rule"].rpartition("/")[2] for result in post(client, content).json()["results"]}
    assert "wrong-value-asserted-violation" in rules


def test_only_what_the_file_describes_is_reported(client: httpx.Client) -> None:
    """The graph under the tests is full of gaps; a file that says nothing of them hears nothing of them."""
    assert post(client, b"<x:a> <x:b> <x:c> .").json()["results"] == []


def test_the_graph_of_a_statement_is_named(client: httpx.Client) -> None:
    content = (
        b"@prefix psl: <https://w3id.org/passerelle/ns/> .\n<x:g> {\n<x:r> a psl:Right ; psl:minimumAge 'x' .\n}\n"
    )
    results = post(client, content, "trig").json()["results"]
    assert results
    assert {(tuple(result["graphs"]), result["line"]) for result in results} == {(("x:g",), 3)}


def test_findings_beyond_a_thousand_are_counted_and_not_shown(client: httpx.Client) -> None:
    content = b"@prefix psl: <https://w3id.org/passerelle/ns/> .\n" + b"".join(
        b"<x:%d> a psl:Right ; psl:minimumAge 'x' .\n" % number for number in range(600)
    )
    report = post(client, content).json()
    assert len(report["results"]) == 1000
    assert report["leftOut"] == sum(report["totals"].values()) - 1000 > 0
    assert f"{report['leftOut']:,} more are not shown" in post(client, content, Accept="text/plain").text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_broken_or_hostile_file_gets_its_own_answer(
    client: httpx.Client, name: str, listener: tuple[str, list[bytes]]
) -> None:
    address, hits = listener
    case = HOSTILE[name]
    answer = post(client, case.bytes(f"{address}/x"), case.suffix, Accept="text/plain" if case.status == 200 else "*/*")
    assert answer.status_code == case.status, answer.text
    assert case.says in answer.text if case.status == HTTPStatus.OK else case.says in answer.json()["detail"]
    assert not re.search(r"Traceback|File \"|/work/|site-packages", answer.text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", answer.text)
    assert hits == []


def test_a_file_on_this_machine_is_never_read(client: httpx.Client, tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text('{"@context": {"name": "http://example.org/leaked"}, "leaked": "leaked"}', encoding="utf-8")
    before = secret.stat().st_atime_ns
    for name in (
        "a context elsewhere",
        "a context that imports",
        "an external entity",
        "imports",
        "shapes, queries and scripts",
    ):
        for elsewhere in (secret.as_uri(), str(secret)):
            answer = post(client, HOSTILE[name].bytes(elsewhere), HOSTILE[name].suffix)
            assert "leaked" not in answer.text
    assert secret.stat().st_atime_ns == before


def test_the_place_of_a_syntax_error_is_told(client: httpx.Client) -> None:
    answer = post(client, HOSTILE["an undeclared prefix"].bytes(""))
    assert (answer.json()["line"], answer.json()["column"]) == (2, 3)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/pdf"}, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
        ({"Content-Type": "multipart/form-data; boundary=x"}, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
        ({"Content-Type": "text/turtle; charset=iso-8859-1"}, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
        ({"Content-Type": "text/turtle", "Content-Encoding": "gzip"}, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
        ({"Content-Type": "text/turtle", "Accept": "image/png"}, HTTPStatus.NOT_ACCEPTABLE),
    ],
)
def test_what_is_not_taken_or_given_is_said(client: httpx.Client, headers: dict[str, str], status: HTTPStatus) -> None:
    answer = client.post("/api/validate", content=RIGHT, headers=headers)
    assert answer.status_code == status
    if "pdf" in headers["Content-Type"]:
        assert answer.headers["accept-post"] == ", ".join(TYPES.values())


def test_a_format_has_to_be_declared(client: httpx.Client) -> None:
    request = client.build_request("POST", "/api/validate", content=RIGHT)
    request.headers.pop("content-type", None)
    assert client.send(request).status_code == HTTPStatus.UNSUPPORTED_MEDIA_TYPE


def test_only_post_is_answered(client: httpx.Client) -> None:
    answer = client.get("/api/validate")
    assert (answer.status_code, answer.headers["allow"]) == (HTTPStatus.METHOD_NOT_ALLOWED, "POST")


def test_nothing_is_kept_from_one_file_to_the_next(client: httpx.Client) -> None:
    thing = b"<https://w3id.org/passerelle/id/right/schooling> <https://w3id.org/passerelle/ns/minimumAge> "
    assert post(client, thing + b"6 .", "ttl").json()["conforms"] is False
    assert post(client, thing + b"3 .", "ttl").json()["totals"] == post(client, thing + b"3 .", "ttl").json()["totals"]
    assert client.get("/sparql", params={"query": f"ASK {{ {thing.decode()} 6 }}"}).json()["boolean"] is False


def test_files_beyond_those_that_may_wait_are_refused_and_the_service_answers_on(client: httpx.Client) -> None:
    heavy = HOSTILE["deep RDF/XML"].bytes("")
    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(post, client, heavy, "rdf") for _ in range(8)]
        assert client.get("/query/none", headers={"Accept": "text/html"}).status_code == HTTPStatus.NOT_FOUND
        found = sorted(answer.result().status_code for answer in answers)
    assert set(found) == {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.SERVICE_UNAVAILABLE}
    refused = next(answer.result() for answer in answers if answer.result().status_code == 503)
    assert int(refused.headers["retry-after"]) > 0
    assert post(client, RIGHT).json()["conforms"] is True


def test_it_is_described(client: httpx.Client) -> None:
    operation = client.get("/api/openapi.json").json()["paths"]["/api/validate"]["post"]
    assert set(operation["requestBody"]["content"]) == set(TYPES.values())
    assert {"200", "400", "406", "413", "415", "422", "503"} <= set(operation["responses"])
    assert json.loads(client.get("/").content)["links"]["validate"].endswith("/api/validate")
