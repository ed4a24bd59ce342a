"""What an ontology and its shapes hold, term by term and shape by shape, so that two versions can be compared."""

from collections.abc import Iterator
from dataclasses import dataclass

from passerelle.namespaces import GRAPH, OWL, PSL, RDF, RDFS, SHAPE, shorten
from passerelle.publishing.ontology.vocabulary import ONTOLOGY_GRAPH, Kind
from passerelle.store.rows import Answers, Term, select

_SHAPES_GRAPH = f"{GRAPH}shapes"


@dataclass(frozen=True)
class Item:
    """A term or a shape: its labels by their languages, its kind, and each of its statements as a line of text.

    What stands in blank nodes is told with the way that leads to it, as `sh:or/rdf:first/sh:datatype xsd:date`.
    """

    iri: str
    kind: str
    labels: dict[str, str]
    lines: frozenset[str]

    @property
    def is_deprecated(self) -> bool:
        """Whether it says of itself that it should no longer be used."""
        return "owl:deprecated true" in self.lines


@dataclass(frozen=True)
class Contents:
    """The terms and the shapes, by their IRIs."""

    terms: dict[str, Item]
    shapes: dict[str, Item]


NOTHING = Contents({}, {})


def read_contents(engine: Answers) -> Contents:
    """The terms and shapes of a graph, or of a release opened as one."""
    kinds = {f"{OWL}{kind}": kind.value for kind in Kind}
    terms, shapes = {}, {}
    said = _statements(engine, ONTOLOGY_GRAPH)
    for subject in (subject for subject in said if subject.value.startswith(PSL)):
        types = {value.value for name, value in said[subject] if name == f"{RDF}type"}
        kind = next((kinds[iri] for iri in kinds if iri in types), None)
        if kind:
            terms[subject.value] = _item(subject, kind, said)
    said = _statements(engine, _SHAPES_GRAPH)
    for subject in (subject for subject in said if subject.value.startswith(SHAPE)):
        kind = next((shorten(value.value) for name, value in said[subject] if name == f"{RDF}type"), "shape")
        shapes[subject.value] = _item(subject, kind, said)
    return Contents(terms, shapes)


Said = dict[Term, list[tuple[str, Term]]]


def _statements(engine: Answers, graphs: str) -> Said:
    """What is said of each thing in the graphs whose names begin so; labels of reused terms are no part of it."""
    query = f"""
    SELECT DISTINCT ?subject ?property ?value {{
      GRAPH ?graph {{ ?subject ?property ?value }}
      FILTER(STRSTARTS(STR(?graph), "{graphs}") && ?graph != <{ONTOLOGY_GRAPH}/reused>)
    }} ORDER BY ?subject ?property ?value"""
    found: Said = {}
    for row in select(engine, query).rows:
        found.setdefault(row["subject"], []).append((row["property"].value, row["value"]))
    return found


def _item(subject: Term, kind: str, said: Said) -> Item:
    labels = {value.language: value.value for name, value in said[subject] if name == f"{RDFS}label"}
    return Item(subject.value, kind, labels, frozenset(_lines(subject, "", said)))


def _lines(subject: Term, way: str, said: Said) -> Iterator[str]:
    for name, value in said.get(subject, ()):
        # The length of a list tells nothing that its members do not.
        step = "" if name == f"{RDF}rest" else shorten(name)
        path = "/".join(filter(None, (way, step)))
        if value.kind == "bnode":
            yield from _lines(value, path, said)
        elif value.value != f"{RDF}nil":
            yield f"{path} {_written(value)}"


def _written(value: Term) -> str:
    if value.kind == "uri":
        return shorten(value.value)
    if value.language:
        return f'"{value.value}"@{value.language}'
    return value.value if value.datatype else f'"{value.value}"'
