"""The files that the program is made of."""

from collections.abc import Iterator
from pathlib import Path

from passerelle.store.location import graph_folder

_PACKAGE = Path(__file__).parent


def program_files() -> Iterator[Path]:
    """Code, templates and phrases, and the context and the mappings that descriptions are written by."""
    for pattern in ("**/*.py", "**/*.html", "**/*.toml"):
        yield from _PACKAGE.glob(pattern)
    ontology = graph_folder() / "ontology"
    yield from (ontology / "context.jsonld", *ontology.glob("profiles/*.rq"))
