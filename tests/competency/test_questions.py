"""The example questions give the answers that were written down from the sources before any query was."""

import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, XSD
from rdflib.term import Node

import passerelle
from passerelle.sparql.examples import Example, examples
from passerelle.sparql.parameters import bind
from passerelle.store.engine import Engine

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BASE = "https://w3id.org/passerelle/"
SH = Namespace("http://www.w3.org/ns/shacl#")
PSL = Namespace(f"{BASE}ns/")

ANSWERS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "answers.toml").read_text(encoding="utf-8"))
QUESTIONS = sorted(path.stem for path in (ROOT / "data" / "queries").glob("*.ttl"))
VARIANTS = [(name, variant) for name in ANSWERS for variant in ANSWERS[name].get("with", [])]
FACTS = re.compile(r"facts (\d+[a-z]?), (.+)")
REGISTER = re.compile(r"register i-milo, (?:department (\w\w)|(\w+))")
CODE = re.compile(r"base LEGI, ([LRD]\d+(?:-\d+)*)")


@cache
def read(name: str) -> Graph:
    return Graph().parse(ROOT / "data" / "queries" / f"{name}.ttl")


def query_of(name: str) -> str:
    return next(str(o) for o in read(name).objects(None, SH.select))


def parameters_of(name: str) -> dict[str, URIRef]:
    """The parameters that a question declares, by the names of their variables."""
    declared = [o for o in read(name).objects(URIRef(f"{BASE}query/{name}"), SH.parameter) if isinstance(o, URIRef)]
    return {str(parameter).rpartition("#")[2]: parameter for parameter in declared}


LABELLED = [name for name in QUESTIONS if "language" in parameters_of(name)]


@cache
def example(name: str) -> Example:
    return _examples()[name]


@cache
def _examples() -> dict[str, Example]:
    return examples(Engine(ROOT))


@cache
def rows_of(query: str) -> list[dict[str, str]]:
    rows = passerelle.query(query, ROOT, frame=False)
    return [{name: "" if node is None else shorten(str(node)) for name, node in row.items()} for row in rows]


def answer(query: str) -> list[tuple[str, ...]]:
    return [tuple(row.values()) for row in rows_of(query)]


def answer_of(name: str) -> list[tuple[str, ...]]:
    return answer(query_of(name))


def shorten(value: str) -> str:
    for start, short in ((f"{BASE}id/", ""), (str(PSL), "psl:"), (BASE, "")):
        if value.startswith(start):
            return short + value.removeprefix(start)
    return value


def written_rows(table: dict[str, Any]) -> set[tuple[str, ...]]:
    return {tuple(row["is"]) for row in table["rows"]}


def citations(name: str) -> list[str]:
    tables = [ANSWERS[name], *ANSWERS[name].get("with", [])]
    return [citation for table in tables for row in table["rows"] for citation in row["from"]]


def assert_rows(found: list[tuple[str, ...]], table: dict[str, Any]) -> None:
    expected = written_rows(table)
    width = len(next(iter(expected), ()))
    assert {row[:width] for row in found} == expected


def test_every_question_has_a_written_answer() -> None:
    assert len(QUESTIONS) >= 42
    assert sorted(ANSWERS) == QUESTIONS


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_the_one_written_down(name: str) -> None:
    assert_rows(answer_of(name), ANSWERS[name])


@pytest.mark.parametrize(("name", "variant"), VARIANTS, ids=[f"{name}-{table['set']}" for name, table in VARIANTS])
def test_other_values_of_parameters_give_the_answer_written_for_them(name: str, variant: dict[str, Any]) -> None:
    changed = bind(example(name), variant["set"])
    assert changed != query_of(name), "these are the defaults"
    assert_rows(answer(changed), variant)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_parameter_has_an_answer_for_another_value(name: str) -> None:
    """The language of labels apart, which changes no row."""
    changed = {parameter for table in ANSWERS[name].get("with", []) for parameter in table["set"]}
    missing = parameters_of(name).keys() - {"language"} - changed
    assert not missing, f"write in answers.toml, from the sources, what {name} answers for another value of {missing}"


@pytest.mark.parametrize("name", LABELLED)
def test_the_language_changes_labels_and_nothing_else(name: str) -> None:
    french, english = query_of(name), bind(example(name), {"language": "en"})
    assert without_texts(french) == without_texts(english), "a label is missing in one language: fall back to any"
    assert french.count("?language") > 1, "no label depends on the language"


def without_texts(query: str) -> list[list[str]]:
    """The rows, sorted, with a mark in the place of each text for people."""
    rows = passerelle.query(query, ROOT, frame=False)
    return sorted(
        [
            "text" if isinstance(node, Literal) and node.datatype in {None, XSD.string} else str(node)
            for node in row.values()
        ]
        for row in rows
    )


@pytest.mark.parametrize("name", QUESTIONS)
def test_rows_that_must_not_appear_do_not(name: str) -> None:
    absent = [tuple(row) for row in ANSWERS[name].get("absent", [])]
    assert absent, "name at least one plausible row that must not appear"
    found = answer_of(name)
    assert [row for row in absent if any(other[: len(row)] == row for other in found)] == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_row_is_as_wide_as_the_others_and_cites_its_source(name: str) -> None:
    for table in [ANSWERS[name], *ANSWERS[name].get("with", [])]:
        assert len({len(row["is"]) for row in table["rows"]}) <= 1
        assert len(written_rows(table)) == len(table["rows"]), "a row is written twice"
        assert all(row.get("from") for row in table["rows"]), "a row cites nothing"


@cache
def passages() -> frozenset[str]:
    sources = Graph().parse(ROOT / "data" / "sources.ttl")
    return frozenset(str(passage).rpartition("#")[2] for passage in sources.subjects(RDF.type, PSL.Passage))


@pytest.mark.parametrize("name", QUESTIONS)
def test_cited_passages_are_passages_of_the_report(name: str) -> None:
    cited = [
        citation
        for citation in citations(name)
        if not any(form.fullmatch(citation) for form in (FACTS, REGISTER, CODE))
    ]
    assert set(cited) <= passages()


@pytest.fixture(scope="module")
def facts(shared: Path) -> dict[str, set[str]]:
    """The cells of the tables of facts.md, by section."""
    cells: dict[str, set[str]] = {}
    section = ""
    for line in (shared / "source" / "facts.md").read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"#+ (\d+[a-z]?)\.? ", line):
            section = heading.group(1)
        elif line.startswith("|"):
            found = (cell.strip().replace("**", "") for cell in line.strip("|").split("|"))
            cells.setdefault(section, set()).update(cell for cell in found if cell)
    return cells


@pytest.mark.parametrize("name", QUESTIONS)
def test_cited_facts_are_rows_of_the_checked_facts(name: str, facts: dict[str, set[str]]) -> None:
    for section, start in (found.groups() for citation in citations(name) if (found := FACTS.fullmatch(citation))):
        known = facts[section]
        assert start in known if start.isdigit() else any(cell.startswith(start) for cell in known), (
            f"{section}, {start}"
        )


@pytest.fixture(scope="module")
def register(shared: Path) -> dict[str, str]:
    """The department of each mission locale of the register."""
    text = (shared / "opendata" / "missions-locales" / "referentiel_structures_milo.json").read_text(encoding="utf-8")
    return {entry["id"]: entry["code_departement"] for entry in json.loads(text)}


@pytest.mark.parametrize("name", QUESTIONS)
def test_cited_entries_are_in_the_register(name: str, register: dict[str, str]) -> None:
    for department, entry in (
        found.groups() for citation in citations(name) if (found := REGISTER.fullmatch(citation))
    ):
        assert entry in register if entry else department in register.values()


@pytest.fixture(scope="module")
def code(shared: Path) -> set[str]:
    """The numbers of the articles of the Labour Code in the extract of base LEGI."""
    file = shared / "opendata" / "lois" / "code_du_travail_formation_pro_missions_locales.ndjson"
    return {json.loads(line)["num"] for line in file.read_text(encoding="utf-8").splitlines()}


@pytest.mark.parametrize("name", QUESTIONS)
def test_cited_articles_are_in_the_code(name: str, code: set[str]) -> None:
    assert {found.group(1) for citation in citations(name) if (found := CODE.fullmatch(citation))} <= code


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_titled_explained_and_filed_under_a_theme(name: str) -> None:
    graph = read(name)
    themes = Graph().parse(ROOT / "data" / "vocabularies" / "query-themes.ttl")
    (question,) = graph.subjects(RDF.type, SH.SPARQLExecutable)
    assert str(question) == f"{BASE}query/{name}"
    assert (question, RDF.type, SH.SPARQLSelectExecutable) in graph
    for predicate in (RDFS.label, RDFS.comment):
        assert sorted(str(getattr(o, "language", None)) for o in graph.objects(question, predicate)) == ["en", "fr"]
    (theme,) = graph.objects(question, DCTERMS.subject)
    assert (theme, None, None) in themes


def test_every_theme_has_a_question() -> None:
    themes = {
        subject
        for subject in Graph().parse(ROOT / "data" / "vocabularies" / "query-themes.ttl").subjects()
        if "query-theme-" in str(subject)
    }
    assert themes == {URIRef(str(o)) for name in QUESTIONS for o in read(name).objects(None, DCTERMS.subject)}


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_order_is_fixed_and_today_is_a_parameter(name: str) -> None:
    query = query_of(name)
    assert "NOW(" not in query.upper()
    keys = re.findall(r"\?(\w+)", query.rpartition("ORDER BY")[2])
    places = [tuple(row[key] for key in keys) for row in rows_of(query)]
    assert len(set(places)) == len(places), "ORDER BY leaves the order of some rows open"


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_thing_has_one_label_and_nothing_has_none(name: str) -> None:
    rows = rows_of(query_of(name))
    for column in rows[0]:
        if (labelled := column.removesuffix("Label")) != column and labelled in rows[0]:
            labels = {(row[labelled], row[column]) for row in rows}
            assert len(labels) == len({thing for thing, _ in labels}), f"{column}: two labels of one thing"
            assert all(thing or not label for thing, label in labels), f"{column}: a label of nothing"


@pytest.mark.parametrize("name", QUESTIONS)
def test_parameters_are_declared_as_the_text_uses_them(name: str) -> None:
    """As https://www.w3.org/TR/shacl-af/#SPARQLFunction-parameters has it, with the default in the text."""
    graph, query = read(name), query_of(name)
    for variable, parameter in parameters_of(name).items():
        assert str(parameter) == f"{BASE}query/{name}#{variable}"
        assert graph.value(parameter, SH.path) == parameter
        (default,) = graph.objects(parameter, SH.defaultValue)
        (inline,) = re.findall(rf"VALUES \?{variable} {{ (.+?) }}", query)
        assert inline == written(default), f"the default of ?{variable} in the text is not its sh:defaultValue"
        for predicate in (SH.name, SH.description):
            assert sorted(str(getattr(o, "language", "")) for o in graph.objects(parameter, predicate)) == ["en", "fr"]
        if isinstance(default, Literal):
            assert graph.value(parameter, SH.datatype) == (default.datatype or XSD.string)
        else:
            assert graph.value(parameter, SH.nodeKind) == SH.IRI
            kind = graph.value(parameter, SH["class"])
            is_one = f"<{default}> a <{kind}>"
            assert kind is None or passerelle.query(
                f"ASK {{ {{ {is_one} }} UNION {{ GRAPH ?graph {{ {is_one} }} }} }}", ROOT
            )


def written(term: Node) -> str:
    """A default as the text of a query has it."""
    if not isinstance(term, Literal):
        return f"<{term}>"
    if term.datatype in {XSD.integer, XSD.decimal}:
        return str(term)
    return f'"{term}"' + (
        f"^^xsd:{str(term.datatype).removeprefix(str(XSD))}" if term.datatype not in {None, XSD.string} else ""
    )
