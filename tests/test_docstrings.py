"""The examples in docstrings run."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize(
    "name",
    [
        "passerelle.discovery.codes",
        "passerelle.discovery.words",
        "passerelle.graphs.projection",
        "passerelle.graphs.views",
        "passerelle.library",
        "passerelle.namespaces",
        "passerelle.phrases",
        "passerelle.publishing.bibliography",
        "passerelle.publishing.releases.archive",
        "passerelle.sparql.parameters",
    ],
)
def test_examples_in_docstrings_run(name: str) -> None:
    found = doctest.testmod(import_module(name))
    assert found.attempted
    assert not found.failed
