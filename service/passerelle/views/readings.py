"""Interpretations of ours: what no source states, and why we read it so."""

from dataclasses import dataclass

from passerelle.labels import Text, chosen
from passerelle.namespaces import PSL
from passerelle.resources.origins import OriginKind
from passerelle.resources.things import Thing
from passerelle.store.rows import Answers
from passerelle.views.facts import Fact, about, read_facts

_ABOUT, _PROPERTY, _VALUE, _REASON = (f"{PSL}{name}" for name in ("about", "property", "value", "reason"))


@dataclass(frozen=True)
class Reading:
    """An interpretation, and what it rests on."""

    claim: Thing
    reason: Text | None


def read_readings(engine: Answers, language: str) -> dict[tuple[str, str, str], Reading]:
    """All interpretations by what they say: subject, property and value; of what is said twice the first.

    Raises:
        StoreError: as the engine tells it.
    """
    pattern = f"""
    VALUES ?property {{ {" ".join(f"<{name}>" for name in (_ABOUT, _PROPERTY, _VALUE, _REASON))} }}
    ?subject a <{PSL}Interpretation> .
    GRAPH ?graph {{ ?subject ?property ?value }}"""
    found: dict[tuple[str, str, str], Reading] = {}
    for facts in about(read_facts(engine, pattern, language)).values():
        said = {fact.property.iri: fact.value.term.value for fact in facts}
        reasons = {fact.value.language: fact.value.term.value for fact in facts if fact.property.iri == _REASON}
        key = (said.get(_ABOUT, ""), said.get(_PROPERTY, ""), said.get(_VALUE, ""))
        found.setdefault(key, Reading(facts[0].subject, chosen(reasons, language)))
    return found


def is_ours(fact: Fact) -> bool:
    """Whether nobody but ourselves says so."""
    return all(origin.kind is OriginKind.EDITORIAL for origin in fact.origins)
