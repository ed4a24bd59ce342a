"""Reads the parameter `format`, for people and programs that cannot set a header: it stands for an Accept header."""

from http import HTTPStatus

from passerelle.errors import Problem
from passerelle.media_types import FORMAT_NAMES, RESULT_TYPES

# How OpenAPI has the parameter: any media type of a result will do as well.
FORMAT_SCHEMA = {"type": "string", "examples": list(FORMAT_NAMES)}

_MEDIA_TYPES = {name: name for names in RESULT_TYPES.values() for name in names}
_KNOWN = _MEDIA_TYPES | FORMAT_NAMES


def read_format(values: list[str]) -> str | None:
    """The Accept header that a format stands for; None where the parameter is absent or left empty, as forms do.

    Raises:
        Problem: 400 for a format that does not exist, or for two of them.
    """
    # A plus sign that was not escaped arrives as a space.
    asked = {value.strip().lower().replace(" ", "+") for value in values} - {""}
    if len(asked) > 1:
        raise Problem(HTTPStatus.BAD_REQUEST, "The parameter 'format' is given more than once.")
    for name in asked:
        if name not in _KNOWN:
            offered = list(_KNOWN)
            detail = f"There is no format {name!r}; there are {', '.join(FORMAT_NAMES)}, and the media types."
            raise Problem(HTTPStatus.BAD_REQUEST, detail, offered=offered)
        return _KNOWN[name]
    return None
