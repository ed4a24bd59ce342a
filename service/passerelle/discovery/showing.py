"""What the index keeps of a thing for lists of results, and how probably the thing is meant."""

from collections.abc import Iterator
from math import log2

from passerelle.discovery.kinds import Group
from passerelle.discovery.reading import ABOUT, HIDDEN_NAME, LEVEL, NAMES, OTHER_NAMES, SCHEME, SORTS, STANDING, Entry


def named(entry: Entry) -> Iterator[str]:
    """The things that are told with one."""
    yield from entry.classes
    yield from entry.places
    yield from (iri for _, iri in entry.related)
    yield from (scheme for scheme, _ in entry.codes if scheme)


def weight(entry: Entry, group: Group) -> float:
    """How probably a thing is meant among others that fit as well: by its kind, and by how connected it is."""
    return group.rank + log2(1 + entry.links)


def shown(entry: Entry, group: Group) -> dict[str, object]:
    """What a list of results tells of a thing."""
    sorts = SORTS if group.name != "words" else (*SORTS, SCHEME)
    return {
        "names": entry.of(*NAMES),
        "others": [name for name in dict.fromkeys(entry.of(*OTHER_NAMES)) if name not in entry.of(HIDDEN_NAME)],
        "hidden": entry.of(HIDDEN_NAME),
        "about": entry.of(*ABOUT),
        "codes": entry.codes,
        "sort": next(iter(entry.others(*sorts)), ""),
        "place": entry.nearest,
        "around": entry.places,
        "levels": entry.others(LEVEL),
        "standing": next(iter(entry.others(STANDING)), ""),
    }
