"""What a shape asks of a property, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from passerelle.labels import chosen
from passerelle.namespaces import SH, SKOS
from passerelle.phrases import phrase
from passerelle.publishing.ontology.constraints import PropertyRule

_KNOWN = frozenset(
    {"minCount", "maxCount", "class", "datatype", "nodeKind", "uniqueLang", "languageIn", "hasValue", "scheme"}
    | {"minInclusive", "maxInclusive", "pattern", "or", "path", "type", "severity", "message"}
)
_LANGUAGES = {"en": "language_en", "fr": "language_fr"}


@dataclass(frozen=True)
class Wording:
    """A part of what is asked: words, and the classes, datatypes or things that end them."""

    text: str
    iris: tuple[str, ...] = ()


def words(rule: PropertyRule, language: str) -> tuple[Wording, ...]:
    """What a rule asks, part by part; by its message where it asks what has no words here."""
    if set(rule.parameters) - _KNOWN:
        told = chosen(rule.messages, language)
        return (Wording(told.text),) if told else ()
    asked = (*_counts(rule, language), *_values(rule, language), *_texts(rule, language))
    warning = (Wording(phrase("rule_warning", language)),) if rule.is_warning else ()
    return (*asked, *warning)


def _counts(rule: PropertyRule, language: str) -> Iterator[Wording]:
    least, most = (next(iter(_of(rule, name)), "") for name in ("minCount", "maxCount"))
    if most == "0":
        yield Wording(phrase("rule_none", language))
    elif least == most == "1":
        yield Wording(phrase("rule_one", language))
    else:
        if least and least != "0":
            key = "rule_some" if least == "1" else "rule_least"
            yield Wording(phrase(key, language, number=least))
        if most:
            yield Wording(phrase("rule_optional" if most == "1" else "rule_most", language, number=most))


def _values(rule: PropertyRule, language: str) -> Iterator[Wording]:
    in_scheme = _of(rule, "hasValue") if rule.path == f"{SKOS}inScheme" else ()
    if schemes := _of(rule, "scheme") or in_scheme:
        yield Wording(phrase("rule_scheme", language), schemes)
    elif values := _of(rule, "hasValue"):
        yield Wording(phrase("rule_value", language), values)
    if classes := _of(rule, "class"):
        yield Wording(phrase("rule_class", language), classes)
    if datatypes := _of(rule, "datatype"):
        yield Wording(phrase("rule_datatype", language), datatypes)
    for kind in _of(rule, "nodeKind"):
        yield Wording(phrase("rule_thing" if kind == f"{SH}IRI" else "rule_literal", language))
    for bound in _of(rule, "minInclusive"):
        yield Wording(phrase("rule_from", language, number=bound))
    for bound in _of(rule, "maxInclusive"):
        yield Wording(phrase("rule_to", language, number=bound))


def _texts(rule: PropertyRule, language: str) -> Iterator[Wording]:
    for pattern in _of(rule, "pattern"):
        yield Wording(phrase("rule_pattern", language, pattern=pattern))
    if languages := _of(rule, "languageIn"):
        names = [phrase(_LANGUAGES[tag], language) if tag in _LANGUAGES else tag for tag in languages]
        yield Wording(phrase("rule_languages", language, languages=", ".join(names)))
    if "true" in _of(rule, "uniqueLang"):
        yield Wording(phrase("rule_unique", language))


def _of(rule: PropertyRule, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term.value for term in rule.parameters.get(name, ())))
