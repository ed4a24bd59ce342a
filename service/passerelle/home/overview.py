"""What the first page tells of the data set: how much of what, by whom, what no longer holds, what may be asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from passerelle.namespaces import ID, PREFIXES, PSL
from passerelle.publishing.statistics import Count, count_sources
from passerelle.resources.claims import Claim, read_claims
from passerelle.resources.parts import Part
from passerelle.sparql.examples import Example
from passerelle.store.request import DatasetSummary
from passerelle.store.rows import Answers, values

# What people look for, in the order in which they are told of it, each with the classes that it is made of.
_KINDS = {
    "qualifications": f"{PSL}QualificationType",
    "organisations": f"{PREFIXES['org']}Organization",
    "laws": f"{PREFIXES['eli']}LegalResource",
    "plans": f"{PSL}Strategy",
    "schemes": f"{PSL}MobilityScheme",
    "territories": f"{PSL}Territory",
    "figures": f"{PREFIXES['qb']}Observation",
    "claims": f"{PSL}Claim",
}
# One question of each theme that visitors can do something with at once.
_ASKED_FIRST = (
    "no-longer-holds",
    "from-the-vocational-baccalaureate",
    "apprentices-abroad-rules-at-a-date",
    "sources-that-disagree",
    "missions-locales-in-a-department",
    "rights-at-an-age",
    "threats-without-answer",
    "funding-for-internationalisation",
)
_SOURCES, _NEWS = 8, 3
_SUPERSEDED = f"""
SELECT ?claim (MAX(?day) AS ?since) {{
  ?claim <{PSL}standing> <{ID}concept/standing-superseded> ; <{PSL}correctedSince> ?day FILTER (ISIRI(?claim))
}} GROUP BY ?claim ORDER BY DESC(?since) ?claim LIMIT {_NEWS}"""
_COUNTS = f"""
SELECT ?kind (COUNT(DISTINCT ?thing) AS ?number) {{
  VALUES ?kind {{ {" ".join(f"<{kind}>" for kind in _KINDS.values())} }} ?thing a ?kind
}} GROUP BY ?kind"""


@dataclass(frozen=True)
class Overview:
    """The data set at a glance: numbers of things by kind, its main sources, claims that ended last, questions."""

    summary: DatasetSummary
    kinds: dict[str, int]
    sources: tuple[Count, ...]
    more_sources: int
    ended: tuple[Claim, ...]
    questions: tuple[Example, ...]
    all_questions: int


def overview(engine: Answers, summary: DatasetSummary, known: Mapping[str, Example], language: str) -> Overview:
    """The data set at a glance, in a language; what it holds nothing of is left out.

    Raises:
        StoreError: as the engine tells it.
    """
    numbers = {row["kind"]: int(row["number"]) for row in values(engine, _COUNTS) if row["kind"]}
    sources = count_sources(engine, language)
    ended = [row["claim"] for row in values(engine, _SUPERSEDED) if row["claim"]]
    return Overview(
        summary,
        {name: numbers[kind] for name, kind in _KINDS.items() if numbers.get(kind)},
        sources[:_SOURCES],
        max(0, len(sources) - _SOURCES),
        tuple(claim for iri in ended for claim in read_claims(engine, iri, language, Part())[0] if claim.wording),
        tuple(known[name] for name in _ASKED_FIRST if name in known),
        len(known),
    )
