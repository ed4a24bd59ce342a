"""Diplomas by level, stages, pathways and programmes, and the ways between them that sources state."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from passerelle.namespaces import DCTERMS, ID, PREFIXES, PSL
from passerelle.resources.things import Thing, naming
from passerelle.store.rows import Answers
from passerelle.views.dates import when
from passerelle.views.facts import Fact, about, read_facts, read_types

DIPLOMA = f"{PSL}QualificationType"
# What is told with its own heading where it has no level.
KINDS = {"stage": f"{PSL}Stage", "pathway": f"{PSL}Pathway", "programme": f"{PSL}Programme", "other": DIPLOMA}
_LEVEL, _DURATION = f"{PSL}eqfLevel", f"{PSL}duration"
# Steps of a route, as `psl:reaches` has them; never that inference itself, in which the route is lost.
STEPS = (f"{PSL}leadsTo", f"{PSL}preparesFor")
BRIDGE, WITHIN, _VARIANT = f"{PSL}bridgesTo", f"{PSL}awardedWithin", f"{PSL}variantOf"
_REPLACED_BY, _STATUS = f"{DCTERMS}isReplacedBy", f"{PSL}qualificationStatus"
_ENDS = (f"{PSL}validUntil", f"{PSL}endYear")
_CERTIFIED = (f"{PSL}recognisedBy", f"{PSL}awardedBy", f"{PSL}confersGrade", f"{PSL}leadsToEmployment")
_RULE_OF, _APPLIES_TO = f"{PSL}ruleOf", f"{PSL}appliesTo"
_GONE = frozenset({f"{ID}concept/status-abolished", f"{ID}concept/status-renamed"})


@dataclass(frozen=True)
class Node:
    """A diploma or a provision: its level if it has one, the lowest of several, and what is said of it.

    `told` are its status, end, forms, grades and, of several, its levels; `certificates` are facts of certificates that
    apply to it.
    """

    thing: Thing
    kind: str
    level: Thing | None
    durations: tuple[Fact, ...]
    told: tuple[Fact, ...]
    certificates: tuple[Fact, ...]

    def ended(self, today: date) -> bool:
        """Whether it is no longer awarded: by its last day where that is told, else as it was replaced or abolished."""
        ends = [moment for fact in self.told if fact.property.iri in _ENDS and (moment := when(fact.value.term))]
        if ends:
            return max(ends).last < today
        return any(fact.property.iri == _REPLACED_BY or fact.value.term.value in _GONE for fact in self.told)


@dataclass(frozen=True)
class Rule:
    """A rule of a node, and the nodes that it applies to: to those who come from anywhere where it names none."""

    fact: Fact
    applies: frozenset[str]


@dataclass(frozen=True)
class System:
    """All of it: nodes by their IRIs, the ways between them, and the rules of each."""

    nodes: Mapping[str, Node]
    steps: tuple[Fact, ...]
    bridges: tuple[Fact, ...]
    within: tuple[Fact, ...]
    rules: Mapping[str, Sequence[Rule]]

    @property
    def levels(self) -> list[tuple[Thing, list[Node]]]:
        """The levels in order, each with its diplomas."""
        found: dict[Thing, list[Node]] = {}
        for node in self.nodes.values():
            if node.level:
                found.setdefault(node.level, []).append(node)
        return [(level, _sorted(found[level])) for level in sorted(found, key=lambda level: level.iri)]

    @property
    def apart(self) -> list[tuple[str, list[Node]]]:
        """What has no level, by kind."""
        without = [node for node in self.nodes.values() if node.level is None]
        by_kind = [(kind, _sorted([node for node in without if node.kind == kind])) for kind in KINDS]
        return [(kind, nodes) for kind, nodes in by_kind if nodes]

    @property
    def ways(self) -> dict[str, list[str]]:
        """Where each node leads to in one step."""
        found: dict[str, list[str]] = {}
        for fact in self.steps:
            targets = found.setdefault(fact.subject.iri, [])
            if fact.value.term.value not in targets:
                targets.append(fact.value.term.value)
        return found

    def rules_between(self, before: str, after: str) -> list[Fact]:
        """The rules for whoever goes from one node to another."""
        return [rule.fact for rule in self.rules.get(after, ()) if rule.applies <= {before, after}]


def read_system(engine: Answers, language: str) -> System:
    """Read it, labelled in a language.

    Raises:
        StoreError: as the engine tells it.
    """
    members = read_types(engine, KINDS.values())
    kinds = {iri: kind for kind, name in reversed(KINDS.items()) for iri in members.get(name, ())}
    facts = read_facts(engine, _pattern(), language)
    of = about(facts)
    certificates: dict[str, list[Fact]] = {}
    for fact in read_facts(engine, _certificates(), language):
        certificates.setdefault(fact.value.term.value, []).append(fact)
    thing = naming(engine, kinds, language)
    nodes = {
        iri: _node(thing(iri), kind, of.get(iri, ()), certificates.get(iri, ())) for iri, kind in sorted(kinds.items())
    }

    def between(*properties: str) -> tuple[Fact, ...]:
        found = (fact for fact in facts if fact.property.iri in properties and fact.value.term.value in nodes)
        return tuple(fact for fact in found if fact.subject.iri != fact.value.term.value)

    return System(nodes, between(*STEPS), between(BRIDGE), between(WITHIN), _rules(engine, nodes, language))


def _pattern() -> str:
    properties = (*STEPS, BRIDGE, WITHIN, _VARIANT, _LEVEL, _DURATION, _REPLACED_BY, _STATUS, *_ENDS, *_CERTIFIED)
    return f"""
    VALUES ?property {{ {" ".join(f"<{name}>" for name in properties)} }}
    VALUES ?class {{ {" ".join(f"<{name}>" for name in KINDS.values())} }}
    ?subject a ?class .
    GRAPH ?graph {{ ?subject ?property ?value }}"""


def _certificates() -> str:
    """To which diplomas a certificate that is still given applies."""
    return f"""
    ?subject a <{PSL}Certificate> . FILTER NOT EXISTS {{ ?subject <{_REPLACED_BY}> ?newer }}
    BIND(<{_APPLIES_TO}> AS ?property)
    GRAPH ?graph {{ ?subject ?property ?value }}"""


def _rules(engine: Answers, nodes: Collection[str], language: str) -> dict[str, list[Rule]]:
    """The rules of each node that nothing has replaced."""
    pattern = f"""
    VALUES ?property {{ <{_RULE_OF}> <{_APPLIES_TO}> }}
    ?subject a <{PSL}Rule> . FILTER NOT EXISTS {{ ?subject <{_REPLACED_BY}> ?newer }}
    GRAPH ?graph {{ ?subject ?property ?value }}"""
    found: dict[str, list[Rule]] = {}
    for facts in about(read_facts(engine, pattern, language)).values():
        applies = {fact.value.term.value for fact in facts if fact.property.iri == _APPLIES_TO}
        for fact in facts:
            if fact.property.iri == _RULE_OF:
                found.setdefault(fact.value.term.value, []).append(Rule(fact, frozenset(applies & set(nodes))))
    return found


def _node(thing: Thing, kind: str, facts: Sequence[Fact], certificates: Sequence[Fact]) -> Node:
    eqf = PREFIXES["eqf"]
    levels = [fact.value.thing for fact in facts if fact.property.iri == _LEVEL and fact.value.thing]
    level = min((one for one in levels if one.iri.startswith(eqf)), key=lambda one: one.iri, default=None)
    apart = {_REPLACED_BY, _STATUS, _VARIANT, *_ENDS, *_CERTIFIED} | ({_LEVEL} if len(set(levels)) > 1 else set())
    told = tuple(fact for fact in facts if fact.property.iri in apart)
    durations = tuple(fact for fact in facts if fact.property.iri == _DURATION)
    return Node(thing, kind, level, durations, told, tuple(certificates))


def _sorted(nodes: Sequence[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: (node.thing.label or node.thing.name, node.thing.iri))
