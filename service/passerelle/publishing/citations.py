"""What is cited for a thing: itself if it is a work, what Passerelle says of it, and the works that say so."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from passerelle.labels import best, labels
from passerelle.namespaces import (
    BASE,
    DCTERMS,
    FOAF,
    ID,
    OWL,
    PREFIXES,
    PSL,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    SOURCE,
    SOURCES_GRAPH,
    Kind,
    split_id,
)
from passerelle.phrases import phrase
from passerelle.publishing.bibliography import Author, Item, key_of
from passerelle.store import terms
from passerelle.store.rows import Answers, Term, select, values

DATASET = f"{ID}{Kind.DATASET}/passerelle"
ONTOLOGY = PSL
_CONTRIBUTORS = f"{ID}{Kind.ORGANISATION}/passerelle-contributors"
_ELI = PREFIXES["eli"]
# In the order of how well they tell.
_TITLES = (f"{DCTERMS}title", f"{RDFS}label")
_DATES = (f"{DCTERMS}issued", f"{_ELI}date_document", f"{DCTERMS}date", f"{DCTERMS}modified")
_VERSIONS = (f"{OWL}versionInfo", f"{SCHEMA}version")
_TYPES = {
    f"{_ELI}LegalResource": "legislation",
    f"{_ELI}LegalResourceSubdivision": "legislation",
    f"{OWL}Ontology": "document",
    f"{PREFIXES['dcat']}Dataset": "dataset",
    f"{PSL}Publication": "document",
    f"{PSL}Work": "document",
}
Facts = dict[str, list[Term]]


@dataclass(frozen=True)
class Release:
    """The data set that cites itself: its version, and when it was made where that is known."""

    version: str
    issued: str = ""


def citations(engine: Answers, iri: str, release: Release, language: str) -> list[Item]:
    """Everything to be cited for a thing, each once.

    Args:
        engine: answers from the graph.
        iri: the thing, the ontology, or the data set.
        release: the data set that is served.
        language: of titles that come in several.

    Raises:
        StoreError: as `Answers.answer`.
    """
    works = _works(engine, iri)
    facts = _facts(engine, {iri, *works, DATASET, ONTOLOGY, _CONTRIBUTORS})
    names = _names(engine, facts, language)
    data_set = _data_set(facts[DATASET], facts[ONTOLOGY], names, release, language)
    if iri == DATASET:
        return [data_set]
    if iri == ONTOLOGY:
        return [_ontology(facts[iri], names, language)]
    itself = _TYPES.keys() & {term.value for term in facts[iri].get(f"{RDF}type", ())}
    found = [_work(iri, facts[iri], names, language)] if itself else []
    if not iri.startswith(SOURCE):
        found.append(_entry(iri, facts[iri], data_set, language))
    others = [work for work in works if work != iri and not _is_ours(facts[work])]
    return found + [_work(work, facts[work], names, language) for work in others]


def _works(engine: Answers, iri: str) -> list[str]:
    """The works that the statements about a thing come from."""
    query = f"""
    SELECT DISTINCT ?work {{
      {{ GRAPH ?graph {{ {terms.iri(iri)} ?property ?value }} }} UNION {{ BIND({terms.iri(iri)} AS ?graph) }}
      GRAPH <{SOURCES_GRAPH}> {{
        ?graph <{DCTERMS}source> ?source . ?source <{DCTERMS}isPartOf>* ?work . ?work a <{PSL}Work>
      }}
    }} ORDER BY ?work"""
    return [row["work"] for row in values(engine, query)]


def _facts(engine: Answers, iris: Iterable[str]) -> dict[str, Facts]:
    found: dict[str, Facts] = {iri: {} for iri in iris}
    query = f"""
    SELECT DISTINCT ?thing ?property ?value {{
      VALUES ?thing {{ {terms.listed(sorted(found))} }}
      GRAPH ?graph {{ ?thing ?property ?value }}
    }} ORDER BY ?thing ?property ?value"""
    for row in select(engine, query).rows:
        found[row["thing"].value].setdefault(row["property"].value, []).append(row["value"])
    return found


@dataclass(frozen=True)
class _Names:
    """What things are called that are named by works, and the codes of their identifiers by the scheme's name."""

    labels: dict[str, str]
    codes: dict[tuple[str, str], str]


def _names(engine: Answers, facts: dict[str, Facts], language: str) -> _Names:
    named = {term.value for said in facts.values() for terms_ in said.values() for term in terms_ if term.kind == "uri"}
    identifier = f"{PREFIXES['adms']}identifier"
    codes = f"""
    SELECT ?identifier ?scheme ?code {{
      VALUES ?identifier {{ {terms.listed(sorted(_iris(facts.values(), identifier)))} }}
      ?identifier <{DCTERMS}type> ?scheme ; <{SKOS}notation> ?code
    }} ORDER BY ?identifier ?scheme ?code"""
    found = {(row["identifier"], row["scheme"].rpartition("scheme-")[2]): row["code"] for row in values(engine, codes)}
    return _Names(labels(engine, sorted(named), language), found)


def _work(iri: str, said: Facts, names: _Names, language: str) -> Item:
    creators = [term for term in said.get(f"{DCTERMS}creator", ()) if term.kind == "uri"]
    publishers = [names.labels.get(term.value, "") for term in said.get(f"{DCTERMS}publisher", ())]
    classes = [term.value for term in said.get(f"{RDF}type", ())]
    pages = [term.value for term in said.get(f"{FOAF}page", ())]
    address = next(iter(pages or _matches(said)), "")
    kind = next((_TYPES[name] for name in classes if name in _TYPES), "document")
    wholes = [names.labels.get(term.value, "") for term in said.get(f"{DCTERMS}isPartOf", ())]
    return Item(
        key_of(iri.removeprefix(BASE).removeprefix("id/")),
        "webpage" if kind == "document" and pages else kind,
        _title(said, language) or iri,
        tuple(Author(names.labels[c.value], _is_person(c.value)) for c in creators if c.value in names.labels),
        _first(said, _DATES),
        next(filter(None, publishers), ""),
        next(filter(None, wholes), ""),
        _first(said, _VERSIONS),
        address,
        _code(said, names, "doi"),
        _code(said, names, "isbn"),
        _first(said, (f"{DCTERMS}language",)),
    )


def _data_set(said: Facts, ontology: Facts, names: _Names, release: Release, language: str) -> Item:
    """The data set as the graph tells of it; of one that does not, what every graph of ours has in common."""
    authors = [term.value for facts in (said, ontology) for term in facts.get(f"{DCTERMS}creator", ())][:1]
    return Item(
        "passerelle",
        "dataset",
        _title(said, language) or phrase("data_set_title", language),
        tuple(Author(names.labels[author]) for author in authors if author in names.labels),
        release.issued or _first(said, _DATES) or _first(ontology, (f"{DCTERMS}modified",)),
        version=release.version,
        url=DATASET if said else BASE,
    )


def _ontology(said: Facts, names: _Names, language: str) -> Item:
    """The release of the ontology, by the address that always has this one (https://www.w3.org/TR/owl2-syntax/#IRIs)."""
    found = _work(ONTOLOGY, said, names, language)
    releases = [term.value for term in said.get(f"{OWL}versionIRI", ())]
    return replace(found, key="passerelle-ontology", url=next(iter(releases), ONTOLOGY), language="")


def _entry(iri: str, said: Facts, data_set: Item, language: str) -> Item:
    title = _text(said.get(f"{RDFS}label", []), language) or iri.removeprefix(BASE)
    key = key_of(f"passerelle-{iri.removeprefix(BASE).removeprefix('id/')}")
    return Item(key, "entry", title, data_set.authors, data_set.issued, "", data_set.title, data_set.version, iri)


def _is_ours(said: Facts) -> bool:
    return any(term.value == _CONTRIBUTORS for term in said.get(f"{DCTERMS}publisher", ()))


def _title(said: Facts, language: str) -> str:
    found = (_text(said.get(name, []), language) for name in _TITLES)
    return next(filter(None, found), "")


def _text(found: list[Term], language: str) -> str:
    texts: dict[str, str] = {}
    for term in found:
        texts.setdefault(term.language, term.value)
    return best(texts, language) or ""


def _first(said: Facts, names: Iterable[str]) -> str:
    return next((term.value for name in names for term in said.get(name, ()) if term.kind == "literal"), "")


def _matches(said: Facts) -> list[str]:
    found = (term.value for term in said.get(f"{SKOS}exactMatch", ()))
    return [iri for iri in found if iri.startswith(("http://", "https://")) and "/doi/" not in iri]


def _code(said: Facts, names: _Names, scheme: str) -> str:
    identifiers = (term.value for term in said.get(f"{PREFIXES['adms']}identifier", ()))
    return next((names.codes[one, scheme] for one in identifiers if (one, scheme) in names.codes), "")


def _iris(facts: Iterable[Facts], property_: str) -> set[str]:
    return {term.value for said in facts for term in said.get(property_, ()) if term.kind == "uri"}


def _is_person(iri: str) -> bool:
    try:
        return split_id(iri)[0] is Kind.PERSON
    except ValueError:
        return False
