"""Reads from the graph what is to be found, with everything that it may be found by."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from passerelle.discovery.kinds import NOT_FOUND
from passerelle.labels import labels
from passerelle.namespaces import DCTERMS, FOAF, ORG, PREFIXES, PSL, RDF, RDFS, SCHEMA, SKOS
from passerelle.phrases import LANGUAGES
from passerelle.store import terms
from passerelle.store.rows import Answers, Row, select, values

# Things of one query: each answer is small, and is read at once.
_AT_ONCE = 500
_ADMS, _ELI, _SDMX = PREFIXES["adms"], PREFIXES["eli"], PREFIXES["sdmx-dimension"]
NAMES = (f"{RDFS}label", f"{SKOS}prefLabel")
OTHER_NAMES = (f"{SKOS}altLabel", f"{SKOS}hiddenLabel", f"{FOAF}name", f"{DCTERMS}title")
ABOUT = (
    f"{SKOS}definition",
    f"{DCTERMS}description",
    f"{RDFS}comment",
    f"{PSL}wording",
    f"{SKOS}scopeNote",
    f"{PSL}reason",
)
HIDDEN_NAME = f"{SKOS}hiddenLabel"
_PLACES = (
    f"{PSL}seatedIn",
    f"{PSL}containedIn",
    f"{PSL}within",
    f"{PSL}locatedIn",
    f"{PSL}producedIn",
    f"{_SDMX}refArea",
)
LEVEL = f"{PSL}eqfLevel"
STANDING = f"{PSL}standing"
# What says more exactly than its classes what a thing is.
SORTS = (f"{ORG}classification", f"{_ELI}type_document", f"{DCTERMS}type", f"{SKOS}inScheme")
_DATES = (
    f"{_ELI}date_document",
    f"{_ELI}date_publication",
    f"{_ELI}first_date_entry_in_force",
    f"{_ELI}date_no_longer_in_force",
    f"{PSL}validFrom",
    f"{PSL}validUntil",
    f"{PSL}startYear",
    f"{PSL}endYear",
    f"{PSL}launchedOn",
    f"{PSL}approvedOn",
    f"{PSL}adoptionMonth",
    f"{SCHEMA}foundingDate",
    f"{SCHEMA}dissolutionDate",
    f"{DCTERMS}issued",
    f"{DCTERMS}date",
)
# A period of its own that a thing is about, and which has the years.
_PERIODS = (f"{_SDMX}refPeriod", f"{DCTERMS}temporal")


@dataclass
class Entry:
    """A thing: texts as (property, text, language), others as (property, IRI), codes as (scheme, code)."""

    iri: str
    texts: list[tuple[str, str, str]] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    related: list[tuple[str, str]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    nearest: str = ""
    codes: list[tuple[str, str]] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    links: int = 0

    def of(self, *properties: str) -> list[tuple[str, str]]:
        """The texts by some properties, in the order of these, each with its language."""
        return [(text, tag) for wanted in properties for name, text, tag in self.texts if name == wanted]

    def others(self, *properties: str) -> list[str]:
        """The things that it is related to by some properties, in the order of these."""
        return [iri for wanted in properties for name, iri in self.related if name == wanted]


def read_entries(engine: Answers) -> Iterator[list[Entry]]:
    """The things of the default graph that have a name, some at a time.

    Raises:
        StoreError: as the engine tells it.
    """
    excluded = " ".join(f"<{name}>" for name in NOT_FOUND)
    query = f"""
    SELECT DISTINCT ?thing {{
      ?thing {_path(NAMES)} ?name FILTER(ISIRI(?thing))
      FILTER NOT EXISTS {{ VALUES ?hidden {{ {excluded} }} ?thing a ?hidden }}
    }} ORDER BY ?thing"""
    things = [row["thing"] for row in values(engine, query)]
    for start in range(0, len(things), _AT_ONCE):
        yield _read(engine, things[start : start + _AT_ONCE])


def read_labels(engine: Answers, iris: set[str]) -> dict[str, dict[str, str]]:
    """What things are called, by the language of a reader and their IRI."""
    return {language: labels(engine, sorted(iris), language) for language in LANGUAGES}


def _read(engine: Answers, things: list[str]) -> list[Entry]:
    found = {iri: Entry(iri) for iri in things}
    these = f"VALUES ?thing {{ {terms.listed(things)} }}"

    def rows(variables: str, pattern: str) -> Iterator[tuple[Entry, Row]]:
        table = select(engine, f"SELECT ?thing {variables} {{ {these} {pattern} }} ORDER BY ?thing {variables}")
        return ((found[row["thing"].value], row) for row in table.rows)

    texts = f"?thing ?property ?text {_only(*NAMES, *OTHER_NAMES, *ABOUT)} FILTER(ISLITERAL(?text))"
    for entry, row in rows("?property ?text", texts):
        entry.texts.append((row["property"].value, row["text"].value, row["text"].language))
    for entry, row in rows("?class", f"?thing <{RDF}type> ?class FILTER(ISIRI(?class))"):
        entry.classes.append(row["class"].value)
    for entry, row in rows("?property ?other", f"?thing ?property ?other {_only(LEVEL, STANDING, *SORTS)}"):
        entry.related.append((row["property"].value, row["other"].value))
    for entry, row in rows("?code ?scheme", _codes()):
        scheme = row["scheme"].value if "scheme" in row else ""
        entry.codes.append((scheme, row["code"].value))
    _read_places(found, rows)
    for entry, row in (*rows("?date", f"?thing ?property ?date {_only(*_DATES)}"), *rows("?date", _periods())):
        year = row["date"].value[:4]
        if year.isascii() and year.isdigit():
            entry.years.append(int(year))
    _count_links(engine, found, these)
    return list(found.values())


def _codes() -> str:
    notation = f"?thing <{_ADMS}identifier> ?identifier . ?identifier <{SKOS}notation> ?code"
    scheme = f"OPTIONAL {{ ?identifier <{DCTERMS}type> ?scheme }}"
    return f"{{ {notation} {scheme} }} UNION {{ ?thing <{SKOS}notation> ?code }}"


_Rows = Callable[[str, str], Iterator[tuple[Entry, Row]]]


def _read_places(found: dict[str, Entry], rows: _Rows) -> None:
    """The territories that hold a thing, and the nearest of them: the one that is said, not inferred, to hold it."""
    stated: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    pattern = f"?thing ?property ?first {_only(*_PLACES)} ?first <{PSL}within>? ?place"
    for entry, row in rows("?property ?first ?place", pattern):
        place, first = row["place"].value, row["first"].value
        if place != entry.iri and place not in entry.places:
            entry.places.append(place)
        if first != entry.iri:
            stated[entry.iri].append((_PLACES.index(row["property"].value), first))
    for iri, places in stated.items():
        found[iri].nearest = min(places)[1]


def _count_links(engine: Answers, found: dict[str, Entry], these: str) -> None:
    """How many statements tie each to other things; what follows from others is not counted."""
    inferred = f"FILTER(?property NOT IN (<{PSL}within>, <{PSL}reaches>, <{RDF}type>))"
    for pattern in ("?thing ?property ?other FILTER(ISIRI(?other))", "?other ?property ?thing"):
        query = f"SELECT ?thing (COUNT(*) AS ?number) {{ {these} {pattern} {inferred} }} GROUP BY ?thing"
        for row in values(engine, query):
            found[row["thing"]].links += int(row["number"])


def _periods() -> str:
    return f"?thing {_path(_PERIODS)} ?period . ?period <{PSL}startYear>|<{PSL}endYear> ?date"


def _only(*properties: str) -> str:
    """Filters are faster here than a second block of VALUES, which the engine multiplies with the first."""
    return f"FILTER(?property IN ({', '.join(f'<{name}>' for name in properties)}))"


def _path(properties: tuple[str, ...]) -> str:
    return "|".join(f"<{name}>" for name in properties)
