"""The service over the graph itself, for all tests of what is published of the ontology."""

from collections.abc import Iterator

import httpx
import pytest

from conftest import serving
from passerelle.settings import Settings


@pytest.fixture(scope="session")
def published() -> Iterator[httpx.Client]:
    """A client for the service over the real graph."""
    with serving(Settings(workers=1)) as client:
        yield client
