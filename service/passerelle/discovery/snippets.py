"""Why a thing was found: texts with the words marked that were looked for, cut around the first of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from passerelle.discovery.plan import Plan
from passerelle.discovery.words import normal, words

# Characters of a text that are shown, and of those before the first marked word of a longer one.
_LENGTH, _BEFORE = 240, 80
_CUT = "…"


@dataclass(frozen=True)
class Piece:
    """A part of a text, and whether it is a word that was looked for."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Marked:
    """A text in pieces with its language, and the words of the search that it has."""

    pieces: tuple[Piece, ...]
    language: str
    words: frozenset[str]

    @property
    def text(self) -> str:
        """The text alone."""
        return "".join(piece.text for piece in self.pieces)


def mark(text: str, language: str, plan: Plan, *, cut: bool = False) -> Marked:
    """A text with the words marked that were looked for, cut if it is long and may be."""
    written = normal(text)
    found: list[tuple[int, int]] = []
    held = set[str]()
    for word in words(written):
        wanted = [looked_for.word for looked_for in plan.wanted if looked_for.fits(word.folded)]
        if wanted:
            found.append((word.start, word.end))
            held.update(wanted)
    start, end = _window(written, found[0][0] if found else 0) if cut else (0, len(written))
    pieces = list(_pieces(written, [span for span in found if start <= span[0] and span[1] <= end], start, end))
    if start:
        pieces.insert(0, Piece(_CUT, False))
    if end < len(written):
        pieces.append(Piece(_CUT, False))
    return Marked(tuple(pieces), language, frozenset(held))


def mark_whole(text: str, plan: Plan) -> Marked:
    """A text that is all of it what was looked for, such as a code."""
    return Marked((Piece(normal(text), True),), "", frozenset(word.word for word in plan.wanted))


def _window(text: str, first: int) -> tuple[int, int]:
    """The part of a text that is shown, from and to the end of a word."""
    if len(text) <= _LENGTH:
        return 0, len(text)
    start = 0 if first <= _LENGTH - _BEFORE else text.find(" ", first - _BEFORE, first) + 1 or first
    end = len(text) if start + _LENGTH >= len(text) else text.rfind(" ", start, start + _LENGTH)
    return start, end if end > first else min(len(text), start + _LENGTH)


def _pieces(text: str, spans: Iterable[tuple[int, int]], start: int, end: int) -> Iterable[Piece]:
    at = start
    for first, last in spans:
        if first > at:
            yield Piece(text[at:first], False)
        yield Piece(text[first:last], True)
        at = last
    if at < end:
        yield Piece(text[at:end], False)
