"""Finds the thing that a person means by an IRI, a prefixed name, or a label."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from passerelle.labels import labels
from passerelle.namespaces import RDFS, SKOS, expand, shorten
from passerelle.near import near
from passerelle.store import terms
from passerelle.store.failures import StoreError
from passerelle.store.rows import Answers, values

# More candidates than this tell a person nothing but that the name is too common.
_MOST = 8
# A shorter text is in the middle of too many names.
_PART = 3


@dataclass(frozen=True)
class Candidate:
    """A thing that may be meant."""

    iri: str
    label: str


class LookupFailedError(StoreError):
    """No thing, or more than one, is meant; `candidates` are those that may be, `ambiguous` that each of them fits."""

    def __init__(self, message: str, candidates: list[Candidate], ambiguous: bool = False) -> None:
        """Keep the candidates."""
        super().__init__(message)
        self.candidates = candidates
        self.ambiguous = ambiguous


_NAMES = f"""
SELECT DISTINCT ?thing ?name {{
  GRAPH ?graph {{ ?thing <{RDFS}label>|<{SKOS}prefLabel>|<{SKOS}altLabel>|<{SKOS}notation> ?name }}
  FILTER(ISIRI(?thing))
}}
"""


Names = list[tuple[str, str]]


def find(engine: Answers, text: str, language: str) -> str:
    """The IRI of the thing meant.

    A label has to be exact; if no such label is found, case, accents and the kind of apostrophe are set aside.

    Raises:
        LookupFailedError: nothing is meant, or a label is that of several things.
    """
    asked = text.strip()
    try:
        iri = expand(asked)
        if is_there(engine, iri):
            return iri
    except ValueError:
        iri = ""
    names = read_names(engine)
    for same in (_exact, folded):
        wanted = same(asked)
        found = sorted({thing for thing, name in names if same(name) == wanted})
        if len(found) == 1:
            return found[0]
        if found:
            message = f"{asked!r} is the name of {len(found)} things."
            raise LookupFailedError(message, candidates(engine, found, language), ambiguous=True)
    what = f"The graph says nothing of {shorten(iri)}." if iri else f"Nothing in the graph is called {asked[:100]!r}."
    raise LookupFailedError(what, candidates(engine, _close(asked, names, by_iri=bool(iri)), language))


def near_names(engine: Answers, name: str, short_names: Mapping[str, str], language: str) -> list[Candidate]:
    """The things whose prefixed names, as `read_short_names` gives them, are like that one."""
    return candidates(engine, [short_names[other] for other in near(name, short_names, _MOST)], language)


def read_short_names(engine: Answers) -> dict[str, str]:
    """The things that have a name, by their prefixed names."""
    return {shorten(thing): thing for thing in dict.fromkeys(thing for thing, _ in read_names(engine))}


def candidates(engine: Answers, iris: list[str], language: str) -> list[Candidate]:
    """The first of some things, with their labels."""
    known = labels(engine, iris[:_MOST], language)
    return [Candidate(iri, known.get(iri, "")) for iri in iris[:_MOST]]


def read_names(engine: Answers) -> Names:
    """Every thing that has a name, with each of its names."""
    return [(row["thing"], row["name"]) for row in values(engine, _NAMES)]


def _close(asked: str, names: Names, *, by_iri: bool) -> list[str]:
    by_name: dict[str, str] = {}
    for thing, name in names:
        by_name.setdefault(folded(name), thing)
        by_name.setdefault(shorten(thing), thing)
    likest = near(asked if by_iri else folded(asked), by_name, _MOST)
    if not by_iri and len(asked) >= _PART:
        likest += sorted((name for name in by_name if folded(asked) in name), key=len)
    return list(dict.fromkeys(by_name[name] for name in likest))


def is_there(engine: Answers, iri: str) -> bool:
    """Whether the graph says anything of an IRI, as anything: a thing, a property, a graph.

    Raises:
        ValueError: it is no IRI.
    """
    thing = terms.iri(iri)
    query = f"""
    SELECT ?graph {{ {{ GRAPH ?graph {{ {thing} ?p ?o }} }} UNION {{ GRAPH ?graph {{ ?s ?p {thing} }} }}
      UNION {{ GRAPH ?graph {{ ?s {thing} ?o }} }} UNION {{ GRAPH {thing} {{ ?s ?p ?o }} }} }} LIMIT 1"""
    return any(True for _ in values(engine, query))


def _exact(name: str) -> str:
    return name


def folded(name: str) -> str:
    """A name without its case, accents and kind of apostrophe."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return "".join(character for character in plain if not unicodedata.combining(character)).casefold()
