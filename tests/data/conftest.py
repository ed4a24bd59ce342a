"""The graph as it is shipped, asked by the engine."""

from collections.abc import Callable
from pathlib import Path

import pytest

import passerelle

Rows = list[dict[str, str]]
Ask = Callable[[str], Rows]


@pytest.fixture(scope="session")
def ask(repository: Path) -> Ask:
    """Asks the curated graph and gives rows of plain text; an unbound variable is empty."""

    def rows(query: str) -> Rows:
        answer = passerelle.query(query, repository, frame=False)
        assert isinstance(answer, list)
        return [{name: "" if node is None else str(node) for name, node in row.items()} for row in answer]

    return rows
