"""A right and a wrong thing for every constraint: made from the lines of constraints.txt, or written by hand.

Nothing here looks at shapes/, so that a constraint which is lost there is missed by its example.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rdflib import RDF, BNode, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import SH, XSD
from rdflib.term import Node

from passerelle.namespaces import ID, PREFIXES, SHAPE

from .shape_lines import listed

EX = Namespace("https://example.org/")
# Things of ours, for the rules that are about them only.
OURS = Namespace(f"{ID}thing/")
WRITTEN_BY_HAND = Path(__file__).parent / "examples"

# Right values of each datatype that the shapes ask for.
SAMPLES = {
    "xsd:integer": ("7", "8"), "xsd:decimal": ("0.5", "0.7"), "xsd:boolean": ("true", "false"),
    "xsd:string": ("text", "other"), "xsd:date": ("2020-01-31", "2021-01-31"), "xsd:gYear": ("2020", "2021"),
    "xsd:gYearMonth": ("2020-01", "2021-01"), "xsd:duration": ("P2Y", "P3Y"),
    "geo:wktLiteral": ("POINT(4.83533 45.75881)", "POINT(5 45)"),
    "xsd:nonNegativeInteger": ("7", "8"), "xsd:hexBinary": ("AB12", "CD34"),
}  # fmt: skip
_TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf")
_MADE = {
    "minCount", "maxCount", "datatype", "class", "nodeKind", "uniqueLang", "languageIn", "minInclusive",
    "maxInclusive", "hasValue", "or",
}  # fmt: skip


@dataclass
class Case:
    """A constraint, and things that must not be reported and things that must, each with all it needs."""

    line: str
    shape: str
    parameter: str
    value: str
    right: list[Graph] = field(default_factory=list)
    wrong: list[Graph] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file of an example written by hand: that of the query, or of the shape and its parameter."""
        return self.value if self.parameter == "sparql" else f"{self.shape}-{self.parameter}"

    @property
    def source(self) -> tuple[URIRef, URIRef]:
        """What the report names: the query or the shape, and the constraint component."""
        letter, rest = ("SPARQL", "") if self.parameter == "sparql" else (self.parameter[0].upper(), self.parameter[1:])
        node = self.value if self.parameter == "sparql" else self.shape
        return URIRef(SHAPE + node), URIRef(f"{SH}{letter}{rest}ConstraintComponent")


@cache
def cases() -> list[Case]:
    """All constraints of the list but targets and severities, with their examples."""
    found = []
    for line in listed():
        words = line.split()
        shape, parameter, value = words[0], words[-2], words[-1]
        if parameter in _TARGETS or parameter == "severity":
            continue
        case = Case(line, shape, parameter, value)
        file = WRITTEN_BY_HAND / f"{case.name}.trig"
        if file.exists():
            case.right, case.wrong = _read(file)
        elif len(words) == 4 and parameter in _MADE and re.fullmatch(r"[^()|^]+|\([^()/^]+\)", words[1]):
            paths = words[1].strip("()").split("|")
            case.right = [_thing(shape, path, values) for path in paths for values in _right(shape)]
            values = _wrong(case)
            aims = enumerate(targets()[node_shape(shape)])
            # What is aimed at by having the property is never without it.
            able = [aim for aim, (kind, target) in aims if values or (kind, target) != ("targetSubjectsOf", words[1])]
            case.wrong = [_thing(shape, path, values, aim) for path in paths for aim in able]
        found.append(case)
    return found


@cache
def targets() -> dict[str, list[tuple[str, str]]]:
    """How each node shape of the list is aimed."""
    found: dict[str, list[tuple[str, str]]] = {}
    for shape, *_path, parameter, value in map(str.split, listed()):
        if parameter in _TARGETS:
            found.setdefault(shape, []).append((parameter, value))
    return found


@cache
def node_shape(shape: str) -> str:
    """The node shape of a property shape: the longest name that its own begins with."""
    return max((name for name in targets() if shape == name or shape.startswith(f"{name}-")), key=len)


def iri(name: str) -> URIRef:
    """What a prefixed name stands for."""
    if name.startswith("<"):
        return URIRef(name[1:-1])
    prefix, _, local = name.partition(":")
    return URIRef(PREFIXES[prefix] + local) if local else SH[name]


def _read(file: Path) -> tuple[list[Graph], list[Graph]]:
    """The graphs of a file by their names, right and wrong; each is moved to IRIs of its own."""
    known = {**PREFIXES, "ex": str(EX), "ours": str(OURS)}
    head = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in known.items())
    dataset = Dataset()
    dataset.parse(data=head + file.read_text(encoding="utf-8"), format="trig")
    found: dict[str, list[Graph]] = {"right": [], "wrong": []}
    for graph in sorted(dataset.graphs(), key=lambda graph: str(graph.identifier)):
        if len(graph):
            base, _, name = str(graph.identifier).rpartition("/")
            found[name.rstrip("0123456789")].append(_apart(graph, f"{base}/"))
    return found["right"], found["wrong"]


def _apart(graph: Graph, base: str) -> Graph:
    mine = f"{base}{BNode()}/"
    moved = Graph()
    moved.bind("it", mine)
    for triple in graph:
        moved.add(tuple(URIRef(n.replace(base, mine)) if isinstance(n, URIRef) else n for n in triple))  # type: ignore[arg-type]
    return moved


def focus(graph: Graph) -> URIRef:
    """The thing that an example is about."""
    (base,) = [base for prefix, base in graph.namespaces() if prefix == "it"]
    return URIRef(f"{base}it")


@cache
def _rules(shape: str) -> dict[str, str]:
    return {words[2]: words[3] for words in map(str.split, listed()) if words[0] == shape and len(words) == 4}


def _thing(shape: str, path: str, values: list[tuple[Node, str]], aim: int = 0) -> Graph:
    """A thing that the shape is aimed at, with these values of the property, each of a class or of none."""
    graph = Graph()
    mine = Namespace(EX[f"{BNode()}/"])
    graph.bind("it", mine)
    kind, target = targets()[node_shape(shape)][aim]
    *steps, last = path.split("/")
    if kind == "targetClass":
        graph.add((mine.it, RDF.type, iri(target)))
    elif kind == "targetSubjectsOf" and target != last:
        graph.add((mine.it, iri(target), mine.anything))
    elif kind == "targetObjectsOf":
        graph.add((mine.holder, iri(target), mine.it))
    node = mine.it
    for number, step in enumerate(steps):
        graph.add((node, iri(step), mine[f"step{number}"]))
        node = mine[f"step{number}"]
    for value, type_ in values:
        graph.add((node, iri(last), value))
        if type_:
            graph.add((value, RDF.type, iri(type_)))
    return graph


def _right(shape: str) -> Iterator[list[tuple[Node, str]]]:
    """Lists of values that keep all rules of a property shape: one for each datatype that it allows."""
    rules = _rules(shape)
    if "uniqueLang" in rules or "languageIn" in rules:
        yield [(Literal("label", lang="en"), ""), (Literal("libellé", lang="fr"), "")]
        return
    least = max(int(rules.get("minCount", 1)), 1)
    for datatype in re.findall(r"datatype=([^\];]+)", rules.get("or", "")) or [rules.get("datatype", "")]:
        yield [_value(rules, datatype, number) for number in range(least)]


def _value(rules: dict[str, str], datatype: str, number: int) -> tuple[Node, str]:
    if datatype == "rdf:langString":
        return Literal("text" * (number + 1), lang="en"), ""
    if datatype:
        return Literal(SAMPLES[datatype][number], datatype=iri(datatype)), ""
    if rules.get("nodeKind") == "Literal":
        return Literal(7 + number), ""
    if number == 0 and "hasValue" in rules:
        return iri(rules["hasValue"]), ""
    return EX[f"value{number}"] + str(BNode()), rules.get("class", "")


def _wrong(case: Case) -> list[tuple[Node, str]]:
    """Values that break one rule of a property shape."""
    rules, value = _rules(case.shape), case.value
    (right, *_others) = _right(case.shape)
    text = Literal(7) if value in {"xsd:string", "rdf:langString"} else Literal("no such value")
    datatype = next(iter(re.findall(r"datatype=([^\];]+)", rules.get("or", ""))), rules.get("datatype", ""))
    bound = int(value) if value.isdecimal() else 0
    broken: dict[str, list[tuple[Node, str]]] = {
        "minCount": right[: bound - 1],
        "maxCount": [*right, _value(rules, datatype, len(right))],
        "uniqueLang": [*right, (Literal("another label", lang="en"), "")],
        "languageIn": [*right, (Literal("Etikett", lang="de"), "")],
        "minInclusive": [(Literal(bound - 1, datatype=XSD.integer), "")],
        "maxInclusive": [(Literal(bound + 1, datatype=XSD.integer), "")],
        "nodeKind": [(EX.value if value == "Literal" else text, "")],
        "class": [(EX.untyped, "")],
        "hasValue": [(EX.untyped, "")],
    }
    return broken.get(case.parameter, [(text, "")])
