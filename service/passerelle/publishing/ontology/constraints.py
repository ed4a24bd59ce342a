"""What the shapes ask of things, class by class and property by property (https://www.w3.org/TR/shacl/)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from passerelle.labels import Text, chosen
from passerelle.namespaces import GRAPH, PSL, RDF, SH, SKOS
from passerelle.store.rows import Answers, Term, select

_GRAPHS = f'FILTER(STRSTARTS(STR(?graph), "{GRAPH}shapes/"))'
_OWN = re.compile(rf"psl:([A-Za-z]+)|<{re.escape(PSL)}([A-Za-z]+)>")
_GAP = re.compile(r"\{[?$](\w+)\}")


class Aim(StrEnum):
    """How a shape finds the things that it is about (https://www.w3.org/TR/shacl/#targets)."""

    CLASS = "targetClass"
    SUBJECTS = "targetSubjectsOf"
    OBJECTS = "targetObjectsOf"


@dataclass(frozen=True)
class Target:
    """A class whose things a shape is about, or a property at whose end they are."""

    aim: Aim
    iri: str


@dataclass(frozen=True)
class PropertyRule:
    """What a shape asks of the values of a property, each parameter with its values; no path if it is no property."""

    iri: str
    path: str
    parameters: dict[str, tuple[Term, ...]]
    messages: dict[str, str]

    @property
    def is_warning(self) -> bool:
        """Whether it only warns."""
        return any(term.value == f"{SH}Warning" for term in self.parameters.get("severity", ()))


@dataclass(frozen=True)
class Rule:
    """A rule that is told by its message alone, and the terms of ours that it names."""

    iri: str
    messages: dict[str, str]
    names: frozenset[str]

    def told(self, language: str) -> Text | None:
        """The message, with a dash for each value that only a report fills in."""
        found = chosen(self.messages, language)
        return Text(_GAP.sub("…", found.text), found.language) if found else None


@dataclass
class Shape:
    """A shape: what it is about, and its rules."""

    iri: str
    targets: list[Target] = field(default_factory=list)
    properties: list[PropertyRule] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def is_about(self, iri: str, *aims: Aim) -> bool:
        """Whether it is aimed at a class or a property in one of these ways."""
        return any(target.iri == iri and target.aim in aims for target in self.targets)


def read_shapes(engine: Answers) -> list[Shape]:
    """All node shapes of the graph that have a target, by name."""
    shapes: dict[str, Shape] = {}
    for row in _rows(engine, f"VALUES ?aim {{ {_names(Aim)} }} ?shape ?aim ?target", "?shape ?aim ?target"):
        shape = shapes.setdefault(row["shape"].value, Shape(row["shape"].value))
        shape.targets.append(Target(Aim(row["aim"].value.removeprefix(SH)), row["target"].value))
    for owner, rule in _property_rules(engine):
        if owner not in shapes:
            continue
        if rule.path:
            shapes[owner].properties.append(rule)
        else:
            shapes[owner].rules.append(Rule(rule.iri, rule.messages, _named(rule.messages.values())))
    for owner, said in _rules(engine):
        if owner in shapes:
            shapes[owner].rules.append(said)
    return list(shapes.values())


def _property_rules(engine: Answers) -> list[tuple[str, PropertyRule]]:
    said: dict[tuple[str, str], dict[str, list[Term]]] = {}
    pattern = f'?shape <{SH}property> ?rule . ?rule ?name ?value FILTER(STRSTARTS(STR(?name), "{SH}"))'
    for row in _rows(engine, pattern, "?shape ?rule ?name ?value"):
        name = row["name"].value.removeprefix(SH)
        said.setdefault((row["shape"].value, row["rule"].value), {}).setdefault(name, []).append(row["value"])
    more = _lists(engine)
    found = []
    for (shape, rule), parameters in said.items():
        path = next((term for term in parameters.get("path", ()) if term.kind == "uri"), None)
        kept = {name: tuple(values) for name, values in parameters.items()} | more.get(rule, {})
        where = path or next(iter(more.get(rule, {}).get("path", ())), None)
        messages = {term.language: term.value for term in parameters.get("message", ())}
        found.append((shape, PropertyRule(rule, where.value if where else "", kept, messages)))
    return found


def _lists(engine: Answers) -> dict[str, dict[str, tuple[Term, ...]]]:
    """What a property shape says in lists: languages, datatypes to choose from, and the list that a concept is of."""
    first, rest = f"<{RDF}first>", f"<{RDF}rest>"
    patterns = {
        "languageIn": f"?rule <{SH}languageIn>/{rest}*/{first} ?value",
        "datatype": f"?rule <{SH}or>/{rest}*/{first}/<{SH}datatype> ?value",
        "scheme": f"?rule <{SH}path>/{rest}/{first} <{SKOS}inScheme> ; <{SH}hasValue> ?value",
        "path": f"?rule <{SH}path> ?list . ?list {first} ?value ; {rest}/{first} <{SKOS}inScheme>",
    }
    found: dict[str, dict[str, tuple[Term, ...]]] = {}
    for name, pattern in patterns.items():
        for row in _rows(engine, pattern, "?rule ?value"):
            known = found.setdefault(row["rule"].value, {})
            known[name] = (*known.get(name, ()), row["value"])
    return found


def _rules(engine: Answers) -> list[tuple[str, Rule]]:
    """Rules that are queries, and shapes that say all in one message."""
    pattern = f"""
    {{ ?shape <{SH}sparql> ?rule . ?rule <{SH}select> ?text }}
    UNION {{ VALUES ?aim {{ {_names(Aim)} }} ?shape ?aim ?target BIND(?shape AS ?rule) }}
    ?rule <{SH}message> ?message"""
    messages: dict[tuple[str, str], dict[str, str]] = {}
    texts: dict[tuple[str, str], str] = {}
    for row in _rows(engine, pattern, "?shape ?rule ?text ?message"):
        key = row["shape"].value, row["rule"].value
        messages.setdefault(key, {})[row["message"].language] = row["message"].value
        texts[key] = row["text"].value if "text" in row else ""
    return [
        (shape, Rule(rule, said, _named([texts[shape, rule], *said.values()])))
        for (shape, rule), said in messages.items()
    ]


def _named(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(PSL + (short or full) for text in texts for short, full in _OWN.findall(text))


def _names(aims: Iterable[Aim]) -> str:
    return " ".join(f"<{SH}{aim}>" for aim in aims)


def _rows(engine: Answers, pattern: str, variables: str) -> tuple[dict[str, Term], ...]:
    query = f"SELECT DISTINCT {variables} {{ GRAPH ?graph {{ {pattern} }} {_GRAPHS} }} ORDER BY {variables}"
    return select(engine, query).rows
