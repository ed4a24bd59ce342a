"""The outline of the source, from the sources graph: sections, passages, sentences, in their order."""

from dataclasses import dataclass, field

from passerelle.namespaces import DCTERMS, PSL, RDFS, SOURCES_GRAPH
from passerelle.store.engine import Engine
from passerelle.store.rows import values


@dataclass(frozen=True)
class Sentence:
    """A sentence: its number in the passage, and why it gives no statement if a reason is given."""

    iri: str
    number: int
    reason: str


@dataclass(frozen=True)
class Passage:
    """A passage and its sentences."""

    iri: str
    sentences: list[Sentence] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A section and its passages."""

    iri: str
    label: str
    passages: list[Passage] = field(default_factory=list)


_SECTIONS = f"""
SELECT ?section (SAMPLE(?text) AS ?label) {{ GRAPH <{SOURCES_GRAPH}> {{
  ?section a <{PSL}Section> ; <{PSL}position> ?position .
  OPTIONAL {{ ?section <{RDFS}label> ?text FILTER(LANG(?text) = "en") }}
}} }} GROUP BY ?section ?position ORDER BY ?position
"""
_PASSAGES = f"""
SELECT ?passage ?section {{ GRAPH <{SOURCES_GRAPH}> {{
  ?passage a <{PSL}Passage> ; <{DCTERMS}isPartOf> ?section ; <{PSL}position> ?position .
}} }} ORDER BY ?position
"""
_SENTENCES = f"""
SELECT ?sentence ?passage ?position (SAMPLE(?text) AS ?reason) {{ GRAPH <{SOURCES_GRAPH}> {{
  ?sentence a <{PSL}Sentence> ; <{DCTERMS}isPartOf> ?passage ; <{PSL}position> ?position .
  OPTIONAL {{ ?sentence <{PSL}noStatementReason> ?text }}
}} }} GROUP BY ?sentence ?passage ?position ORDER BY ?position
"""
_GRAPHS = f"""
SELECT ?graph ?passage {{ GRAPH <{SOURCES_GRAPH}> {{
  ?graph <{DCTERMS}source> ?passage . ?passage a <{PSL}Passage> .
}} }}
"""


def read_outline(engine: Engine) -> list[Section]:
    """The sections of every work that has any, with their passages and sentences."""
    sections = {row["section"]: Section(row["section"], row["label"]) for row in values(engine, _SECTIONS)}
    passages: dict[str, Passage] = {}
    for row in values(engine, _PASSAGES):
        if row["section"] in sections:
            passages[row["passage"]] = Passage(row["passage"])
            sections[row["section"]].passages.append(passages[row["passage"]])
    for row in values(engine, _SENTENCES):
        if row["passage"] in passages:
            sentence = Sentence(row["sentence"], int(row["position"]), row["reason"])
            passages[row["passage"]].sentences.append(sentence)
    return list(sections.values())


def passages_by_graph(engine: Engine) -> dict[str, str]:
    """The passage that each graph of the report belongs to."""
    return {row["graph"]: row["passage"] for row in values(engine, _GRAPHS)}
