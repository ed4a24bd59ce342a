"""The examples in docstrings run."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize(
    "name",
    [
        "passerelle.namespaces",
        "passerelle.library",
        "passerelle.phrases",
        "passerelle.sparql.parameters",
        "passerelle.views.anchors",
        "passerelle.views.dates",
    ],
)
def test_examples_in_docstrings_run(name: str) -> None:
    found = doctest.testmod(import_module(name))
    assert found.attempted
    assert not found.failed
