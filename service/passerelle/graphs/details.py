"""What a network shows of a thing beside its relations: classes, labels, level, places, dates."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from passerelle.namespaces import DCTERMS, INFERRED_GRAPHS, PREFIXES, PSL, RDF, RDFS, SCHEMA
from passerelle.store import terms
from passerelle.store.rows import Answers, Term, select

# One query for so many things.
_AT_ONCE = 2_000
_EQF = PREFIXES["eqf"]
_ELI = PREFIXES["eli"]
_LABEL, _LEVEL = f"{RDFS}label", f"{PSL}eqfLevel"
# Each in the order of how well it tells: where two are stated, the first one counts.
_PLACES = (f"{PSL}seatedIn", f"{PSL}locatedIn", f"{PSL}producedIn")
_STARTS = (
    f"{PSL}validFrom",
    f"{_ELI}first_date_entry_in_force",
    f"{SCHEMA}foundingDate",
    f"{PSL}launchedOn",
    f"{PSL}startYear",
    f"{_ELI}date_document",
    f"{DCTERMS}issued",
)
_ENDS = (f"{PSL}validUntil", f"{_ELI}date_no_longer_in_force", f"{SCHEMA}dissolutionDate", f"{PSL}endYear")
_PROPERTIES = (_LABEL, _LEVEL, *_PLACES, *_STARTS, *_ENDS)


@dataclass(frozen=True)
class Details:
    """What is known of a thing.

    `classes` are the IRIs of those that are stated, `labels` a text by language, `levels` European levels (EQF),
    `places` the IRIs of where it is seated, located or made; `start` and `end` its first and last day, month or year,
    as https://www.w3.org/TR/xmlschema11-2/#date writes them, empty where nothing tells.
    """

    classes: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    start: str = ""
    end: str = ""


def read_details(engine: Answers, iris: Iterable[str]) -> dict[str, Details]:
    """What is known of each of these things; of one that nothing is known of, nothing."""
    wanted = sorted(set(iris))
    said: dict[str, dict[str, list[Term]]] = {iri: {} for iri in wanted}
    for members in _chunks(wanted):
        # A superclass that a rule adds is left out, so that a thing is what it was said to be.
        query = f"""
        SELECT ?thing ?property ?value {{
          VALUES ?thing {{ {members} }}
          {{ VALUES ?property {{ {terms.listed(_PROPERTIES)} }} ?thing ?property ?value }}
          UNION {{
            BIND(<{RDF}type> AS ?property) ?thing ?property ?value
            FILTER NOT EXISTS {{ GRAPH ?graph {{ ?thing ?property ?value }}
                                FILTER(STRSTARTS(STR(?graph), "{INFERRED_GRAPHS}")) }}
          }}
        }} ORDER BY ?thing ?property ?value"""
        for row in select(engine, query).rows:
            said[row["thing"].value].setdefault(row["property"].value, []).append(row["value"])
    return {iri: _details(properties) for iri, properties in said.items()}


def read_words(engine: Answers, iris: Iterable[str]) -> dict[str, dict[str, str]]:
    """The labels by language of terms, in whichever graph they stand."""
    found: dict[str, dict[str, str]] = {}
    for members in _chunks(sorted(set(iris))):
        query = f"""
        SELECT DISTINCT ?term ?label {{
          VALUES ?term {{ {members} }} GRAPH ?graph {{ ?term <{_LABEL}> ?label }}
        }} ORDER BY ?term ?label"""
        for row in select(engine, query).rows:
            found.setdefault(row["term"].value, {}).setdefault(row["label"].language, row["label"].value)
    return found


def _details(said: Mapping[str, list[Term]]) -> Details:
    labels: dict[str, str] = {}
    for term in said.get(_LABEL, ()):
        labels.setdefault(term.language, term.value)
    levels = {term.value.removeprefix(_EQF) for term in said.get(_LEVEL, ())}
    return Details(
        tuple(sorted({term.value for term in said.get(f"{RDF}type", ()) if term.kind == "uri"})),
        labels,
        tuple(sorted(int(level) for level in levels if level.isdecimal() and level.isascii())),
        tuple(_first(said, _PLACES)),
        next(iter(_first(said, _STARTS)), ""),
        next(reversed(_first(said, _ENDS)), ""),
    )


def _first(said: Mapping[str, list[Term]], properties: Iterable[str]) -> list[str]:
    """The values, sorted, of the first of these properties that has any."""
    found = next((said[property_] for property_ in properties if property_ in said), [])
    return sorted({term.value for term in found})


def _chunks(iris: list[str]) -> Iterator[str]:
    for start in range(0, len(iris), _AT_ONCE):
        yield terms.listed(iris[start : start + _AT_ONCE])
