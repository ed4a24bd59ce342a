import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.namespaces import ID, PREFIXES, Kind, id_iri, shorten, split_id
from passerelle.store.guard import inspect
from passerelle.store.tokens import TokenKind

slugs = st.from_regex(r"\A[A-Za-z0-9]+(-[A-Za-z0-9]+){0,3}\Z")


@given(st.sampled_from(Kind), slugs)
def test_an_id_splits_into_what_it_was_made_of(kind: Kind, slug: str) -> None:
    assert split_id(id_iri(kind, slug)) == (kind, slug)


@given(st.sampled_from(Kind), slugs)
def test_a_shortened_id_is_one_prefixed_name_that_means_the_iri(kind: Kind, slug: str) -> None:
    iri = id_iri(kind, slug)
    (token,) = inspect(shorten(iri)).tokens
    assert token.kind is TokenKind.PREFIXED
    prefix, _, local = token.text.partition(":")
    assert PREFIXES[prefix] + local == iri


@given(st.text())
def test_any_other_text_is_no_slug(text: str) -> None:
    allowed = text.isascii() and all(part.isalnum() for part in text.split("-"))
    if not allowed:
        with pytest.raises(ValueError, match="slug"):
            id_iri(Kind.PLACE, text)


@pytest.mark.parametrize(
    ("iri", "message"),
    [
        (f"{ID}planet/mars", "not a kind"),
        (f"{ID}region", "no slug"),
        (f"{ID}region/Rhône", "not a slug"),
        (f"{ID}region/84/", "not a slug"),
        ("https://example.org/region/84", "does not start with"),
    ],
)
def test_a_wrong_id_is_told_why(iri: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        split_id(iri)


def test_what_has_no_prefix_stays_whole() -> None:
    assert shorten("https://example.org/a") == "<https://example.org/a>"
    assert shorten(f"{ID}region/84/more") == f"<{ID}region/84/more>"
