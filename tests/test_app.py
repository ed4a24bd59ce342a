import httpx

from passerelle import __version__
from passerelle.store.engine import Engine


def test_health_says_what_is_served(client: httpx.Client, small_engine: Engine) -> None:
    document = client.get("/health").json()
    assert document["status"] == "ok"
    assert document["version"] == __version__
    assert document["dataset"] == small_engine.summary.version
    assert document["quads"] == small_engine.summary.quads > 0
    assert set(document["isolation"]) == {"network", "files", "memory"}
    assert client.head("/health").content == b""


def test_the_root_links_to_parts_that_answer(client: httpx.Client) -> None:
    links = client.get("/").json()["links"]
    for name in ("health", "openapi"):
        assert client.get(httpx.URL(links[name]).path).status_code == 200
    assert httpx.URL(links["sparql"]).path == "/sparql"


def test_the_interface_is_described(client: httpx.Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert set(paths["/sparql"]) == {"get", "post"}
    assert "application/sparql-query" in paths["/sparql"]["post"]["requestBody"]["content"]


def test_what_is_not_there_is_a_problem_document(client: httpx.Client) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"] == "There is nothing at /nowhere."


def test_data_is_never_a_page_whose_script_runs(client: httpx.Client) -> None:
    """A predicate may be called as XHTML calls its scripts; a browser takes such RDF/XML for a page."""
    query = 'CONSTRUCT { <x:a> <http://www.w3.org/1999/xhtmlscript> "alert(1)" } WHERE {}'
    answer = client.get("/sparql", params={"query": query, "format": "rdfxml"})
    assert 'xmlns="http://www.w3.org/1999/xhtml"' in answer.text or "xhtml" in answer.text
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_no_answer_varies_by_origin_and_preflights_are_answered(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "ASK {}"}, headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "origin" not in answer.headers["vary"].lower()
    assert "ETag" in answer.headers["access-control-expose-headers"]
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "QUERY"}
    preflight = client.options("/sparql", headers={**asked, "Access-Control-Request-Headers": "content-type"})
    assert preflight.status_code == 200
    assert "QUERY" in preflight.headers["access-control-allow-methods"]
    assert preflight.headers["access-control-allow-origin"] == "*"
