"""Searches to begin with: what the best connected thing of each of some kinds is called for short."""

import json
import sqlite3

from passerelle.labels import fallback

_KINDS = ("qualifications", "organisation-kinds", "schemes", "rights", "places")
# Of so many that are best connected, the one with the shortest name; a name has at least so many letters.
_FIRST, _SHORTEST = 5, 3


def read_starts(connection: sqlite3.Connection, language: str) -> list[str]:
    """One search for each of the kinds, as far as there are such things."""
    query = "SELECT shown FROM thing WHERE kind = ? ORDER BY weight DESC, iri LIMIT ?"
    found = []
    for kind in _KINDS:
        names = [name for (shown,) in connection.execute(query, (kind, _FIRST)) for name in _names(shown, language)]
        found += [min(names, key=len)] if names else []
    return list(dict.fromkeys(found))


def _names(shown: str, language: str) -> list[str]:
    """What a thing is called in a language, or in the next best one."""
    entry = json.loads(shown)
    texts = [*entry["others"], *entry["names"]]
    own = [text for text, tag in texts if tag in {language, ""}] or [
        text for other in fallback(language) for text, tag in texts if tag == other
    ]
    return [text for text in own if len(text) >= _SHORTEST]
