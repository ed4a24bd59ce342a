"""The endpoints that the clients ask."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from conftest import serving
from passerelle.settings import Settings


@pytest.fixture(scope="session")
def endpoint(client: httpx.Client) -> str:
    """The address of the SPARQL endpoint over the small graph."""
    return str(client.base_url).rstrip("/") + "/sparql"


@pytest.fixture(scope="session")
def real(repository: Path) -> Iterator[str]:
    """The address of the service over the graph of this repository."""
    with serving(Settings(graph=repository, workers=1)) as client:
        yield str(client.base_url).rstrip("/")
