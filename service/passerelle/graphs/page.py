"""The page on which people look at relationships, complete without a script."""

from collections import Counter
from dataclasses import dataclass

from fastapi import Response

from passerelle import urls
from passerelle.graphs.exploration import Exploration
from passerelle.graphs.narrowing import work_of
from passerelle.graphs.neighbourhood import other_end
from passerelle.graphs.paths import Way
from passerelle.graphs.picture import SHAPES, draw
from passerelle.graphs.projection import Node, Projection
from passerelle.graphs.selection import Selection
from passerelle.graphs.structure import Measures, Structure
from passerelle.graphs.views import VIEWS
from passerelle.labels import labels
from passerelle.namespaces import shorten
from passerelle.resources.lookup import Candidate
from passerelle.resources.reader import Reader
from passerelle.store.rows import Answers
from passerelle.web.pages import page

_MOST_CENTRAL, _MOST_COMMUNITIES, _MOST_MEMBERS = 20, 12, 5
# Things that can be chosen in a list beside a field.
_MOST_SUGGESTED = 1_500


@dataclass(frozen=True)
class Choice:
    """A value of a filter: what an address says, what people call it, how many edges it has, and whether it is set."""

    value: str
    label: str
    number: int
    chosen: bool


@dataclass(frozen=True)
class Found:
    """What is to be shown of an exploration: the network it is in, the part that is looked at, the ways if any."""

    exploration: Exploration
    structure: Structure
    selection: Selection
    ways: tuple[Way, ...] = ()
    missing: tuple[str, ...] = ()


def explore_page(engine: Answers, found: Found, whole: Projection, language: str, links: urls.Urls) -> Response:
    """The page of an exploration; `whole` is the network of the view before it was narrowed."""
    here, network = found.exploration, found.structure.projection
    return page(
        "explore.html",
        language,
        links,
        itself=urls.EXPLORE,
        reader=Reader(language, language, links),
        here=here,
        found=found,
        network=network,
        whole=whole,
        views=VIEWS.values(),
        picture=draw(found.selection, language),
        shapes=SHAPES,
        central=_central(found.structure),
        communities=_communities(found.structure),
        relations=_relations(whole, here, language),
        kinds=_kinds(whole, here, language),
        works=_works(engine, whole, here, language),
        suggested=sorted({node.label(language) for node in whole.nodes.values()})[:_MOST_SUGGESTED],
        shorten=shorten,
        other_end=other_end,
        address_of=lambda exploration, **more: (
            f"{links.local(urls.EXPLORE)}?{exploration.query(lang=language, **more)}"
        ),
        export_of=lambda kind: f"{links.local(urls.NETWORK_EXPORT)}?{here.query(lang=language, format=kind)}",
    )


def unclear_page(
    message: str, candidates: list[Candidate], exploration: Exploration, language: str, links: urls.Urls
) -> Response:
    """The page where a name is of nothing, or of several things."""
    return page(
        "explore_unclear.html",
        language,
        links,
        404,
        itself=urls.EXPLORE,
        message=message,
        candidates=candidates,
        address_of=lambda iri: f"{links.local(urls.EXPLORE)}?{exploration.opening(iri).query(lang=language)}",
        shorten=shorten,
        views=VIEWS.values(),
    )


def _central(structure: Structure) -> list[tuple[Node, Measures]]:
    nodes = structure.projection.nodes
    ranked = sorted(structure.measures.items(), key=lambda found: (-found[1].rank, found[0]))
    return [(nodes[iri], measures) for iri, measures in ranked[:_MOST_CENTRAL]]


def _communities(structure: Structure) -> list[tuple[int, list[Node]]]:
    """The size of each group, the largest first, and its highest members."""
    members: dict[int, list[tuple[float, str]]] = {}
    for iri, measures in structure.measures.items():
        members.setdefault(measures.community, []).append((-measures.rank, iri))
    nodes = structure.projection.nodes
    return [
        (len(found), [nodes[iri] for _, iri in sorted(found)[:_MOST_MEMBERS]])
        for _, found in sorted(members.items())[:_MOST_COMMUNITIES]
    ]


def _relations(whole: Projection, here: Exploration, language: str) -> list[Choice]:
    counts = Counter(edge.predicate for edge in whole.edges)
    return [
        Choice(shorten(iri), whole.word(iri, language), number, iri in here.filter.relations)
        for iri, number in counts.most_common()
    ]


def _kinds(whole: Projection, here: Exploration, language: str) -> list[Choice]:
    counts = Counter(node.kind for node in whole.nodes.values() if node.kind)
    named: dict[str, Counter[str]] = {}
    for node in whole.nodes.values():
        named.setdefault(node.kind, Counter()).update(node.details.classes)
    return [
        Choice(kind, whole.word(named[kind].most_common(1)[0][0], language), number, kind in here.filter.kinds)
        for kind, number in counts.most_common()
    ]


def _works(engine: Answers, whole: Projection, here: Exploration, language: str) -> list[Choice]:
    counts = Counter(work for edge in whole.edges for work in {work_of(source) for source in whole.sources(edge)})
    names = labels(engine, counts, language)
    return [
        Choice(shorten(iri), names.get(iri, shorten(iri)), number, iri in here.filter.works)
        for iri, number in counts.most_common(40)
    ]
