"""The relationships over HTTP: the page, the interfaces behind it, and the files it gives."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from xml.etree import ElementTree

import httpx
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import serving
from helpers import Write
from passerelle.graphs.exploration import Exploration, read_exploration
from passerelle.graphs.narrowing import Filter
from passerelle.graphs.views import VIEWS
from passerelle.namespaces import Kind, expand
from passerelle.settings import Settings
from related import ID, PSL, RELATED

AGENCY = "organisation:erasmus-agency-france"


@pytest.fixture(scope="module")
def small(write: Write) -> Iterator[httpx.Client]:
    with serving(Settings(graph=write(RELATED), workers=1)) as client:
        yield client


def page(client: httpx.Client, query: str = "", status: int = 200) -> str:
    answer = client.get(f"/explore?lang=en&{query}")
    assert answer.status_code == status, answer.text
    return answer.text


def document(client: httpx.Client, path: str, **parameters: Any) -> dict[str, Any]:
    answer = client.get(f"/api/graph/{path}", params={"lang": "en", **parameters})
    assert answer.status_code == httpx.codes.OK, answer.text
    found: dict[str, Any] = answer.json()
    return found


def names(found: dict[str, Any]) -> set[str]:
    return {node["name"] for node in found["nodes"]}


def test_what_stands_beside_a_thing_is_counted_and_grouped(small: httpx.Client) -> None:
    found = document(small, "neighbourhood", thing="qualification-type:bp")
    assert names(found) == {"qualification-type:bp", "qualification-type:cap", "qualification-type:bts"}
    groups = {
        (group["label"], group["outgoing"]): group["total"] for group in found["groups"][f"{ID}qualification-type/bp"]
    }
    assert groups == {("leads to", True): 1, ("leads to", False): 1, (f"{PSL}bridgesTo", False): 1}
    leads = [edge for edge in found["edges"] if edge["predicate"] == f"{PSL}leadsTo"]
    assert {len(edge["graphs"]) for edge in leads} == {1, 2}
    assert leads[0]["sentence"].count("leads to") == 1
    assert found["leftOut"] == 0


def test_groups_agree_with_the_graph(whole: httpx.Client) -> None:
    found = document(whole, "neighbourhood", thing=AGENCY, more=200)
    (groups,) = found["groups"].values()
    query = f"""SELECT ?p (COUNT(DISTINCT ?o) AS ?n) {{ GRAPH ?g {{ <{expand(AGENCY)}> ?p ?o }}
      FILTER (?p IN (<{PSL}supervisedBy>, <{PSL}responsibleFor>)) }} GROUP BY ?p"""
    rows = whole.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    counted = {row["p"]["value"]: int(row["n"]["value"]) for row in rows}
    assert counted == {g["predicate"]: g["total"] for g in groups if g["outgoing"] and g["predicate"] in counted}
    assert len(counted) == 2


def test_what_is_left_out_is_told(whole: httpx.Client) -> None:
    found = document(whole, "neighbourhood", thing="organisation-kind:mission-locale", more=5)
    (groups,) = found["groups"].values()
    largest = max(groups, key=lambda group: int(group["total"]))
    assert largest["total"] > 50
    assert len(largest["shown"]) == 5
    assert found["leftOut"] > 40
    every = document(whole, "neighbourhood", view="all")
    assert len(every["nodes"]) <= 250
    assert every["leftOut"] > 0


def test_two_things_are_connected_step_by_step(whole: httpx.Client) -> None:
    found = document(whole, "path", **{"from": "qualification-type:cap", "to": AGENCY, "k": 3})
    assert 1 <= len(found["ways"]) <= 3
    assert [way["length"] for way in found["ways"]] == sorted(way["length"] for way in found["ways"])
    for way in found["ways"]:
        at = f"{ID}qualification-type/cap"
        for step in way["steps"]:
            assert step["from"] == at
            at = step["to"]
            for edge in step["edges"]:
                query = f"ASK {{ <{edge['source']}> <{edge['predicate']}> <{edge['target']}> }}"
                turned = f"ASK {{ <{edge['target']}> ?p <{edge['source']}> }}"
                answers = [whole.get("/sparql", params={"query": text}).json()["boolean"] for text in (query, turned)]
                assert any(answers), edge
        assert at == expand(AGENCY)


def test_no_way_leads_through_what_does_not_hold(small: httpx.Client) -> None:
    """The claim that a CAP leads to a BTS is superseded."""
    found = document(small, "path", **{"from": "qualification-type:cap", "to": "qualification-type:bts"})
    assert [way["length"] for way in found["ways"]] == [2]
    text = page(small, "from=qualification-type:cap&to=region:84")
    assert "Nothing connects them" in text


def test_a_filter_keeps_relations_kinds_sources_and_years(whole: httpx.Client) -> None:
    plans = document(whole, "neighbourhood", view="all", kind=["strategy", "organisation"])
    assert {node["kind"] for node in plans["nodes"]} == {"strategy", "organisation"}
    only = document(whole, "neighbourhood", view="pathways", relation="psl:leadsTo")
    assert {edge["predicate"] for edge in only["edges"]} == {f"{PSL}leadsTo"}
    said = document(whole, "neighbourhood", view="pathways", work="source:digint-aura")
    assert said["edges"]
    assert all(any("digint-aura" in source for source in edge["sources"]) for edge in said["edges"])
    old = document(whole, "neighbourhood", view="legislation", until=2015)
    assert old["nodes"]
    assert all(node["start"] is None or node["start"] < "2016" for node in old["nodes"])
    hidden = document(whole, "neighbourhood", thing=AGENCY, hide="organisation:ministry-labour")
    assert "organisation:ministry-labour" not in names(hidden)


@pytest.mark.parametrize("kind", ["graphml", "gexf", "csv"])
def test_what_is_looked_at_can_be_taken_away(whole: httpx.Client, kind: str) -> None:
    parameters = {"view": "pathways", "lang": "fr"}
    shown = document(whole, "neighbourhood", **parameters)
    answer = whole.get("/api/graph/export", params={**parameters, "format": kind})
    assert answer.headers["content-disposition"] == f'attachment; filename="passerelle-pathways.{kind}"'
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
        assert len(rows) == len(shown["edges"])
        assert {row["source"] for row in rows} <= {node["iri"] for node in shown["nodes"]}
        return
    graph = nx.parse_graphml(answer.text) if kind == "graphml" else nx.read_gexf(io.BytesIO(answer.content))
    assert set(graph) == {node["iri"] for node in shown["nodes"]}
    assert graph.number_of_edges() == len(shown["edges"])


def test_the_page_draws_and_lists_the_same(whole: httpx.Client) -> None:
    text = page(whole, f"thing={AGENCY}")
    found = document(whole, "neighbourhood", thing=AGENCY)
    drawing = re.search(r'<svg class="network".*?</svg>', text, re.DOTALL)
    assert drawing
    svg = ElementTree.fromstring(drawing[0])  # noqa: S314 - our own page
    assert len(svg.findall("a")) == len(found["nodes"])
    assert len(svg.findall("line")) == len(found["edges"])
    width, height = (float(number) for number in svg.attrib["viewBox"].split()[2:])
    for mark in svg.findall("a/path"):
        x, y = re.findall(r"[\d.]+", mark.attrib["transform"])[:2]
        assert 0 <= float(x) <= width
        assert 0 <= float(y) <= height
    listed = {unescape(label) for label in re.findall(r'href="/doc/[^"]*">([^<]*)</a>', text.partition("opened-1")[2])}
    assert {node["label"] for node in found["nodes"]} <= listed
    identifiers = re.findall(r'\sid="([^"]*)"', text)
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_links_of_the_page_lead_on(whole: httpx.Client, language: str) -> None:
    text = whole.get(f"/explore?lang={language}&view=strategy&thing=lever:international-branding").text
    found = sorted({unescape(to) for to in re.findall(r'href="(/[^"#]*)"', text)})
    assert len(found) > 30
    for to in found[::6]:
        answer = whole.get(to, headers={"Accept": "text/html, */*;q=0.1"})
        assert answer.status_code == httpx.codes.OK, to


def test_things_are_opened_closed_and_hidden_by_links(whole: httpx.Client) -> None:
    text = page(whole, f"view=actors&thing={AGENCY}")
    opener = re.search(r'class="opener" href="([^"]*)"', text)
    assert opener
    further = whole.get(unescape(opener[1])).text
    assert further.count('<section aria-labelledby="opened-') == 2
    hide = re.search(r'href="([^"]*)">Hide</a>', text)
    assert hide
    assert "Hidden (choose one to show it again)" in whole.get(unescape(hide[1])).text


def test_a_name_that_is_unclear_is_told_with_what_may_be_meant(whole: httpx.Client) -> None:
    text = page(whole, "thing=ministry-labor", status=404)
    assert "Which thing is meant?" in text
    text = page(whole, "thing=organisation:ministry-labor", status=404)
    assert "organisation:ministry-labour" in text
    missing = whole.get("/api/graph/neighbourhood", params={"thing": "organisation:ministry-labor"})
    assert missing.status_code == httpx.codes.NOT_FOUND
    assert missing.headers["content-type"] == "application/problem+json"
    assert any("ministry-labour" in candidate["iri"] for candidate in missing.json()["candidates"])


def test_a_thing_that_is_not_in_the_view_is_told(whole: httpx.Client) -> None:
    assert "is not in this view" in page(whole, f"view=pathways&thing={AGENCY}")


@pytest.mark.parametrize(
    "query",
    [
        *("view=x", "view=all&view=all", "more=0", "more=x", "k=11", "since=-1"),
        *("kind=x", "relation=foo:x", "hide=a b", "&".join(["thing=region:84"] * 31)),
    ],
)
def test_what_does_not_fit_is_400(small: httpx.Client, query: str) -> None:
    for path in ("/explore", "/api/graph/neighbourhood"):
        answer = small.get(f"{path}?{query}")
        assert answer.status_code == httpx.codes.BAD_REQUEST, path
        assert answer.json()["detail"]


def test_a_way_needs_two_ends_and_a_file_a_format(small: httpx.Client) -> None:
    assert small.get("/api/graph/path?from=region:84").status_code == httpx.codes.BAD_REQUEST
    assert small.get("/api/graph/export").status_code == httpx.codes.BAD_REQUEST
    assert "csv" in small.get("/api/graph/export?format=pdf").json()["detail"]


@settings(max_examples=25)
@given(st.text(max_size=30))
def test_any_text_is_a_thing_or_is_not(small: httpx.Client, text: str) -> None:
    answer = small.get("/explore", params={"thing": text, "lang": "en"})
    assert answer.status_code in {httpx.codes.OK, httpx.codes.NOT_FOUND}
    assert "<diploma>" not in answer.text


IRIS = st.sampled_from([f"{ID}region/84", f"{ID}qualification-type/cap", "https://example.org/a?b=c&d=é", "urn:x:y"])
EXPLORATIONS = st.builds(
    Exploration,
    st.sampled_from(list(VIEWS.values())),
    st.lists(IRIS, unique=True, max_size=4).map(tuple),
    IRIS,
    IRIS,
    st.builds(
        Filter,
        st.frozensets(IRIS),
        st.frozensets(st.sampled_from([kind.value for kind in Kind]), max_size=3),
        st.frozensets(IRIS),
        st.none() | st.integers(1, 9999),
        st.none() | st.integers(1, 9999),
        st.frozensets(IRIS),
    ),
    st.integers(1, 200),
    st.integers(1, 10),
)


@given(EXPLORATIONS)
def test_an_address_says_all_of_what_is_looked_at(exploration: Exploration) -> None:
    parameters = httpx.QueryParams(exploration.query()).multi_items()
    assert read_exploration(parameters, expand) == exploration
