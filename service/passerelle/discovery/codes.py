"""Identifiers as people type them: with or without spaces, signs and the name of their scheme."""

import re
import unicodedata

_SIGNS = re.compile(r"[\W_]+")
_LETTERS_FIRST = re.compile(r"[A-Z]+([0-9]{3,})")
# A SIRET number is a SIREN number and five digits of its own (https://www.insee.fr/fr/information/2017372).
_SIRET, _SIREN = 14, 9
_SHORTEST = 2
# Nobody types an identifier in more words, nor a longer one.
_MOST_WORDS, _LONGEST = 8, 60


def compact(code: str) -> str:
    """A code without spaces and signs, in capitals.

    Examples:
        >>> compact("COM(2020) 275")
        'COM2020275'
    """
    return _SIGNS.sub("", unicodedata.normalize("NFKC", code)).upper()[:_LONGEST]


def keys(code: str) -> set[str]:
    """What a code is found by: itself, and its digits where it only begins with letters, as `RNCP38565` does."""
    whole = compact(code)
    found = _LETTERS_FIRST.fullmatch(whole)
    return {whole, found[1]} if found else {whole}


def read_codes(text: str) -> list[str]:
    """The codes that a text may be, the likeliest first: all of it, its end, a SIREN number within a SIRET number."""
    parts = _SIGNS.sub(" ", text).split()[-_MOST_WORDS:]
    found = [compact("".join(parts[start:])) for start in range(len(parts))]
    found += [code[:_SIREN] for code in found if len(code) == _SIRET and code.isdigit()]
    # One figure or letter at the end of several words is part of a name: "level 5".
    return [code for code in dict.fromkeys(found) if len(code) >= _SHORTEST and any(map(str.isdigit, code))]
