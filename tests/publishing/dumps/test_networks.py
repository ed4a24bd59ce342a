"""The network of relationships among the files, as programs for networks read it."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import pytest

import passerelle
from passerelle.publishing.dumps.listing import Listing

READERS: dict[str, Callable[..., Any]] = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}


@pytest.mark.parametrize("kind", READERS)
def test_all_relationships_are_in_it(dumps: Path, repository: Path, kind: str) -> None:
    file = dumps / f"passerelle.{kind}"
    read, meant = READERS[kind](file), passerelle.to_networkx(graph=repository)
    assert set(read.nodes) == set(meant.nodes)
    assert read.number_of_edges() == meant.number_of_edges()
    assert gzip.decompress((dumps / f"passerelle.{kind}.gz").read_bytes()) == file.read_bytes()


def test_it_is_listed_as_what_it_is(listing: Listing) -> None:
    found = {file.name: (file.media_type, file.coding) for file in listing.files if file.group == "relations"}
    assert found == {
        "passerelle.graphml": ("application/graphml+xml", ""),
        "passerelle.graphml.gz": ("application/graphml+xml", "gzip"),
        "passerelle.gexf": ("application/gexf+xml", ""),
        "passerelle.gexf.gz": ("application/gexf+xml", "gzip"),
    }
