"""The page that documents the ontology tells each term whole, in both languages, and leads where it says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, URIRef

from linked import BROWSER
from linked import page as read_page

PSL = "https://w3id.org/passerelle/ns/"
LANGUAGES = ("en", "fr")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
MAPPINGS = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)


@dataclass
class Article:
    """The entry of a term: its text, the addresses that it leads to, and the headers of its table."""

    text: str = ""
    links: list[str] = field(default_factory=list)


class Entries(HTMLParser):
    """The entries of the page by their names, every id, and every address."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.entries: dict[str, Article] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self._entry: Article | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        if tag == "article":
            self._entry = self.entries.setdefault(found.get("id", ""), Article())
        if tag == "a":
            self.links.append(found["href"])
            if self._entry:
                self._entry.links.append(found["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._entry = None

    def handle_data(self, data: str) -> None:
        if self._entry:
            self._entry.text += data


def files(repository: Path, *patterns: str) -> Graph:
    graph = Graph()
    for pattern in patterns:
        for path in sorted(repository.glob(pattern)):
            graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def modules(repository: Path) -> Graph:
    return files(repository, "ontology/modules/*.ttl")


@pytest.fixture(scope="module")
def shapes(repository: Path) -> Graph:
    return files(repository, "shapes/*.ttl")


@pytest.fixture(scope="module")
def terms(modules: Graph) -> list[URIRef]:
    found = {s for kind in KINDS for s in modules.subjects(RDF.type, kind) if isinstance(s, URIRef)}
    return sorted(term for term in found if str(term).startswith(PSL))


@pytest.fixture(scope="module")
def pages(whole: httpx.Client) -> dict[str, Entries]:
    return {
        language: Entries(whole.get(f"/ns/?lang={language}", headers={"Accept": BROWSER}).text)
        for language in LANGUAGES
    }


def name(iri: object) -> str:
    return str(iri).removeprefix(PSL)


def flat(text: str) -> str:
    return re.sub(r"[ \n]+", " ", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_sound_and_every_place_on_it_is_there(whole: httpx.Client, language: str) -> None:
    found = read_page(whole, "/ns/", language=language)
    assert "script" not in found.tags
    entries = Entries(whole.get(f"/ns/?lang={language}", headers={"Accept": BROWSER}).text)
    assert len(entries.ids) == len(set(entries.ids))
    inside = {link.removeprefix("#") for link in entries.links if link.startswith("#")}
    assert inside
    assert inside <= set(entries.ids), "the page leads to places that it does not have"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_its_labels_and_definitions(
    pages: dict[str, Entries], modules: Graph, terms: list[URIRef], language: str
) -> None:
    assert {entry for entry in pages[language].entries if entry} == set(map(name, terms))
    for term in terms:
        text = flat(pages[language].entries[name(term)].text)
        for said in (*modules.objects(term, RDFS.label), *modules.objects(term, SKOS.definition), term):
            assert flat(str(said)) in text, f"{term} lacks {said!r}"


def test_every_term_leads_to_what_is_above_it_and_at_its_ends(
    pages: dict[str, Entries], modules: Graph, terms: list[URIRef]
) -> None:
    includes = [URIRef(f"https://schema.org/{end}Includes") for end in ("domain", "range")]
    for term in terms:
        links = pages["en"].entries[name(term)].links
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.disjointWith, *includes):
            for other in modules.objects(term, predicate):
                wanted = f"#{name(other)}" if str(other).startswith(PSL) else str(other)
                assert wanted in links, f"{term} does not lead to {other}"


def test_every_term_tells_its_mappings(pages: dict[str, Entries], repository: Path) -> None:
    alignments = files(repository, "ontology/alignments/*.ttl")
    for predicate in MAPPINGS:
        for term, other in alignments.subject_objects(predicate):
            assert str(other) in pages["en"].entries[name(term)].links, f"{term} lacks its mapping to {other}"


def asked(shapes: Graph) -> Iterator[tuple[URIRef, URIRef]]:
    """Each class that a shape is about, with each property that it asks of it."""
    for shape, target in shapes.subject_objects(SH.targetClass):
        for rule in shapes.objects(shape, SH.property):
            path = shapes.value(rule, SH.path)
            if isinstance(path, URIRef) and isinstance(target, URIRef):
                yield target, path


def test_a_class_tells_every_property_that_shapes_ask_of_it(pages: dict[str, Entries], shapes: Graph) -> None:
    pairs = list(asked(shapes))
    assert len(pairs) > 300
    for target, path in pairs:
        entry = next((e for i, e in pages["en"].entries.items() if i and PSL + i == str(target)), None)
        entry = entry or pages["en"].entries[""]
        wanted = f"#{name(path)}" if str(path).startswith(PSL) else str(path)
        assert wanted in entry.links, f"{target} does not tell what is asked of {path}"
        if str(path).startswith(PSL):
            where = f"#{name(target)}" if str(target).startswith(PSL) else ""
            told = pages["en"].entries[name(path)]
            assert where in [*told.links, ""], f"{path} does not tell that it is asked of {target}"


def test_rules_are_told_in_words(pages: dict[str, Entries]) -> None:
    english, french = (flat(pages[language].entries["duration"].text) for language in LANGUAGES)
    assert "qualification type: at most one; of the datatype: xsd:duration" in english
    assert "type de diplôme\u00a0: une valeur au plus\u00a0; du type de donnée\u00a0: xsd:duration" in french
    assert "A renamed qualification type names the type that bears the new name" in flat(
        pages["en"].entries["QualificationType"].text
    )
    assert "from the list: " in flat(pages["en"].entries["standing"].text)
    assert not re.search(r"\{\?\w+\}", "".join(entry.text for entry in pages["en"].entries.values()))


def test_every_example_is_the_first_that_its_query_finds(
    whole: httpx.Client, pages: dict[str, Entries], terms: list[URIRef]
) -> None:
    without = set()
    for term in terms:
        links = pages["en"].entries[name(term)].links
        address = next((link for link in links if link.startswith("/sparql?query=")), None)
        if address is None:
            without.add(name(term))
            continue
        query = parse_qs(urlsplit(address).query)["query"][0]
        assert f"psl:{name(term)}" in query
        rows = whole.get(address, headers={"Accept": "application/sparql-results+json"}).json()
        thing = rows["results"]["bindings"][0]["thing"]["value"]
        path = re.sub(r"^https://w3id.org/passerelle/(id/)?", "/doc/", thing).partition("#")[0]
        wanted = {path, f"{path}?lang=en", thing}
        # Passages of a work are places on its page.
        assert wanted & {link.partition("#")[0] for link in links}, f"{term}: {thing} is not its example"
    # A claim is about it, and no statement is made with it.
    assert without == {"notLinkedTo"}


def test_what_an_entry_leads_to_is_there(whole: httpx.Client, pages: dict[str, Entries]) -> None:
    found = {link.partition("#")[0] for link in pages["fr"].links if link.startswith("/")}
    away = sorted(link for link in found if not link.startswith("/sparql"))
    assert len(away) > 100
    for address in away[::5]:
        assert whole.head(address, headers={"Accept": BROWSER}).status_code == 200, address


@pytest.mark.parametrize("language", LANGUAGES)
def test_diagrams_show_the_classes_of_each_module_and_say_the_same_as_a_list(
    whole: httpx.Client, modules: Graph, language: str
) -> None:
    text = whole.get(f"/ns/?lang={language}", headers={"Accept": BROWSER}).text
    drawings = re.findall(r'<section class="diagram".*?</svg>', text, re.DOTALL)
    lists = re.findall(r'<details class="as-list">.*?</details>', text, re.DOTALL)
    assert len(drawings) == len(lists) > 8
    shown = set(re.findall(r'<a href="#(\w+)"><g class="box', "".join(drawings)))
    tied = {name(s) for s in modules.subjects(RDF.type, OWL.Class) if list(modules.subjects(None, s))}
    assert tied <= shown, f"no diagram shows {tied - shown}"
    for drawing, listed in zip(drawings, lists, strict=True):
        boxes = set(re.findall(r'<a href="([^"]+)"><g class="box', drawing))
        arrows = len(re.findall(r'<path class="arrow', drawing))
        loops = drawing.count("↻")
        items = re.findall(r"<li>.*?</li>", listed)
        assert items
        assert arrows + loops >= len(items)
        assert set(re.findall(r'<li><a href="([^"]+)"', listed)) <= boxes


def test_boxes_of_diagrams_stand_apart_and_arrows_reach_them(whole: httpx.Client) -> None:
    text = whole.get("/ns/?lang=fr", headers={"Accept": BROWSER}).text
    drawings = re.findall(r'<section class="diagram".*?</svg>', text, re.DOTALL)
    assert drawings
    for drawing in drawings:
        width, height = map(int, re.findall(r'viewBox="0 0 (\d+) (\d+)"', drawing)[0])
        rects = [
            tuple(map(float, found))
            for found in re.findall(r'<rect x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"', drawing)
        ]
        for number, (x, y, w, h) in enumerate(rects):
            assert 0 <= x <= width - w
            assert 0 <= y <= height - h + 0.1
            for left, top, wide, tall in rects[:number]:
                assert x >= left + wide or left >= x + w or y >= top + tall or top >= y + h, "two boxes overlap"
        sides = {round(side, 1) for x, _, w, _ in rects for side in (x, x + w)}
        for path in re.findall(r'class="arrow[^"]*" d="([^"]+)"', drawing):
            numbers = list(map(float, re.findall(r"-?[\d.]+", path)))
            assert {numbers[0], numbers[-2]} <= sides, f"an arrow begins or ends at no box: {path}"
