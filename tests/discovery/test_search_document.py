"""Searches for programs: JSON, facets that add up, tags, errors that say what to do."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import httpx
import pytest

from conftest import serving
from helpers import Write, lasting_headers
from linked import BROWSER, PUBLIC, links
from passerelle.settings import Settings

from .conftest import FILES, MANY


def search(client: httpx.Client, **parameters: Any) -> dict[str, Any]:
    response = client.get("/search", params={"format": "json", **parameters})
    assert response.status_code == 200, response.text
    document: dict[str, Any] = response.json()
    return document


def test_a_result_has_its_names_and_where_it_is_read(small: httpx.Client) -> None:
    document = search(small, q="cap", lang="fr")
    assert (document["total"], document["page"], document["pages"], document["partial"]) == (1, 1, 1, False)
    (result,) = document["results"]
    assert result["iri"] == "https://w3id.org/passerelle/id/qualification-type/cap"
    assert result["name"] == "qualification-type:cap"
    assert result["url"] == f"{PUBLIC}/doc/qualification-type/cap?lang=fr"
    assert result["kind"] == {"value": "qualifications", "label": "Diplômes et certificats"}
    assert result["level"] == {"iri": "http://data.europa.eu/snb/eqf/3", "label": "niveau 3"}
    assert [piece["text"] for piece in result["title"]["pieces"] if piece["marked"]] == ["CAP"]
    assert result["title"]["text"] == "".join(piece["text"] for piece in result["title"]["pieces"])
    assert result["sentence"]["language"] == "fr"


def test_counts_of_facets_are_what_each_choice_finds(whole: httpx.Client) -> None:
    for text in ("apprentissage", "lyon", ""):
        plain = search(whole, q=text, lang="fr", place="country:FR")
        for facet, options in plain["facets"].items():
            for option in options[:3]:
                chosen = {"q": text, "lang": "fr", "place": "country:FR", facet: option["value"]}
                assert search(whole, **chosen)["total"] == option["count"], f"{text!r}, {facet} {option['value']}"
    kinds = search(whole, q="apprentissage")["facets"]["kind"]
    assert sum(kind["count"] for kind in kinds) == search(whole, q="apprentissage")["total"]


def test_facets_combine(whole: httpx.Client) -> None:
    """Values of one facet are alternatives, facets are conditions."""
    place = {"place": ["department:69", "department:38"]}
    both = search(whole, q="mission locale", **place)
    each = [search(whole, q="mission locale", place=one) for one in place["place"]]
    assert both["total"] == sum(found["total"] for found in each) > each[0]["total"] > 0
    level = search(whole, kind="qualifications", level="5")
    assert 0 < level["total"] < search(whole, kind="qualifications")["total"]
    assert {result["level"]["iri"] for result in level["results"]} == {"http://data.europa.eu/snb/eqf/5"}
    chosen = [option["value"] for option in level["facets"]["level"] if option["chosen"]]
    assert chosen == ["5"]
    assert search(whole, kind="laws", period="2019")["total"] < search(whole, kind="laws", period="2010-2019")["total"]


def test_there_is_no_more_to_find_than_there_are_things(small: httpx.Client) -> None:
    document = search(small, kind="places")
    assert document["total"] == MANY + 1
    assert document["next"] == f"{PUBLIC}/search?kind=places&page=2"
    response = small.get("/search?kind=places&page=2")
    assert links(response) == {"prev": ["/search?kind=places"], "next": ["/search?kind=places&page=3"]}
    assert search(small)["results"] == [], "an empty search is the beginning of one"


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"kind": "horses"}, "There is no kind 'horses'; there are claims"),
        ({"period": "last year"}, "A period is a year or two"),
        ({"period": "2020-2010"}, "A period is a year or two"),
        ({"place": "Lyon"}, "neither an IRI nor a prefixed name"),
        ({"level": "nine:9"}, "The prefix nine: is not well known"),
        ({"lang": "de"}, "'lang' is en or fr"),
        ({"page": "0"}, "whole number from 1 on"),
        ({"page": "٣"}, "whole number from 1 on"),
        ({"format": "yaml"}, "there are json and html"),
        ({"q": ["a", "b"]}, "'q' is given more than once"),
        ({"kind": [f"kind-{number}" for number in range(30)]}, "There is no kind"),
        ({"period": [str(1900 + number) for number in range(30)]}, "takes up to 20 values"),
    ],
)
def test_what_does_not_fit_is_told(small: httpx.Client, parameters: dict[str, Any], told: str) -> None:
    response = small.get("/search", params=parameters)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert told in response.json()["detail"]


def test_the_format_is_negotiated(small: httpx.Client) -> None:
    def kind(path: str, accept: str) -> str:
        return small.get(path, headers={"Accept": accept}).headers["content-type"]

    assert kind("/search?q=cap", "*/*") == "application/json"
    assert kind("/search?q=cap", BROWSER) == "text/html; charset=utf-8"
    assert kind("/search?q=cap&format=html", "*/*") == "text/html; charset=utf-8"
    assert kind("/search?q=cap&format=json", BROWSER) == "application/json"
    refused = small.get("/search?q=cap", headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert refused.json()["offered"] == ["application/json", "text/html"]


def test_answers_have_tags_and_heads(small: httpx.Client) -> None:
    for path in ("/search?q=village&lang=fr", "/suggest?q=vil", "/opensearch.xml"):
        for coding in ("identity", "gzip", "zstd"):
            asked = {"Accept": "*/*", "Accept-Encoding": coding}
            first = small.get(path, headers=asked)
            again = small.get(path, headers={**asked, "If-None-Match": first.headers["etag"]})
            assert again.status_code == 304, path
            assert again.headers["etag"] == first.headers["etag"]
            assert set(first.headers["vary"].split(", ")) == {"Accept", "Accept-Encoding", "Accept-Language"}
            assert first.headers["cache-control"] == "public, max-age=60"
            head = small.head(path, headers=asked)
            assert head.content == b""
            assert lasting_headers(head) == lasting_headers(first)
    tags = {small.get("/search?q=village", headers={"Accept-Language": one}).headers["etag"] for one in ("fr", "en")}
    assert len(tags) == 2


def test_the_search_is_described(small: httpx.Client) -> None:
    paths = small.get("/api/openapi.json").json()["paths"]
    names = {parameter["name"] for parameter in paths["/search"]["get"]["parameters"]}
    assert names == {"q", "kind", "place", "level", "period", "page", "lang", "format"}
    content = paths["/search"]["get"]["responses"]["200"]["content"]
    described = set(content["application/json"]["schema"]["properties"])
    assert described == set(search(small, q="cap"))
    items = content["application/json"]["schema"]["properties"]["results"]["items"]["properties"]
    assert set(items) == set(search(small, q="cap")["results"][0])
    assert small.get("/").json()["links"]["search"] == f"{PUBLIC}/search"


def test_suggestions_are_as_browsers_read_them(small: httpx.Client) -> None:
    response = small.get("/suggest", params={"q": "cap", "lang": "fr"})
    assert response.headers["content-type"] == "application/x-suggestions+json"
    typed, names, descriptions, addresses = response.json()
    assert typed == "cap"
    assert names == ["certificat d’aptitude (CAP)", "capacité en droit"]
    assert descriptions[0] == "type de diplôme · niveau 3"
    assert addresses[0] == f"{PUBLIC}/doc/qualification-type/cap?lang=fr"
    assert small.get("/suggest").json() == ["", [], [], []]
    assert len(small.get("/suggest?q=village&limit=3").json()[1]) == 3
    assert len(small.get("/suggest?q=village&limit=999").json()[1]) == 20
    as_json = small.get("/suggest?q=cap", headers={"Accept": "application/json"})
    assert as_json.headers["content-type"] == "application/json"
    description = small.get("/opensearch.xml?lang=fr")
    assert description.headers["content-type"] == "application/opensearchdescription+xml"
    assert f'template="{PUBLIC}/suggest?q={{searchTerms}}&amp;lang=fr"' in description.text


def test_the_first_searches_may_come_all_at_once(write: Write) -> None:
    with serving(Settings(graph=write(FILES))) as client, ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda text: client.get("/search", params={"q": text}), ["cap", "village"] * 8))
    assert {answer.status_code for answer in answers} == {200}
    assert [answer.json()["total"] for answer in answers] == [1, MANY] * 8
    assert all(one.json() == two.json() for one, two in pairwise(answers[::2]))
