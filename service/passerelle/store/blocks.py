"""Reads the report's TriG files block by block.

The comment on the opening line of a block says which sentences it states.
A block opens and closes at column 0: `report:context-04 { # sentences 3-4, 6` … `}`.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from passerelle.store.failures import GraphError

_OPENING = re.compile(r"(?:GRAPH\s+)?(?P<graph>[^\s#@{}]+)\s*\{\s*(?:#\s*(?P<comment>.*))?", re.IGNORECASE)
_MARKER = re.compile(r"sentences?\s+(?P<numbers>\d+(?:\s*-\s*\d+)?(?:\s*,\s*\d+(?:\s*-\s*\d+)?)*)", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """A block: its file and line, its graph, the numbers of its sentences (None if unmarked), and its predicates.

    `predicates` holds one entry for each statement.
    """

    file: str
    line: int
    graph: str
    sentences: tuple[int, ...] | None
    predicates: tuple[str, ...]


def read_blocks(folder: Path) -> list[Block]:
    """The blocks of every file in data/report/, in order.

    Raises:
        GraphError: a block is not closed at column 0, or its marker is no list of sentences.
    """
    paths = sorted((folder / "data" / "report").glob("*.trig"))
    return [block for path in paths for block in _blocks(path, path.relative_to(folder).as_posix())]


def _blocks(path: Path, name: str) -> list[Block]:
    head: list[str] = []
    found: list[tuple[int, re.Match[str], list[str]]] = []
    is_open = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        opening = _OPENING.fullmatch(line.rstrip())
        if opening and is_open:
            raise GraphError(f"{name}, line {number}: a block opens inside another.", "Close that by } at column 0.")
        if opening:
            found.append((number, opening, []))
            is_open = True
        elif is_open and line.rstrip() == "}":
            is_open = False
        else:
            (found[-1][2] if is_open else head).append(line)
    if is_open:
        raise GraphError(f"{name}, line {found[-1][0]}: the block is not closed.", "Close it by } at column 0.")
    return [_block(name, number, opening, head, body) for number, opening, body in found]


def _block(name: str, line: int, opening: re.Match[str], head: list[str], body: list[str]) -> Block:
    text = "\n".join([*head, f"{opening['graph']} {{", *body, "}"])
    try:
        # A set, as a statement written twice in a block is one statement.
        quads = set(parse(text, RdfFormat.TRIG))
        (graph,) = parse(f"{chr(10).join(head)} <urn:s> <urn:p> {opening['graph']} .", RdfFormat.TURTLE)
    except SyntaxError as error:
        raise GraphError(f"{name}, block on line {line}: {error.msg}.", "Correct it there.") from None
    iri = graph.object.value if isinstance(graph.object, NamedNode) else str(graph.object)
    sentences = _sentences(name, line, opening["comment"] or "")
    return Block(name, line, iri, sentences, tuple(sorted(quad.predicate.value for quad in quads)))


def _sentences(name: str, line: int, comment: str) -> tuple[int, ...] | None:
    marker = _MARKER.match(comment)
    if marker is None:
        if comment.lower().startswith("sentence"):
            raise GraphError(
                f"{name}, line {line}: {comment!r} names no sentences.", "Write `# sentence 2` or `# sentences 3-4, 6`."
            )
        return None
    numbers: list[int] = []
    for part in marker["numbers"].split(","):
        first, _, last = part.partition("-")
        numbers.extend(range(int(first), int(last or first) + 1))
    return tuple(dict.fromkeys(numbers))
