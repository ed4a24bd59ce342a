"""What is cited for a thing: itself if it is a work, what the data set says of it, and the works that say so."""

from dataclasses import replace

from passerelle.labels import labels
from passerelle.namespaces import BASE, DATASET, DCTERMS, OWL, PSL, RDFS, SOURCE, SOURCES_GRAPH
from passerelle.publishing.bibliography import Author, Item, key_of
from passerelle.publishing.facts import Facts, read_facts
from passerelle.publishing.works import Known, item_of, read_known
from passerelle.store import terms
from passerelle.store.rows import Answers, values

ONTOLOGY = PSL


def citations(engine: Answers, iri: str, version: str, language: str) -> list[Item]:
    """Everything to be cited for a thing, each once.

    Args:
        engine: answers from the graph.
        iri: the thing, the ontology, or the data set.
        version: of the data set that is served.
        language: of titles that come in several.

    Raises:
        StoreError: as `Answers.answer`.
    """
    facts = read_facts(engine)
    data_set = _data_set(engine, facts, version, language)
    if iri == DATASET:
        return [data_set]
    works = _works(engine, iri)
    known = read_known(engine, {iri, *works}, language)
    if iri == ONTOLOGY:
        return [_ontology(known, language)]
    found = [item_of(iri, known, language)] if known.type(iri) else []
    if not iri.startswith(SOURCE):
        found.append(_entry(iri, known, data_set, language))
    others = [work for work in works if work != iri and not _is_ours(work, known, facts)]
    return found + [item_of(work, known, language) for work in others]


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


def _data_set(engine: Answers, facts: Facts, version: str, language: str) -> Item:
    """The data set that is served; its version tells when it is from, where the graph gives no date."""
    creators = [term.value for term in facts.values(f"{DCTERMS}creator")]
    names = labels(engine, creators, language)
    dates = (*facts.values(f"{DCTERMS}issued"), *facts.values(f"{DCTERMS}modified"))
    return Item(
        "passerelle",
        "dataset",
        facts.title(language),
        tuple(Author(names[creator]) for creator in creators if creator in names),
        next((term.value for term in dates), ""),
        version=version,
        url=facts.iri,
    )


def _ontology(known: Known, language: str) -> Item:
    """The release of the ontology, at the address that always has this one (https://www.w3.org/TR/owl2-syntax/#IRIs)."""
    releases = [term.value for term in known.values(ONTOLOGY, f"{OWL}versionIRI")]
    found = item_of(ONTOLOGY, known, language)
    return replace(found, key="passerelle-ontology", url=next(iter(releases), ONTOLOGY), language="")


def _entry(iri: str, known: Known, data_set: Item, language: str) -> Item:
    name = iri.removeprefix(BASE)
    return replace(
        data_set,
        key=key_of(f"passerelle-{name.removeprefix('id/')}"),
        type="entry",
        title=known.text(iri, f"{RDFS}label", language) or name,
        container=data_set.title,
        url=iri,
    )


def _is_ours(work: str, known: Known, facts: Facts) -> bool:
    """Whether whoever publishes the data set publishes the work: it is no source of its own."""
    return facts.publisher in {term.value for term in known.values(work, f"{DCTERMS}publisher")}
