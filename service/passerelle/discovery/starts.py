"""Searches to begin with: what the best connected thing of each of some kinds is called for short."""

import json
import sqlite3

from passerelle.labels import fallback

_KINDS = ("qualifications", "organisation-kinds", "schemes", "rights", "places", "organisations")


def read_starts(connection: sqlite3.Connection, language: str) -> list[str]:
    """One search for each of the kinds, as far as there are such things."""
    found = []
    for kind in _KINDS:
        query = "SELECT shown FROM thing WHERE kind = ? ORDER BY weight DESC, iri LIMIT 1"
        for (shown,) in connection.execute(query, (kind,)):
            entry = json.loads(shown)
            order = fallback(language)
            names = [text for text, tag in entry["others"] + entry["names"] if tag in {language, ""}]
            names += [text for tag in order for text, other in entry["names"] if other == tag]
            found += [min(names, key=len)] if names else []
    return list(dict.fromkeys(found))
