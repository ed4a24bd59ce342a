"""Literals as a person would say them."""

import re

from passerelle.namespaces import XSD
from passerelle.phrases import counted, phrase
from passerelle.resources.values import literal
from passerelle.store.rows import Term

# https://www.w3.org/TR/xmlschema11-2/#duration, of whole numbers and not below zero; and weeks, as ISO 8601 has them.
_UNITS = ("year", "month", "week", "day", "hour", "minute")
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?", re.ASCII)
_TRUTHS = {"true": "yes", "1": "yes", "false": "no", "0": "no"}


def spoken(term: Term, text_language: str, language: str) -> str:
    """A literal in words where its datatype has any, else as `literal` has it.

    Args:
        term: a literal or a blank node.
        text_language: what need not be told of it, as the markup tells it.
        language: that of the words.

    Examples:
        >>> spoken(Term("literal", "P1Y6M", datatype=f"{XSD}duration"), "", "fr")
        '1 an, 6 mois'
    """
    if term.datatype == f"{XSD}boolean" and term.value in _TRUTHS:
        return phrase(_TRUTHS[term.value], language)
    if term.datatype == f"{XSD}duration" and (found := _DURATION.fullmatch(term.value)):
        counts = zip(_UNITS, map(int, found.groups("0")), strict=True)
        words = [counted(f"duration_{what}", language, count) for what, count in counts if count]
        return ", ".join(words) or literal(term, text_language)
    return literal(term, text_language)
