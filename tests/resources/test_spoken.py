"""What a page says of values that only programs would write so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.namespaces import XSD
from passerelle.resources.spoken import spoken
from passerelle.store.rows import Term


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        ("P2Y", "2 years", "2 ans"),
        ("P1Y6M", "1 year, 6 months", "1 an, 6 mois"),
        ("P4W", "4 weeks", "4 semaines"),
        ("PT1H30M", "1 hour, 30 minutes", "1 heure, 30 minutes"),
        ("P1D", "1 day", "1 jour"),
        ("P0D", "P0D ^^xsd:duration", "P0D ^^xsd:duration"),
        ("-P1D", "-P1D ^^xsd:duration", "-P1D ^^xsd:duration"),
        ("PT0.5S", "PT0.5S ^^xsd:duration", "PT0.5S ^^xsd:duration"),
    ],
)
def test_durations_are_said_in_words_as_far_as_they_can_be(value: str, english: str, french: str) -> None:
    term = Term("literal", value, datatype=f"{XSD}duration")
    assert (spoken(term, "", "en"), spoken(term, "", "fr")) == (english, french)


def test_truths_are_yes_and_no() -> None:
    for value, english, french in (("true", "yes", "oui"), ("0", "no", "non"), ("maybe", "maybe", "maybe")):
        term = Term("literal", value, datatype=f"{XSD}boolean")
        assert (spoken(term, "", "en"), spoken(term, "", "fr")) == (english, french)


@given(st.text(max_size=20), st.sampled_from(["duration", "boolean", "date", "string"]))
def test_any_value_can_be_said(value: str, datatype: str) -> None:
    assert value in spoken(Term("literal", value, datatype=f"{XSD}{datatype}"), "", "fr") or datatype in {
        "duration",
        "boolean",
    }
