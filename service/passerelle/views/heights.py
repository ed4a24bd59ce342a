"""The row of each diploma and provision: levels are rows of their own, what has none is put between them."""

from collections.abc import Collection, Mapping, Sequence

from passerelle.views.ways import Steps, reversed_steps


def heights(levels: Mapping[str, int], nodes: Sequence[str], steps: Steps, beside: Steps) -> dict[str, int]:
    """The row of each node, counted from the lowest, 0; no row holds things of a level and things of none.

    What has no level stands below the lowest level that it leads to, else above what leads to it, else with what it is
    beside of: that says nothing of its level.

    Args:
        levels: the number of the level, from 0, of each node that has one.
        nodes: all of them.
        steps: where each leads to in one step.
        beside: with which others each goes, where no step tells.
    """
    gaps = _gaps(levels, nodes, steps, beside)
    back = reversed_steps(steps)
    ranks: dict[str, int] = {}
    for gap in sorted(set(gaps.values())):
        ranks |= _ranks([iri for iri in gaps if gaps[iri] == gap], back)
    for iri in gaps:
        if not steps.get(iri) and not back.get(iri):
            ranks[iri] = max((ranks[other] for other in beside.get(iri, ()) if gaps.get(other) == gaps[iri]), default=0)
    # Above so many levels, and in which row there; a level is the lowest row above those below it.
    found = {iri: (level + 1, 0) for iri, level in levels.items()}
    found |= {iri: (gap, 1 + ranks[iri]) for iri, gap in gaps.items()}
    order = {height: row for row, height in enumerate(sorted(set(found.values())))}
    return {iri: order[found[iri]] for iri in nodes}


def _gaps(levels: Mapping[str, int], nodes: Sequence[str], steps: Steps, beside: Steps) -> dict[str, int]:
    """Above how many levels what has none stands."""
    back = reversed_steps(steps)
    found: dict[str, int] = {}
    for level in sorted(set(levels.values())):
        waiting = [iri for iri, of in levels.items() if of == level]
        while waiting:
            for before in back.get(waiting.pop(), ()):
                if before not in levels and before not in found:
                    found[before] = level
                    waiting.append(before)
    left = [iri for iri in nodes if iri not in levels and iri not in found]
    while left:
        known = found | {iri: level + 1 for iri, level in levels.items()}
        placed = {}
        for iri in left:
            for near, choose in ((back, max), (steps, min), (beside, min)):
                if gaps := [known[other] for other in near.get(iri, ()) if other in known]:
                    placed[iri] = choose(gaps)
                    break
        found |= placed or {left[0]: 0}
        left = [iri for iri in left if iri not in found]
    return found


def _ranks(nodes: Collection[str], back: Steps) -> dict[str, int]:
    """How many of these stand below each on the longest way to it; what goes round in circles is put in one row."""
    found: dict[str, int] = {}
    here = set(nodes)
    left = {iri: here.intersection(back.get(iri, ())) for iri in nodes}
    rank = 0
    while left:
        free = [iri for iri, before in left.items() if before <= found.keys()] or list(left)
        found |= dict.fromkeys(free, rank)
        left = {iri: before for iri, before in left.items() if iri not in found}
        rank += 1
    return found
