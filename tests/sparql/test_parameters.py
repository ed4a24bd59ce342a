"""Parameters of examples: what a person writes becomes one term of the query and nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.sparql.examples import Example, Parameter, examples
from passerelle.sparql.parameters import ParameterError, bind
from passerelle.store.engine import Engine
from passerelle.store.guard import inspect
from passerelle.store.request import QueryRequest, ResultFormat

BASE = "https://w3id.org/passerelle/id/"


@pytest.fixture(scope="module")
def below(small_engine: Engine) -> Example:
    return examples(small_engine)["below"]


def rows(engine: Engine, text: str) -> list[dict[str, dict[str, str]]]:
    answer = json.loads(engine.answer(QueryRequest(text, ResultFormat.JSON)))
    found: list[dict[str, dict[str, str]]] = answer["results"]["bindings"]
    return found


def test_an_example_tells_all_about_itself(below: Example) -> None:
    assert below.title("fr") == "Combien d’unités ?"
    assert below.explanation("en") == "What lies in a territory."
    assert below.theme_label("fr") == "territoires"
    assert [parameter.name for parameter in below.parameters] == ["least", "text", "whole"]
    whole = below.parameters[2]
    assert (whole.title("fr"), whole.kind) == ("territoire", "https://w3id.org/passerelle/ns/Country")
    assert whole.default is not None
    assert whole.default.value == f"{BASE}country/FR"


def test_without_values_the_text_stands_as_it_is(below: Example) -> None:
    assert bind(below, {}) == below.text


@pytest.mark.parametrize(
    "written", [f"<{BASE}region/84>", f"{BASE}region/84", "region:84", " region:84 ", "id:region/84"]
)
def test_an_iri_is_written_in_three_ways(below: Example, small_engine: Engine, written: str) -> None:
    text = bind(below, {"whole": written, "least": "28"})
    assert text == below.text.replace(f"{{ <{BASE}country/FR> }}", f"{{ <{BASE}region/84> }}").replace(
        "VALUES ?least { 1 }\n", "VALUES ?least { 28 }\n"
    )
    assert rows(small_engine, text) == []


@pytest.mark.parametrize(
    ("given_values", "message"),
    [
        ({"age": "3"}, "no parameter 'age'; it has least, text, whole"),
        ({"least": "x"}, "least takes a whole number such as 1, not 'x'"),
        ({"least": "1.5"}, "least takes a whole number"),
        ({"least": "1 } #"}, "least takes a whole number"),
        ({"least": ""}, "least takes a whole number"),
        (
            {"whole": "Rhône"},
            "whole takes the IRI of a psl:Country such as country:FR, not 'Rhône'. 'Rhône' is neither",
        ),
        ({"whole": "nowhere:69"}, "The prefix nowhere: is not well known"),
        ({"whole": "http://a> } INSERT"}, "Invalid IRI code point '>'"),
        ({"whole": "<a>"}, "No scheme"),
        ({"text": "\udc80"}, "text takes a text"),
    ],
)
def test_a_wrong_value_is_told_what_fits(below: Example, given_values: dict[str, str], message: str) -> None:
    with pytest.raises(ParameterError) as refusal:
        bind(below, given_values)
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("datatype", "right", "wrong"),
    [
        ("date", "2026-02-28", "2026-02-30"),
        ("gYear", "2026", "26"),
        ("decimal", "0.05", "5 %"),
        ("boolean", "true", "yes"),
        ("duration", "P1Y", "1 year"),
        ("dateTime", "2026-02-28T00:00:00Z", "2026-02-28"),
    ],
)
def test_each_datatype_knows_its_own(small_engine: Engine, datatype: str, right: str, wrong: str) -> None:
    iri = f"http://www.w3.org/2001/XMLSchema#{datatype}"
    example = Example("x", "SELECT ?x { VALUES ?x { 1 } }", parameters=[Parameter("p", "x", datatype=iri)])
    (row,) = rows(small_engine, bind(example, {"x": right}))
    assert row["x"] == {"type": "literal", "value": right, "datatype": iri}
    with pytest.raises(ParameterError, match="takes"):
        bind(example, {"x": wrong})


@pytest.mark.parametrize(
    "text", ["SELECT ?x {}", "SELECT ?x { VALUES ?x { 1 } VALUES ?x { 2 } }", "SELECT ?x { VALUES ?y { ?x } }"]
)
def test_a_text_without_one_place_for_a_parameter_is_an_error(text: str) -> None:
    example = Example("x", text, parameters=[Parameter("p", "x")])
    with pytest.raises(ParameterError, match="once in its text"):
        bind(example, {"x": "region:84"})


@given(st.integers(-(2**63), 2**63 - 1))
def test_any_integer_is_one_term(below: Example, small_engine: Engine, number: int) -> None:
    bound = bind(below, {"least": f" {number:+} "})
    assert len(inspect(bound).tokens) - len(inspect(below.text).tokens) == (0 if number >= 0 else 3)
    (row,) = rows(small_engine, bound)
    assert row["least"]["value"] == str(number)


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.text("\\u0122'\"{}<>#\n "))
def test_any_text_is_one_string_and_nothing_else(below: Example, small_engine: Engine, text: str) -> None:
    bound = bind(below, {"text": text})
    before, after = inspect(below.text).tokens, inspect(bound).tokens
    assert [token.kind for token in after] == [token.kind for token in before]
    assert [(a.text, b.text) for a, b in zip(before, after, strict=True) if a.text not in {b.text, '"a"'}] == []
    (row,) = rows(small_engine, bound)
    assert row["text"]["value"] == text


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.text("\\u0122'\"{}<>#\n "))
def test_any_iri_is_one_iri_and_nothing_else(below: Example, small_engine: Engine, text: str) -> None:
    iri = f"https://example.org/{text}"
    try:
        bound = bind(below, {"whole": iri})
    except ParameterError:
        return
    default = f"<{BASE}country/FR>"
    before, after = inspect(below.text).tokens, inspect(bound).tokens
    assert [token.kind for token in after] == [token.kind for token in before]
    assert {a.text for a, b in zip(before, after, strict=True) if a.text != b.text} == {default}
    probe = bound.replace("?part psl:within ?whole", "")
    assert [row["whole"]["value"] for row in rows(small_engine, probe)] == [iri.strip()]
