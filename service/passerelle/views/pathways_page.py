"""The page of diplomas by level and of the ways between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from itertools import pairwise

from fastapi import Response

from passerelle import urls
from passerelle.namespaces import ID
from passerelle.resources.reader import Reader
from passerelle.views.anchors import anchor
from passerelle.views.choices import Choices, short
from passerelle.views.dates import said_of
from passerelle.views.facts import Fact
from passerelle.views.pathways import Node, System
from passerelle.views.pathways_drawing import draw
from passerelle.views.ways import LONGEST, MOST, Ways, distances, reversed_steps, ways
from passerelle.web.pages import page

PARAMETERS = ("from", "to")


@dataclass(frozen=True)
class Step:
    """A step of a route: where it leads, who says so, and the rules for it."""

    node: Node
    facts: tuple[Fact, ...]
    rules: tuple[Fact, ...]


@dataclass(frozen=True)
class Route:
    """A route from a node; `ended` are those on it that are no longer awarded."""

    start: Node
    steps: tuple[Step, ...]
    ended: tuple[Node, ...]


def pathways_page(system: System, given: Mapping[str, str], today: date, language: str, links: urls.Urls) -> Response:
    """The page, with the routes from one thing to another where both are chosen.

    With status 400 where a name that was sent is that of nothing here: the page says so.
    """
    ends = {name: system.nodes.get(ID + given[name]) or system.nodes.get(given[name]) for name in PARAMETERS}
    wrong = [name for name, node in ends.items() if given[name] and node is None]
    start, goal = ends["from"], ends["to"]
    steps = system.ways
    found = ways(steps, start.thing.iri, goal.thing.iri) if start and goal else Ways((), more=False)
    routes = [_route(system, route, today) for route in found.routes]
    return page(
        "pathways.html",
        language,
        links,
        HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK,
        itself=urls.PATHWAYS,
        reader=Reader(language, language, links),
        choices=Choices(urls.PATHWAYS, {**given, **dict.fromkeys(wrong, "")}, language, links),
        given=given,
        wrong=wrong,
        system=system,
        start=start,
        goal=goal,
        routes=sorted(routes, key=lambda route: bool(route.ended)),
        more=found.more,
        most=MOST,
        longest=LONGEST,
        reached=_reached(system, steps, start) if start else [],
        sources=_reached(system, reversed_steps(steps), goal) if goal else [],
        drawing=draw(system, found.routes),
        choosable=_choosable(system),
        out=_by_end(system, subject=True),
        into=_by_end(system, subject=False),
        ended=lambda node: node.ended(today),
        date_of=lambda value: said_of(value.term, language),
        anchor=anchor,
        short=short,
    )


def _route(system: System, route: Sequence[str], today: date) -> Route:
    told: dict[tuple[str, str], list[Fact]] = {}
    for fact in system.steps:
        told.setdefault((fact.subject.iri, fact.value.term.value), []).append(fact)
    steps = [
        Step(system.nodes[there], tuple(told[here, there]), tuple(system.rules_between(here, there)))
        for here, there in pairwise(route)
    ]
    nodes = [system.nodes[iri] for iri in route]
    return Route(nodes[0], tuple(steps), tuple(node for node in nodes if node.ended(today)))


def _reached(system: System, steps: Mapping[str, Sequence[str]], node: Node) -> list[Node]:
    """What can be reached, the nearest first."""
    away = distances(steps, node.thing.iri)
    names = sorted((number, system.nodes[iri].thing.label, iri) for iri, number in away.items() if number)
    return [system.nodes[iri] for *_, iri in names]


def _choosable(system: System) -> list[tuple[str, str, list[Node]]]:
    """The nodes that a step begins or ends at, by kind and by level, with the label of a level."""
    ends = {iri for fact in system.steps for iri in (fact.subject.iri, fact.value.term.value)}
    groups = [(kind, "", nodes) for kind, nodes in system.apart]
    groups += [("level", level.label or level.name, nodes) for level, nodes in system.levels]
    kept = [(kind, label, [node for node in nodes if node.thing.iri in ends]) for kind, label, nodes in groups]
    return [group for group in kept if group[2]]


def _by_end(system: System, *, subject: bool) -> dict[str, list[Fact]]:
    """The ways of all kinds that begin, or end, at each node."""
    found: dict[str, list[Fact]] = {}
    for fact in (*system.steps, *system.bridges, *system.within):
        found.setdefault(fact.subject.iri if subject else fact.value.term.value, []).append(fact)
    return found
