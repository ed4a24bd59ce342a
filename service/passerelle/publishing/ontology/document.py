"""The ontology as one document: its header, all its modules, and its mappings, without what splits it into files."""

from passerelle.namespaces import DCTERMS, OWL, PSL, RDF, RDFS
from passerelle.publishing.ontology.vocabulary import ONTOLOGY_GRAPH
from passerelle.store.rows import Answers, select
from passerelle.store.statements import Statement

# First what it is, then what it is called; the rest in the order of its IRIs.
_FIRST = (f"{RDF}type", f"{RDFS}label", f"{DCTERMS}title")


def read_document(engine: Answers) -> list[Statement]:
    """The statements in order: the header, then each term with all that is said of it.

    A document has one header (https://www.w3.org/TR/owl2-syntax/#Ontologies): modules stay parts of the ontology, and
    are no ontologies in it, which would be imported from where they change.
    """
    query = f"""
    SELECT DISTINCT ?subject ?property ?value {{
      GRAPH ?graph {{ ?subject ?property ?value }}
      FILTER(STRSTARTS(STR(?graph), "{ONTOLOGY_GRAPH}") && ?graph != <{ONTOLOGY_GRAPH}/reused>)
    }} ORDER BY ?subject ?property ?value"""
    rows = select(engine, query).rows
    found = [(row["subject"], row["property"].value, row["value"]) for row in rows]
    return sorted((said for said in found if _belongs(said)), key=_rank)


def _belongs(said: Statement) -> bool:
    subject, name, value = said
    is_header_of_file = name == f"{RDF}type" and value.value == f"{OWL}Ontology" and subject.value != PSL
    return not is_header_of_file and name != f"{OWL}imports"


def _rank(said: Statement) -> tuple[bool, str, int, str]:
    subject, name, _ = said
    first = _FIRST.index(name) if name in _FIRST else len(_FIRST)
    return subject.value != PSL, subject.value, first, name
