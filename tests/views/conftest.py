"""What the tests of views share."""

from collections.abc import Iterator

import httpx
import pytest

from conftest import serving
from passerelle.settings import Settings


@pytest.fixture(scope="module")
def whole(repository: object) -> Iterator[httpx.Client]:  # noqa: ARG001 - the checkout is the graph by default
    """A client for the service over the graph as it is published."""
    with serving(Settings()) as client:
        yield client
