"""Claims about a thing: what is said, whether it still holds, who or what says otherwise, and why."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from passerelle.labels import Text, chosen
from passerelle.namespaces import DCTERMS, ID, PSL
from passerelle.resources.origins import Origin, passage_origins
from passerelle.resources.parts import Part
from passerelle.resources.things import Naming, Thing, Value, naming, value_of
from passerelle.store import terms
from passerelle.store.rows import Answers, Term, select, values


class Standing(StrEnum):
    """Whether a claim may be relied on: the plain triple is asserted only while it holds."""

    HOLDS = "holds"
    OPEN = "open"
    FALSE = "false"


_STANDINGS = {
    f"{ID}concept/standing-stated": Standing.HOLDS,
    f"{ID}concept/standing-confirmed": Standing.HOLDS,
    f"{ID}concept/standing-disputed": Standing.OPEN,
    f"{ID}concept/standing-unclear": Standing.OPEN,
    f"{ID}concept/standing-superseded": Standing.FALSE,
    f"{ID}concept/standing-corrected": Standing.FALSE,
}


def standing_of(iri: str) -> Standing:
    """Whether a claim of that standing may be relied on; not settled where that is unknown."""
    return _STANDINGS.get(iri, Standing.OPEN)


@dataclass(frozen=True)
class Other:
    """A claim, act or body that says otherwise, and the values that a claim has instead."""

    thing: Thing
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Claim:
    """A claim; `reliable` sums up its standing, `others` are those that say otherwise."""

    thing: Thing
    about: tuple[Thing, ...]
    property: Thing | None
    values: tuple[Value, ...]
    standing: Thing | None
    reliable: Standing
    wording: Text | None
    since: str
    others: tuple[Other, ...]
    reason: Text | None
    passages: tuple[Origin, ...]
    sources: tuple[Thing, ...]


def read_claims(engine: Answers, iri: str, language: str, part: Part) -> tuple[list[Claim], int]:
    """A part of the claims about a thing, the thing itself if it is a claim, and how many there are.

    Raises:
        ValueError: it is no IRI.
    """
    node = terms.iri(iri)
    query = f"""
    SELECT DISTINCT ?claim {{
      {{ GRAPH ?graph {{ ?claim <{PSL}about> {node} }} }}
      UNION {{ GRAPH ?graph {{ {node} <{PSL}standing> ?standing }} BIND({node} AS ?claim) }}
      FILTER(ISIRI(?claim))
    }} ORDER BY ?claim"""
    found = [row["claim"] for row in values(engine, query)]
    shown = found[part.offset :][: part.size]
    if not shown:
        return [], len(found)
    facts = _facts(engine, shown)
    against = {term.value for claim in shown for term in facts.get((claim, f"{PSL}correctedBy"), [])}
    facts = _facts(engine, against - set(shown), f"<{PSL}value>") | facts
    things = {term.value for terms_ in facts.values() for term in terms_ if term.kind == "uri"}
    thing = naming(engine, {*shown, *things}, language)
    passages = passage_origins(
        engine, (term.value for claim in shown for term in facts.get((claim, f"{PSL}passage"), [])), language
    )
    return [_claim(claim, facts, thing, passages, language) for claim in shown], len(found)


Facts = dict[tuple[str, str], list[Term]]


def _facts(engine: Answers, claims: Collection[str], properties: str = "") -> Facts:
    """What is said of claims, by one property or by all of them."""
    facts: Facts = {}
    if not claims:
        return facts
    only = f"VALUES ?property {{ {properties} }}" if properties else ""
    query = f"""
    SELECT DISTINCT ?claim ?property ?value {{
      VALUES ?claim {{ {terms.listed(sorted(claims))} }} {only} GRAPH ?graph {{ ?claim ?property ?value }}
    }} ORDER BY ?claim ?property ?value"""
    for row in select(engine, query).rows:
        facts.setdefault((row["claim"].value, row["property"].value), []).append(row["value"])
    return facts


def _claim(claim: str, facts: Facts, thing: Naming, passages: dict[str, Origin], language: str) -> Claim:
    def of(predicate: str) -> list[Term]:
        return facts.get((claim, predicate), [])

    def things(predicate: str) -> tuple[Thing, ...]:
        return tuple(thing(term.value) for term in of(predicate) if term.kind == "uri")

    standing = next(iter(things(f"{PSL}standing")), None)
    return Claim(
        thing(claim),
        things(f"{PSL}about"),
        next(iter(things(f"{PSL}property")), None),
        tuple(value_of(term, thing) for term in of(f"{PSL}value")),
        standing,
        standing_of(standing.iri) if standing else Standing.OPEN,
        _text(of(f"{PSL}wording"), language),
        next((term.value for term in of(f"{PSL}correctedSince")), ""),
        tuple(
            Other(other, tuple(value_of(term, thing) for term in facts.get((other.iri, f"{PSL}value"), [])))
            for other in things(f"{PSL}correctedBy")
        ),
        _text(of(f"{PSL}reason"), language),
        tuple(passages[term.value] for term in of(f"{PSL}passage") if term.value in passages),
        things(f"{DCTERMS}source"),
    )


def _text(found: Iterable[Term], language: str) -> Text | None:
    return chosen({term.language: term.value for term in reversed(list(found))}, language)
