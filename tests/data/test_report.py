"""The report is cut into passages and sentences that leave nothing out, and none of its sentences is copied."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Ask, Rows

PASSAGES = """
SELECT ?passage ?first ?last ?digest WHERE {
  GRAPH graph:sources { ?passage a psl:Passage ; psl:firstLine ?first ; psl:lastLine ?last ; psl:digest ?digest }
} ORDER BY ?first"""

SENTENCES = """
SELECT ?passage ?sentence ?words ?digest WHERE {
  GRAPH graph:sources {
    ?sentence a psl:Sentence ; dcterms:isPartOf ?passage ; psl:position ?position ;
      psl:wordCount ?words ; psl:digest ?digest .
  }
} ORDER BY ?passage ?position"""

SHINGLE = 10

# Names that cannot be said in other words.
OFFICIAL_NAMES = [
    "Schéma Régional de Développement Économique, d'Innovation et d'Internationalisation",
    "dcterms:title DIG.INT Partners' Regional Reports - Annexes Auvergne - Rhône-Alpes",
]


def sha256(words: list[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


@pytest.fixture(scope="module")
def lines(shared: Path) -> list[str]:
    return (shared / "source" / "digint-aura-report.txt").read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="module")
def passages(ask: Ask) -> Rows:
    return ask(PASSAGES)


def words_of(passage: dict[str, str], lines: list[str]) -> list[str]:
    return "\n".join(lines[int(passage["first"]) - 1 : int(passage["last"])]).split()


def test_the_passages_tile_the_report(passages: Rows, lines: list[str]) -> None:
    covered = [n for p in passages for n in range(int(p["first"]), int(p["last"]) + 1) if lines[n - 1].strip()]
    written = [number for number, line in enumerate(lines, 1) if line.strip()]
    assert covered == written, "every non-blank line stands in one passage: correct psl:firstLine and psl:lastLine"


def test_the_digests_of_the_passages_are_right(passages: Rows, lines: list[str]) -> None:
    wrong = [p["passage"] for p in passages if sha256(words_of(p, lines)) != p["digest"]]
    assert not wrong, f"the report's text differs from psl:digest in data/sources.ttl: {wrong}"


def test_the_sentences_tile_their_passages(passages: Rows, lines: list[str], ask: Ask) -> None:
    by_passage: dict[str, Rows] = {}
    for sentence in ask(SENTENCES):
        by_passage.setdefault(sentence["passage"], []).append(sentence)
    assert set(by_passage) == {p["passage"] for p in passages}
    for passage in passages:
        words = words_of(passage, lines)
        for sentence in by_passage[passage["passage"]]:
            count = int(sentence["words"])
            assert sha256(words[:count]) == sentence["digest"], f"correct psl:wordCount or psl:digest: {sentence}"
            words = words[count:]
        assert not words, f"no sentence holds the end of {passage['passage']}: {words}"


def test_positions_count_from_one(ask: Ask) -> None:
    rows = ask(
        "SELECT ?whole (COUNT(?part) AS ?parts) (MAX(?position) AS ?last) (COUNT(DISTINCT ?position) AS ?positions) "
        "WHERE { GRAPH graph:sources { ?part dcterms:isPartOf ?whole ; psl:position ?position } } GROUP BY ?whole"
    )
    wrong = [r["whole"] for r in rows if not r["parts"] == r["last"] == r["positions"]]
    assert not wrong, f"number the parts of these 1, 2, 3…: {wrong}"


def tokens(text: str) -> list[str]:
    return re.findall(r"[\wÀ-ÿ]+", text.lower())


def shingles(words: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words) - SHINGLE + 1):
        yield tuple(words[start : start + SHINGLE])


def test_no_sentence_of_the_report_is_copied(lines: list[str], repository: Path) -> None:
    report = set(shingles(tokens("\n".join(lines))))
    names = {shingle for name in OFFICIAL_NAMES for shingle in shingles(tokens(name))}
    files = [
        path
        for folder in ("data", "ontology", "shapes", "service")
        for path in (repository / folder).rglob("*")
        if path.suffix in {".ttl", ".trig", ".rq", ".md", ".py"}
    ]
    copied = [
        f"{path.relative_to(repository)}: {' '.join(found)} …"
        for path in files
        if (found := next((s for s in shingles(tokens(path.read_text(encoding="utf-8"))) if s in report - names), None))
    ]
    assert not copied, "say it in our own words:\n" + "\n".join(copied)
