"""Which parts of a file a request asks for (https://www.rfc-editor.org/rfc/rfc9110#section-14)."""

import re
from http import HTTPStatus

from passerelle.errors import Problem

_PART = re.compile(r"\s*(\d{0,18})-(\d{0,18})\s*")
# More of them than anybody needs would make the file longer, and not shorter.
_MOST = 16


def is_range(header: str, size: int) -> bool:
    """Whether the header asks for parts of a file of that size; one that is malformed or goes too far is ignored.

    Raises:
        Problem: 416 where the file has none of the parts.
    """
    unit, _, written = header.partition("=")
    parts = [_PART.fullmatch(part) for part in written.split(",")]
    if unit.strip().lower() != "bytes" or len(parts) > _MOST:
        return False
    there = []
    for part in parts:
        if part is None or not any(part.groups()) or (all(part.groups()) and int(part[1]) > int(part[2])):
            return False
        there.append(int(part[1]) < size if part[1] else int(part[2]) > 0 and size > 0)
    if not any(there):
        raise Problem(
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            f"The file has {size} bytes.",
            headers={"Content-Range": f"bytes */{size}"},
        )
    return all(there)
