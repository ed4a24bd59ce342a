"""RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html): what to take out of a data set and put into it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from passerelle.store.comparison import Change

# A blank node where a line of N-Quads can have one; a literal ends in a quotation mark, a language or a datatype.
_SUBJECT = re.compile(rb"^_:(\S+)")
_OBJECT = re.compile(rb" _:(\S+)((?: <[^<>]*>)? \.\n)$")


def patch_lines(changes: Callable[[], Iterable[Change]], labels: Mapping[str, str]) -> Iterator[bytes]:
    """The lines of a patch; the same changes have the same identity.

    Args:
        changes: gives them, as often as it is called.
        labels: what the data set to be patched calls its blank nodes; others get labels that it does not have.
    """
    naming = _Naming(labels)
    digest = sha256()
    for line in _rows(changes(), naming):
        digest.update(line)
    yield f"H id <urn:uuid:{uuid5(NAMESPACE_URL, digest.hexdigest())}> .\nTX .\n".encode()
    yield from _rows(changes(), naming)
    yield b"TC .\n"


class _Naming:
    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self._taken = set(labels.values())

    def __call__(self, name: str) -> str:
        label = self._labels.get(name)
        if label is None:
            label = name
            while label in self._taken:
                label += "n"
        return label


def _rows(changes: Iterable[Change], naming: _Naming) -> Iterator[bytes]:
    for change in changes:
        for sign, statements in ((b"D ", change.removed), (b"A ", change.added)):
            for statement in statements:
                line = _SUBJECT.sub(lambda found: b"_:" + naming(found[1].decode()).encode(), statement.line)
                yield sign + _OBJECT.sub(lambda found: b" _:" + naming(found[1].decode()).encode() + found[2], line)
