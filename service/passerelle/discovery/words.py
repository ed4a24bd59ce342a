"""Words as they are compared: without case, accents, and the endings that change with number and gender."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase

# A plus sign that ends a word is read aloud, so that "Erasmus+" and "Erasmus plus" are the same.
_WORD = re.compile(r"[^\W_]+|(?<=\w)\+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
# What a search may hold or lack without a change of sense. "But" is missing, for it is a diploma in French.
_EMPTY_WORDS = """
a an and are at by does for from how in is of on or the to what where which who with
au aux avec ce ces comment d dans de des du elle en est et il l la le les ou par pour qu que quel quelle quelles quels
qui quoi sa se ses son sont sur un une
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
# Longer words are cut: nobody types them, and only their beginning tells them apart.
LONGEST_WORD = 40
_SHORTEST_STEM = 4


@dataclass(frozen=True)
class Word:
    """A word of a text, as it is compared, and where it is written."""

    folded: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text, which must be in normal form C (`normal`), in their order."""
    for found in _WORD.finditer(text):
        folded = "plus" if found[0] == "+" else fold(found[0])
        if folded:
            yield Word(folded[:LONGEST_WORD], found.start(), found.end())


def normal(text: str) -> str:
    """A text in the form that `words` reads: composed (https://unicode.org/reports/tr15/), on one line."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A word without case and accents.

    Examples:
        >>> fold("Œuvré")
        'oeuvre'
    """
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    return "".join(sign for sign in plain if sign.isalnum())


def folded_words(text: str) -> list[str]:
    """The words of any text as they are compared."""
    return [word.folded for word in words(normal(text))]


def telling(found: list[str]) -> list[str]:
    """Those of some words that tell anything, each once; all of them where none does."""
    return list(dict.fromkeys(word for word in found if word not in _EMPTY)) or list(dict.fromkeys(found))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What words have in common that differ in number or gender, in French and in English.

    Lighter than Porter's, which would take "formation" and "former" for the same word. Both `-y` and `-ie` end in `-i`,
    as one language has the one where the other has the other; and no letter is doubled, which is the commonest slip.

    Examples:
        >>> stem("professionnelles"), stem("professionnel"), stem("skills"), stem("regionaux"), stem("strategy")
        ('profesionel', 'profesionel', 'skil', 'regional', 'strategi')
    """
    if len(word) < _SHORTEST_STEM or not word.isalpha():
        return word
    if word.endswith("aux"):
        word = word[:-1] if word.endswith("eaux") else f"{word[:-3]}al"
    elif word.endswith(("s", "x")) and not word.endswith("ss"):
        word = word[:-1]
    if len(word) > _SHORTEST_STEM:
        word = word[:-1] if word.endswith("e") else word
        word = f"{word[:-1]}i" if word.endswith("y") else word
    return _single(word)


def skeleton(word: str) -> str:
    """What is left of a word when slips of the ear are set aside: doubled letters, `ph` for `f`, `y` for `i`.

    Examples:
        >>> skeleton("apprentissage") == skeleton("aprentisage")
        True
    """
    return _single(word.replace("ph", "f").replace("y", "i"))


def edits(word: str) -> set[str]:
    """Everything that one slip makes of a word: a letter missing, too much, wrong, or two changed about."""
    splits = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {head + tail[1:] for head, tail in splits if tail}
    found |= {head + tail[1] + tail[0] + tail[2:] for head, tail in splits if len(tail) > 1}
    found |= {head + letter + tail[1:] for head, tail in splits if tail for letter in ascii_lowercase}
    found |= {head + letter + tail for head, tail in splits for letter in ascii_lowercase}
    return found


def _single(word: str) -> str:
    return re.sub(r"([^\W\d_])\1+", r"\1", word)
