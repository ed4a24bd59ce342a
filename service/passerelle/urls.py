"""The one place for the paths of the service and for the addresses made of them."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

ROOT = "/"
SPARQL = "/sparql"
GRAPHS = "/graphs"
GRAPH = "/graph/{name:path}"
QUERY = "/query/{name}"
HEALTH = "/health"
READY = "/health/ready"
METRICS = "/metrics"
OPENAPI = "/api/openapi.json"
VALIDATE = "/api/validate"
STATIC = "/static"


def query(name: str, suffix: str = "") -> str:
    """The path of an example query, or of one of its forms (`.ttl`, `.rq`, …)."""
    return QUERY.format(name=quote(name, safe="")) + suffix


def graph(iri: str | None) -> str:
    """The path of a named graph, or of the default graph."""
    return f"{GRAPHS}?default" if iri is None else f"{GRAPHS}?graph={quote(iri, safe=':/')}"


@dataclass(frozen=True)
class Urls:
    """Addresses under the public address of a service, which has no slash at its end."""

    base: str

    def to(self, path: str) -> str:
        """The address of one of the paths above."""
        return self.base + path

    def local(self, path: str) -> str:
        """The same for a page of the service: without the host, by whichever name a visitor reached it."""
        return urlsplit(self.base).path + path
