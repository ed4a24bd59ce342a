"""Sets the parameters of an example: the only module that puts values into the text of a query."""

from collections.abc import Iterable, Mapping

from passerelle.namespaces import XSD, expand, shorten
from passerelle.phrases import phrase
from passerelle.sparql.examples import Example, Parameter
from passerelle.store import terms
from passerelle.store.failures import QueryError
from passerelle.store.rows import Term
from passerelle.store.tokens import Token, TokenKind, tokens

_PHRASES = {
    f"{XSD}integer": "takes_integer",
    f"{XSD}decimal": "takes_number",
    f"{XSD}double": "takes_number",
    f"{XSD}boolean": "takes_boolean",
    f"{XSD}date": "takes_date",
    f"{XSD}gYear": "takes_year",
    f"{XSD}duration": "takes_duration",
    f"{XSD}string": "takes_text",
}


class ParameterError(QueryError):
    """A parameter has a value it cannot take, or there is no such parameter."""


def bind(example: Example, given: Mapping[str, str]) -> str:
    """The text of an example with these values, as a person writes them, in the place of its defaults.

    Each parameter stands in the text once, as `VALUES ?name { default }`; nothing but the default is replaced.

    Raises:
        ParameterError: there is no such parameter, a value does not fit it, or the text has no place for it.
    """
    known = {parameter.name: parameter for parameter in example.parameters}
    unknown = [name for name in given if name not in known]
    if unknown:
        there_are = f"it has {', '.join(known)}" if known else "it has none"
        raise ParameterError(f"The example {example.name} has no parameter {unknown[0]!r}; {there_are}.")
    text = example.text
    for name, value in given.items():
        start, end = _place(example.name, name, tokens(text))
        text = f"{text[:start]} {read_value(known[name], value)} {text[end:]}"
    return text


def read_value(parameter: Parameter, value: str) -> str:
    """A value as the query text has it.

    Raises:
        ParameterError: it does not fit; the message says what does.
    """
    try:
        if parameter.datatype:
            kept = value if parameter.takes_text else value.strip()
            return terms.literal(kept, parameter.datatype)
        return terms.iri(expand(value.strip()))
    except ValueError as error:
        reason = "" if parameter.datatype else f" {error}."
        raise ParameterError(
            f"The parameter {parameter.name} takes {takes(parameter)}, not {value!r}.{reason}"
        ) from None


def takes(parameter: Parameter, language: str = "en") -> str:
    """What a parameter takes, with an example of it, in words.

    Examples:
        >>> takes(Parameter("", "age", datatype=f"{XSD}integer", default=Term("literal", "16")))
        'a whole number such as 16'
    """
    if parameter.datatype:
        key = _PHRASES.get(parameter.datatype, "takes_value")
        what = phrase(key, language, datatype=shorten(parameter.datatype))
    elif parameter.kind:
        what = phrase("takes_thing", language, kind=shorten(parameter.kind))
    else:
        what = phrase("takes_iri", language)
    return phrase("such_as", language, what=what, example=shown(parameter.default)) if parameter.default else what


def shown(term: Term | None) -> str:
    """A value as a person would write it: the inverse of reading it."""
    if term is None:
        return ""
    return shorten(term.value) if term.kind == "uri" else term.value


def _place(example: str, name: str, found: Iterable[Token]) -> tuple[int, int]:
    """Where the members of `VALUES ?name { … }` begin and end."""
    places: list[tuple[int, int]] = []
    before: list[Token] = []
    start = 0
    for token in found:
        if start and token.text == "}" and token.kind is TokenKind.SIGN:
            places.append((start, token.offset))
            start = 0
        elif token.text == "{" and [other.text.upper() for other in before[-2:-1]] == ["VALUES"]:
            start = token.offset + 1 if before[-1].text in {f"?{name}", f"${name}"} else 0
        before = [*before[-1:], token]
    if len(places) != 1:
        raise ParameterError(
            f"The example {example} has {len(places)} places for its parameter {name}.",
            f"Write VALUES ?{name} {{ … }} once in its text.",
        )
    return places[0]
