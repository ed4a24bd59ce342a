"""The files that the curated graph is downloaded as."""

from pathlib import Path

import pytest

from helpers import Run
from passerelle.publishing.dumps.listing import Listing, read_listing


@pytest.fixture(scope="session")
def dumps(run: Run, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all of them; not to be changed."""
    folder = tmp_path_factory.mktemp("dumps") / "all"
    done = run("export", "--all", str(folder), "--graph", str(repository))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def listing(dumps: Path) -> Listing:
    found = read_listing(dumps)
    assert found
    return found
