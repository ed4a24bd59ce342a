"""Names near to one that does not exist, for errors that help."""

from collections.abc import Iterable
from difflib import get_close_matches

# Nobody mistypes a name of ours into something longer, and the comparison takes the square of its length.
_LONGEST = 100


def near(name: str, names: Iterable[str], number: int = 3, cutoff: float = 0.6) -> list[str]:
    """Those most like the name, whatever its case, the likest first; none where nothing is like it.

    `cutoff` is the least likeness, as `difflib.SequenceMatcher.ratio` has it.
    """
    if len(name) > _LONGEST:
        return []
    by_key: dict[str, str] = {}
    for known in names:
        by_key.setdefault(known.casefold(), known)
    return [by_key[key] for key in get_close_matches(name.casefold(), by_key, number, cutoff)]
