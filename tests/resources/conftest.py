"""What the tests of descriptions share."""

from collections.abc import Iterator

import httpx
import pytest

from conftest import serving
from helpers import Write
from linked import FILES
from passerelle.settings import Settings


@pytest.fixture(scope="module")
def things(write: Write) -> Iterator[httpx.Client]:
    """A client for the service over a graph of things to open."""
    with serving(Settings(graph=write(FILES))) as client:
        yield client
