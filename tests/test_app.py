import httpx

from passerelle import __version__
from passerelle.store.engine import Engine


def test_health_says_what_is_served(client: httpx.Client, small_engine: Engine) -> None:
    document = client.get("/health").json()
    assert document["status"] == "ok"
    assert document["version"] == __version__
    assert document["dataset"] == small_engine.summary.version
    assert document["quads"] == small_engine.summary.quads > 0
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
