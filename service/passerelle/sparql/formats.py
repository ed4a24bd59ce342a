"""Reads the parameter `format`, for people and programs that cannot set a header: it stands for an Accept header."""

from http import HTTPStatus

from passerelle.errors import Problem
from passerelle.media_types import FORMAT_ALIASES, FORMAT_NAMES, RESULT_TYPES

# How OpenAPI has the parameter: any media type of a result will do as well.
FORMAT_SCHEMA = {"type": "string", "examples": list(FORMAT_NAMES)}

_MEDIA_TYPES = {name: name for names in RESULT_TYPES.values() for name in names}
_OFFERED = _MEDIA_TYPES | FORMAT_NAMES
_KNOWN = _OFFERED | FORMAT_ALIASES


def read_format(values: list[str]) -> str | None:
    """The Accept header that a format stands for; None where the parameter is absent or left empty, as forms do.

    It may be said more than once, and by several names with commas between them, as SPARQLWrapper does: names of one
    format. Of those in one list, unknown ones beside a known one are passed over.

    Raises:
        Problem: 400 for a format that does not exist, or for two of them.
    """
    found = {meant for value in values if value.strip() for meant in _meant(value)}
    if len(found) > 1:
        raise Problem(HTTPStatus.BAD_REQUEST, "The parameter 'format' names more than one format.")
    return found.pop() if found else None


def _meant(value: str) -> set[str]:
    # A plus sign that was not escaped arrives as a space.
    names = [name.strip().lower().replace(" ", "+") for name in value.split(",")]
    found = {_KNOWN[name] for name in names if name in _KNOWN}
    if not found:
        detail = f"There is no format {value.strip()!r}; there are {', '.join(FORMAT_NAMES)}, and the media types."
        raise Problem(HTTPStatus.BAD_REQUEST, detail, offered=list(_OFFERED))
    return found
