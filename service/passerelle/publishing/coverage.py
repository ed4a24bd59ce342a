"""How much of the report the graph states: statements per section, passage and sentence, generated and not written."""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass

from passerelle.namespaces import DCTERMS, ORG, PROV, PSL, RDF, RDFS, SKOS
from passerelle.publishing.outline import Passage, Section, passages_by_graph, read_outline
from passerelle.store.blocks import Block, read_blocks
from passerelle.store.engine import Engine
from passerelle.store.failures import GraphError

# What these say is ours (types, labels, definitions) or tells where a statement comes from: not what the source states.
NOT_COUNTED = frozenset(
    {
        f"{RDF}type",
        f"{DCTERMS}type",
        f"{ORG}classification",
        f"{RDFS}label",
        f"{SKOS}prefLabel",
        f"{SKOS}altLabel",
        f"{SKOS}definition",
        f"{RDFS}comment",
        f"{DCTERMS}description",
        f"{SKOS}scopeNote",
        f"{DCTERMS}source",
        f"{PROV}wasDerivedFrom",
        f"{PSL}passage",
    }
)


@dataclass(frozen=True)
class SentenceCoverage:
    """A sentence, its statements, and why it has none if it has none."""

    iri: str
    number: int
    statements: int
    reason: str


@dataclass(frozen=True)
class PassageCoverage:
    """A passage, the distinct statements of its blocks, and its sentences."""

    iri: str
    statements: int
    sentences: tuple[SentenceCoverage, ...]


@dataclass(frozen=True)
class SectionCoverage:
    """A section and its passages."""

    iri: str
    label: str
    passages: tuple[PassageCoverage, ...]

    @property
    def statements(self) -> int:
        """The statements of its passages."""
        return sum(passage.statements for passage in self.passages)


@dataclass(frozen=True)
class Coverage:
    """The whole: sections, sentences left unexplained, reasons that no longer hold, blocks that belong nowhere."""

    sections: tuple[SectionCoverage, ...]
    unexplained: tuple[str, ...]
    stale: tuple[str, ...]
    misplaced: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every sentence gives a statement or a reason."""
        return not self.unexplained

    def as_dict(self) -> dict[str, object]:
        """The same as plain data for JSON."""
        return {"complete": self.complete, **asdict(self)}


def coverage(engine: Engine) -> Coverage:
    """Count what the blocks in data/report/ state.

    A block that names several sentences counts for each of them, and once for its passage.

    Raises:
        GraphError: a block is malformed, or has no marker although its passage has several sentences.
    """
    outline = read_outline(engine)
    passages = {passage.iri: passage for section in outline for passage in section.passages}
    graphs = passages_by_graph(engine)
    per_passage: Counter[str] = Counter()
    per_sentence: dict[str, Counter[int]] = defaultdict(Counter)
    misplaced: list[str] = []
    for block in read_blocks(engine.folder):
        passage = passages.get(graphs.get(block.graph, ""))
        if passage is None:
            if "/graph/report/" in block.graph:
                misplaced.append(f"{block.file}, line {block.line}: <{block.graph}> is the graph of no passage")
            continue
        number = sum(predicate not in NOT_COUNTED for predicate in block.predicates)
        per_passage[passage.iri] += number
        known = {sentence.number for sentence in passage.sentences}
        for sentence in _sentences(block, passage):
            if sentence in known:
                per_sentence[passage.iri][sentence] += number
            else:
                misplaced.append(f"{block.file}, line {block.line}: <{passage.iri}> has no sentence {sentence}")
    sections = tuple(_section(section, per_passage, per_sentence) for section in outline)
    sentences = [s for section in sections for passage in section.passages for s in passage.sentences]
    return Coverage(
        sections,
        unexplained=tuple(s.iri for s in sentences if not s.statements and not s.reason),
        stale=tuple(s.iri for s in sentences if s.statements and s.reason),
        misplaced=tuple(misplaced),
    )


def _sentences(block: Block, passage: Passage) -> tuple[int, ...]:
    if block.sentences is not None:
        return block.sentences
    if len(passage.sentences) > 1:
        raise GraphError(
            f"{block.file}, line {block.line}: <{passage.iri}> has {len(passage.sentences)} sentences.",
            "Say which this block states: `{ # sentence 2` or `{ # sentences 3-4, 6`.",
        )
    return tuple(sentence.number for sentence in passage.sentences)


def _section(section: Section, per_passage: Counter[str], per_sentence: dict[str, Counter[int]]) -> SectionCoverage:
    return SectionCoverage(
        section.iri,
        section.label,
        tuple(
            PassageCoverage(
                passage.iri,
                per_passage[passage.iri],
                tuple(
                    SentenceCoverage(s.iri, s.number, per_sentence[passage.iri][s.number], s.reason)
                    for s in passage.sentences
                ),
            )
            for passage in section.passages
        ),
    )
