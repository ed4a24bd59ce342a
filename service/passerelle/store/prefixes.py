"""The prefixes that are declared where statements are written."""

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad, Triple

from passerelle.namespaces import PREFIXES, prefix_of

# Each of our namespaces ends in one of these, and no name in it has one.
_NAMESPACE = re.compile(rb"<([^<>\s]*[/#])[^<>\s/#]*>")


def prefixes_of(rows: Iterable[Quad | Triple]) -> dict[str, str]:
    """The well-known prefixes that these statements use."""
    nodes = {node.value for row in rows for node in tuple(row) if isinstance(node, NamedNode)}
    used = {prefix for prefix in map(prefix_of, nodes) if prefix}
    return {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix in used}


def prefixes_in(lines: Iterable[bytes]) -> dict[str, str]:
    """The same for lines of N-Quads or N-Triples, however many: only namespaces are remembered."""
    used: set[bytes] = set()
    for line in lines:
        used.update(_NAMESPACE.findall(line))
    return {prefix: namespace for prefix, namespace in PREFIXES.items() if namespace.encode() in used}
