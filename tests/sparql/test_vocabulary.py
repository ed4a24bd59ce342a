"""The words that queries are made of: prefixes, classes and properties with labels and uses."""

from pathlib import Path

import httpx

from conftest import serving
from passerelle.namespaces import PREFIXES, PSL, RDFS
from passerelle.settings import Settings


def test_the_vocabulary_has_what_the_graph_defines_and_uses(client: httpx.Client) -> None:
    response = client.get("/api/vocabulary")
    assert response.headers["content-type"] == "application/json"
    found = response.json()
    assert found["prefixes"] == PREFIXES
    terms = {(term["kind"], term["iri"]): term for term in found["terms"]}
    region = terms["class", f"{PSL}Region"]
    assert region["labels"] == {"en": "region", "fr": "région"}
    assert region["uses"] == 1
    assert terms["property", f"{RDFS}label"]["uses"] > 1
    uses = [term["uses"] for term in found["terms"]]
    assert uses == sorted(uses, reverse=True)


def test_the_vocabulary_is_not_sent_twice(client: httpx.Client) -> None:
    first = client.get("/api/vocabulary")
    again = client.get("/api/vocabulary", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = client.get("/api/vocabulary", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.headers["etag"] != first.headers["etag"]
    assert plain.json() == first.json()


def test_openapi_tells_of_the_vocabulary(client: httpx.Client) -> None:
    described = client.get("/api/openapi.json").json()["paths"]["/api/vocabulary"]["get"]
    assert "application/json" in described["responses"]["200"]["content"]
    assert client.head("/api/vocabulary").content == b""


def test_every_term_of_ours_has_labels_and_a_definition_in_both_languages(repository: Path) -> None:
    with serving(Settings(graph=repository, workers=1)) as real:
        found = real.get("/api/vocabulary").json()["terms"]
    ours = [term for term in found if term["iri"].startswith(PSL)]
    assert len(ours) > 100
    for term in ours:
        assert set(term["labels"]) == set(term["definitions"]) == {"en", "fr"}, term["iri"]
