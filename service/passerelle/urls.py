"""The one place for the paths of the service and for the addresses made of them."""

from dataclasses import dataclass

ROOT = "/"
SPARQL = "/sparql"
GRAPHS = "/graphs"
GRAPH = "/graph/{name:path}"
HEALTH = "/health"
OPENAPI = "/api/openapi.json"
VALIDATE = "/api/validate"


@dataclass(frozen=True)
class Urls:
    """Addresses under the public address of a service, which has no slash at its end."""

    base: str

    def to(self, path: str) -> str:
        """The address of one of the paths above."""
        return self.base + path
