"""What the graph knows of works, as items of a bibliography."""

from collections.abc import Iterable
from dataclasses import dataclass

from passerelle.labels import best, labels
from passerelle.namespaces import BASE, DCTERMS, FOAF, OWL, PREFIXES, PSL, RDF, RDFS, SCHEMA, SKOS, Kind, split_id
from passerelle.publishing.bibliography import Author, Item, key_of
from passerelle.store import terms
from passerelle.store.rows import Answers, Term, select, values

_ELI, _IDENTIFIER = PREFIXES["eli"], f"{PREFIXES['adms']}identifier"
# In the order of how well they tell.
_TITLES = (f"{DCTERMS}title", f"{RDFS}label")
_DATES = (f"{DCTERMS}issued", f"{_ELI}date_document", f"{DCTERMS}date", f"{DCTERMS}modified")
_VERSIONS = (f"{OWL}versionInfo", f"{SCHEMA}version")
# What CSL calls things of each class.
_TYPES = {
    f"{_ELI}LegalResource": "legislation",
    f"{_ELI}LegalResourceSubdivision": "legislation",
    f"{OWL}Ontology": "document",
    f"{PSL}Publication": "document",
    f"{PSL}Work": "document",
}


@dataclass(frozen=True)
class Known:
    """The statements about some things, the labels of what they name, and codes by identifier and scheme."""

    statements: dict[str, dict[str, list[Term]]]
    labels: dict[str, str]
    codes: dict[tuple[str, str], str]

    def values(self, iri: str, *properties: str) -> list[Term]:
        """What any of these properties says of a thing, in their order."""
        return [term for name in properties for term in self.statements[iri].get(name, ())]

    def first(self, iri: str, *properties: str) -> str:
        """The first literal of these, or nothing."""
        return next((term.value for term in self.values(iri, *properties) if term.kind == "literal"), "")

    def text(self, iri: str, property_: str, language: str) -> str:
        """A text in that language or the next best one, or nothing."""
        texts: dict[str, str] = {}
        for term in self.values(iri, property_):
            texts.setdefault(term.language, term.value)
        return best(texts, language) or ""

    def named(self, iri: str, property_: str) -> list[tuple[str, str]]:
        """The things that a property names, with their labels; those without are left out."""
        iris = [term.value for term in self.values(iri, property_)]
        return [(other, self.labels[other]) for other in iris if other in self.labels]

    def type(self, iri: str) -> str:
        """What CSL calls it; empty for what is no work."""
        classes = [term.value for term in self.values(iri, f"{RDF}type")]
        return next((_TYPES[name] for name in classes if name in _TYPES), "")


def read_known(engine: Answers, iris: Iterable[str], language: str) -> Known:
    """Ask for everything about these things that a citation may tell; failures as `Answers.answer` tells them."""
    found: dict[str, dict[str, list[Term]]] = {iri: {} for iri in iris}
    query = f"""
    SELECT DISTINCT ?thing ?property ?value {{
      VALUES ?thing {{ {terms.listed(sorted(found))} }}
      GRAPH ?graph {{ ?thing ?property ?value }}
    }} ORDER BY ?thing ?property ?value"""
    for row in select(engine, query).rows:
        found[row["thing"].value].setdefault(row["property"].value, []).append(row["value"])
    said = [(name, term) for properties in found.values() for name, values_ in properties.items() for term in values_]
    identifiers = sorted({term.value for name, term in said if name == _IDENTIFIER})
    codes = f"""
    SELECT ?identifier ?scheme ?code {{
      VALUES ?identifier {{ {terms.listed(identifiers)} }}
      ?identifier <{DCTERMS}type> ?scheme ; <{SKOS}notation> ?code
    }} ORDER BY ?identifier ?scheme ?code"""
    return Known(
        found,
        labels(engine, sorted({term.value for _, term in said if term.kind == "uri"}), language),
        {(row["identifier"], row["scheme"].rpartition("scheme-")[2]): row["code"] for row in values(engine, codes)},
    )


def item_of(iri: str, known: Known, language: str) -> Item:
    """A work as an item; nothing is said that the graph does not say."""
    pages = [term.value for term in known.values(iri, f"{FOAF}page")]
    matches = [term.value for term in known.values(iri, f"{SKOS}exactMatch")]
    addresses = [*pages, *(match for match in matches if match.startswith("http") and "/doi/" not in match)]
    kind = known.type(iri) or "document"
    titles = (known.text(iri, name, language) for name in _TITLES)
    return Item(
        key_of(iri.removeprefix(BASE).removeprefix("id/")),
        "webpage" if kind == "document" and pages else kind,
        next(filter(None, titles), iri),
        tuple(Author(name, _is_person(other)) for other, name in known.named(iri, f"{DCTERMS}creator")),
        known.first(iri, *_DATES),
        next((name for _, name in known.named(iri, f"{DCTERMS}publisher")), ""),
        next((name for _, name in known.named(iri, f"{DCTERMS}isPartOf")), ""),
        known.first(iri, *_VERSIONS),
        next(iter(addresses), ""),
        _code(iri, known, "doi"),
        _code(iri, known, "isbn"),
        known.first(iri, f"{DCTERMS}language"),
    )


def _code(iri: str, known: Known, scheme: str) -> str:
    identifiers = (term.value for term in known.values(iri, _IDENTIFIER))
    return next((known.codes[one, scheme] for one in identifiers if (one, scheme) in known.codes), "")


def _is_person(iri: str) -> bool:
    try:
        return split_id(iri)[0] is Kind.PERSON
    except ValueError:
        return False
