"""Names for blank nodes that come of what is said of them, so that two versions of a graph can be compared.

A blank node has no name that lasts (https://www.w3.org/TR/rdf11-concepts/#section-blank-nodes). Canonical labels
(https://www.w3.org/TR/rdf-canon/) would not do: one statement more may change all of them, and nothing would compare.
"""

from collections.abc import Iterable
from hashlib import sha256

from pyoxigraph import BlankNode, Quad

# How far away what is said is heard: a change in a list does not rename all that stands before it.
_ROUNDS = 32
_LENGTH = 24


def lasting_names(quads: Iterable[Quad]) -> dict[str, str]:
    """A name for each blank node of these statements, none of them given twice.

    It is made of what is stated of the node, and of nodes that it leads to. Nodes of which the same is said are told
    apart by what points to them, and numbered where that is the same too.
    """
    statements = [quad for quad in quads if any(isinstance(node, BlankNode) for node in _ends(quad))]
    names = _heard(statements)
    groups: dict[str, list[str]] = {}
    for label, name in sorted(names.items()):
        groups.setdefault(name, []).append(label)
    pointing = _pointing(statements, names)
    waiting = {name for name, labels in groups.items() if len(labels) > 1}
    while waiting:
        # Those first to which nothing points that is not told apart itself.
        free = [name for name in sorted(waiting) if not _subjects(pointing, groups[name], groups) & waiting - {name}]
        chosen = (free or sorted(waiting))[0]
        waiting.discard(chosen)
        order = sorted(groups[chosen], key=lambda label: (_seen(pointing, label, names), label))
        names |= {label: f"{chosen}x{number}" for number, label in enumerate(order)}
    return names


def _heard(statements: list[Quad]) -> dict[str, str]:
    """Names of what is said of each node, and of those that it leads to, and so on."""
    said: dict[str, list[Quad]] = {}
    for quad in statements:
        for node in _ends(quad):
            if isinstance(node, BlankNode):
                said.setdefault(node.value, [])
        if isinstance(quad.subject, BlankNode):
            said[quad.subject.value].append(quad)
    names = dict.fromkeys(said, "")
    for _ in range(_ROUNDS):
        heard = {
            label: _hashed(f"{quad.predicate} {_written(quad.object, names)} {quad.graph_name}" for quad in quads)
            for label, quads in said.items()
        }
        if heard == names:
            break
        names = heard
    return names


def _pointing(statements: list[Quad], names: dict[str, str]) -> dict[str, list[Quad]]:
    found: dict[str, list[Quad]] = {label: [] for label in names}
    for quad in statements:
        if isinstance(quad.object, BlankNode):
            found[quad.object.value].append(quad)
    return found


def _subjects(pointing: dict[str, list[Quad]], labels: list[str], groups: dict[str, list[str]]) -> set[str]:
    """The groups that the blank nodes belong to that point to these."""
    subjects = {
        quad.subject.value for label in labels for quad in pointing[label] if isinstance(quad.subject, BlankNode)
    }
    return {name for name, members in groups.items() if subjects & set(members)} if subjects else set()


def _seen(pointing: dict[str, list[Quad]], label: str, names: dict[str, str]) -> list[str]:
    return sorted(f"{_written(quad.subject, names)} {quad.predicate} {quad.graph_name}" for quad in pointing[label])


def _written(node: object, names: dict[str, str]) -> str:
    return f"_:{names[node.value]}" if isinstance(node, BlankNode) else str(node)


def _hashed(lines: Iterable[str]) -> str:
    return "h" + sha256("\n".join(sorted(lines)).encode()).hexdigest()[:_LENGTH]


def _ends(quad: Quad) -> tuple[object, object]:
    return quad.subject, quad.object
