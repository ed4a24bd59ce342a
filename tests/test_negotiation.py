import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.media_types import RESULT_TYPES
from passerelle.negotiation import NotAcceptable, choose
from passerelle.store.guard import QueryForm
from passerelle.store.request import ResultFormat, formats

TABLES = {kind: RESULT_TYPES[kind] for kind in formats(QueryForm.SELECT)}
GRAPHS = {kind: RESULT_TYPES[kind] for kind in formats(QueryForm.CONSTRUCT)}
NAMES = [name for names in TABLES.values() for name in names]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, ResultFormat.JSON),
        ("", ResultFormat.JSON),
        ("*/*", ResultFormat.JSON),
        ("text/*", ResultFormat.CSV),
        ("text/csv;q=0.1, */*;q=0.8", ResultFormat.JSON),
        ("text/html, text/tab-separated-values", ResultFormat.TSV),
        ("application/sparql-results+xml;q=0.5, text/csv;q=0.6", ResultFormat.CSV),
        ("application/sparql-results+json;q=0, application/*", ResultFormat.XML),
        ("APPLICATION/SPARQL-RESULTS+XML", ResultFormat.XML),
        ("text/csv; charset=utf-8; header=present", ResultFormat.CSV),
        ("*", ResultFormat.JSON),
        ("text/html, image/gif, *; q=.2, */*; q=.2", ResultFormat.JSON),
        ("text/csv;q=.1, text/tab-separated-values;q=.2", ResultFormat.TSV),
    ],
)
def test_a_table_is_written_as_asked(accept: str | None, expected: ResultFormat) -> None:
    assert choose(accept, TABLES).format is expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, ResultFormat.TURTLE),
        ('application/ld+json; profile="http://www.w3.org/ns/json-ld#expanded"', ResultFormat.JSONLD),
        ("application/xml", ResultFormat.RDFXML),
        ("text/plain", ResultFormat.NTRIPLES),
    ],
)
def test_a_graph_is_written_as_asked(accept: str | None, expected: ResultFormat) -> None:
    assert choose(accept, GRAPHS).format is expected


@pytest.mark.parametrize("accept", ["text/html", "image/*", "*/*;q=0", "nonsense", "text/csv;q=0", "text/turtle"])
def test_what_is_not_on_offer_is_told_what_is(accept: str) -> None:
    with pytest.raises(NotAcceptable) as refusal:
        choose(accept, TABLES)
    assert "text/csv" in refusal.value.offered


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 1000)), min_size=1, unique_by=lambda item: item[0]))
def test_the_highest_quality_wins(ranges: list[tuple[str, int]]) -> None:
    accept = ", ".join(f"{name};q={quality / 1000:.3f}" for name, quality in ranges)
    best = max(quality for _, quality in ranges)
    if best == 0:
        with pytest.raises(NotAcceptable):
            choose(accept, TABLES)
    else:
        assert dict(ranges)[choose(accept, TABLES).media_type] == best


@given(st.text())
def test_no_header_breaks_it(accept: str) -> None:
    try:
        choice = choose(accept, TABLES)
    except NotAcceptable:
        return
    assert choice.media_type in NAMES
