"""The one place for the words of our own pages and commands, in each language they come in."""

import tomllib
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "fr")


def phrase(key: str, language: str, **filled: object) -> str:
    """A phrase in that language, in English where it does not come in it, with its gaps filled.

    Raises:
        KeyError: there is no such phrase, or a gap is not filled.
    """
    return unfilled(key, language).format(**filled)


def unfilled(key: str, language: str) -> str:
    """The same with its gaps as they are, for scripts that fill them."""
    texts = _phrases()[key]
    return texts.get(language, texts["en"])


def counted(key: str, language: str, count: int) -> str:
    """A phrase for one, or, after a bar, for more than one.

    Examples:
        >>> counted("duration_year", "fr", 2)
        '2 ans'
    """
    one, _, more = phrase(key, language, count=number(count, language)).partition("|")
    return one if count == 1 else more


def number(count: int, language: str) -> str:
    """A whole number with its thousands apart, as the language writes it.

    Examples:
        >>> number(25494, "en")
        '25,494'
    """
    written = f"{count:,}"
    return written.replace(",", "\u202f") if language == "fr" else written


@cache
def _phrases() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))
