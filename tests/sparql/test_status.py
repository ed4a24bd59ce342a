"""The table of what we claim names tests that there are."""

import re
from pathlib import Path

import passerelle.sparql


def test_every_claim_names_a_test_and_every_row_is_whole(repository: Path) -> None:
    rows = [line for line in (passerelle.sparql.__doc__ or "").splitlines() if line.startswith("|")]
    claims = [row for row in rows if not row.startswith(("| paragraph", "|---"))]
    assert len(claims) > 15
    for row in claims:
        cells = re.split(r"\s*\|\s*", row.strip("| "))
        assert len(cells) == 3, row
        places = [repository / "tests" / folder / cells[2] for folder in ("sparql", "conformance")]
        assert any(place.is_file() for place in places), f"{cells[2]} is not there: name the test of {cells[0]}"
