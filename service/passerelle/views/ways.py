"""All simple routes of a graph from one thing to another, the shortest first, so many and no more."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

# No route of more steps is told, nor more routes than these, nor looked for longer than this.
LONGEST, MOST = 12, 40
_WORK = 50_000

Steps = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Ways:
    """Routes, each from its first thing to its last; `more` where there may be others that are not told."""

    routes: tuple[tuple[str, ...], ...]
    more: bool


def ways(steps: Steps, start: str, goal: str) -> Ways:
    """The simple routes from start to goal: none comes to the same thing twice.

    Args:
        steps: where each thing leads to in one step.
        start: where one is.
        goal: where one wants to be; another than the start.
    """
    search = _Search(steps, goal)
    if start == goal or start not in search.away:
        return Ways((), more=False)
    found: list[tuple[str, ...]] = []
    for length in range(search.away[start], LONGEST + 1):
        for route in search.routes((start,), length):
            if len(found) == MOST:
                return Ways(tuple(found), more=True)
            found.append(route)
    longer = next(search.routes((start,), LONGEST + 1), None)
    return Ways(tuple(found), more=longer is not None or search.work < 0)


def distances(steps: Steps, start: str) -> dict[str, int]:
    """What can be reached from a thing, which is itself in no step away, and in how few steps."""
    found = {start: 0}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there in steps.get(here, ()):
            if there not in found:
                found[there] = found[here] + 1
                waiting.append(there)
    return found


def reversed_steps(steps: Steps) -> dict[str, list[str]]:
    """The same steps, backwards."""
    found: dict[str, list[str]] = {}
    for here, targets in steps.items():
        for there in targets:
            found.setdefault(there, []).append(here)
    return found


class _Search:
    def __init__(self, steps: Steps, goal: str) -> None:
        self._steps, self._goal = steps, goal
        self.away = distances(reversed_steps(steps), goal)
        self.work = _WORK

    def routes(self, route: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
        """The routes that go on by exactly so many more steps, as long as there is work to be spent."""
        self.work -= 1
        if self.work < 0:
            return
        if route[-1] == self._goal:
            if length == 0:
                yield route
            return
        for there in self._steps.get(route[-1], ()):
            if there not in route and self.away.get(there, length) < length:
                yield from self.routes((*route, there), length - 1)
