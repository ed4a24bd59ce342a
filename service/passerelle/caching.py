"""Entity tags, dates, and the answers that are kept in memory (https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3)."""

import re
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from hashlib import sha256

# What is said of answers that have a tag: long enough for a page that asks the same again; a new build of the data is
# seen soon after.
FRESH = "public, max-age=60"
_TAG = re.compile(r'(?:W/)?("[^"]*")')
# A query that calls any of these may give something else at every run; one with an escape may hide them. No boundary is
# asked for before them: the engine reads `BYRAND()` as it does `BY RAND()`.
_VOLATILE = re.compile(r"(?i)(?:NOW|RAND|UUID|BNODE)(?:\s|#[^\r\n]*)*+\(|\\")
# CONSTRUCT makes its blank nodes anew at every run.
_NEW_NODES = re.compile(r"(?is)CONSTRUCT.*(?:_:|\[)")


@dataclass(frozen=True)
class Kept:
    """A whole answer: its headers as ASGI has them, and its body."""

    headers: list[tuple[bytes, bytes]]
    body: bytes


class AnswerCache:
    """Whole answers by their tags, the least used given up first when they are too many bytes."""

    def __init__(self, size: int) -> None:
        """Keep so many bytes at most."""
        self._most = size
        self.size = 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def largest(self) -> int:
        """The most bytes of one answer that is kept."""
        return self._most // 8

    def get(self, tag: str) -> Kept | None:
        """The answer of that tag, if it is kept."""
        if tag in self._kept:
            self._kept.move_to_end(tag)
        return self._kept.get(tag)

    def keep(self, tag: str, answer: Kept) -> None:
        """Keep an answer, unless it is too large."""
        if len(answer.body) > self.largest or tag in self._kept:
            return
        self._kept[tag] = answer
        self.size += len(answer.body)
        while self.size > self._most:
            _, given_up = self._kept.popitem(last=False)
            self.size -= len(given_up.body)


def is_repeatable(query: str) -> bool:
    """Whether the answer to a query is the same at every run on the same data; False where that is not sure."""
    return not _VOLATILE.search(query) and not _NEW_NODES.search(query)


def strong_tag(*parts: str) -> str:
    """A strong entity tag of everything that the bytes of an answer depend on."""
    digest = sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        digest.update(len(content).to_bytes(8, "big") + content)
    return f'"{digest.hexdigest()[:32]}"'


def is_current(if_none_match: str | None, tag: str) -> bool:
    """Whether a client has the representation of that tag already.

    See https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2.
    """
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or tag in _TAG.findall(if_none_match)


def http_date(seconds: float) -> str:
    """A time as `Last-Modified` has it (https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7)."""
    return formatdate(seconds, usegmt=True)


def is_unmodified(if_modified_since: str | None, modified: float) -> bool:
    """Whether a client has what was last modified at that time; False for a date that cannot be read.

    See https://www.rfc-editor.org/rfc/rfc9110#section-13.1.3.
    """
    if if_modified_since is None:
        return False
    with suppress(ValueError, OverflowError):
        return int(modified) <= parsedate_to_datetime(if_modified_since).timestamp()
    return False
