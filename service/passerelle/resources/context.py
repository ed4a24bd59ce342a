"""The JSON-LD context of the ontology, `ontology/context.jsonld`: what terms are called in JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from passerelle.namespaces import PSL
from passerelle.store.location import graph_folder

CONTEXT = f"{PSL}context.jsonld"
# What a namespace ends in, so that its prefix makes compact IRIs (https://www.w3.org/TR/json-ld11/#compact-iris).
_DELIMITERS = (":", "/", "?", "#", "[", "]", "@")
LANGUAGE = "@language"


@dataclass(frozen=True)
class Property:
    """What a property is called, and what its values are where that goes without saying: `@id`, a datatype, texts."""

    term: str
    values: str


class Context:
    """A context of the kind that we publish: prefixes, terms, and for properties what their values are.

    Compact IRIs are made as in https://www.w3.org/TR/json-ld11-api/#iri-compaction.
    """

    def __init__(self, document: Mapping[str, object]) -> None:
        """Take the value of `@context`.

        Raises:
            ValueError: it has a definition of another kind.
        """
        plain = {term: what for term, what in document.items() if isinstance(what, str) and not what.startswith("@")}
        self._prefixes = {term: namespace for term, namespace in plain.items() if namespace.endswith(_DELIMITERS)}
        self._terms = {namespace: term for term, namespace in self._prefixes.items()}
        self._properties: dict[str, Property] = {}
        for term, what in document.items():
            match what:
                case {"@id": str(iri), "@type": str(values)}:
                    self._properties[self._full(iri)] = Property(term, self._full(values))
                case {"@id": str(iri), "@container": "@language"}:
                    self._properties[self._full(iri)] = Property(term, LANGUAGE)
                case {"@id": str(iri), **more} if not more:
                    self._terms[self._full(iri)] = term
                case str(iri) if term in plain and term not in self._prefixes:
                    self._terms[self._full(iri)] = term
                case _ if term not in self._prefixes and what not in ("@id", "@type") and term != "@version":
                    raise ValueError(f"the context defines {term} in a way that is not known here")
        self.reference = lru_cache(maxsize=20_000)(self._reference)

    def property(self, iri: str) -> Property | None:
        """What a property is called whose values are of one sort, if there is such a term for it."""
        return self._properties.get(iri)

    def name(self, iri: str) -> str:
        """What a class or a datatype is called.

        Raises:
            ValueError: as `reference`.
        """
        return self._terms.get(iri) or self.reference(iri)

    def term(self, iri: str) -> str:
        """What a property with any other values is called.

        Raises:
            ValueError: as `reference`.
        """
        if iri in self._terms:
            return self._terms[iri]
        # The term of a property is not the name of its values of another sort.
        name, member = self.reference(iri), self._properties.get(iri)
        return iri if member is not None and member.term == name else name

    def _reference(self, iri: str) -> str:
        """The shortest of the compact IRIs of a thing, or the IRI itself.

        Raises:
            ValueError: it would be taken for a compact IRI, as its scheme is one of the prefixes.
        """
        found = [
            f"{prefix}:{iri.removeprefix(namespace)}"
            for prefix, namespace in self._prefixes.items()
            if iri.startswith(namespace) and iri != namespace and not iri.startswith("//", len(namespace))
        ]
        if found:
            return min(found, key=lambda name: (len(name), name))
        scheme, _, rest = iri.partition(":")
        if scheme in self._prefixes and not rest.startswith("//"):
            raise ValueError(f"<{iri}> would be taken for a compact IRI")
        return iri

    def _full(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return self._prefixes[prefix] + local if colon and prefix in self._prefixes else name


def context_file() -> bytes:
    """The published context, as it is served.

    Raises:
        GraphError: this installation carries no graph.
    """
    return (graph_folder() / "ontology" / "context.jsonld").read_bytes()


@cache
def published_context() -> Context:
    """The published context, read."""
    return Context(json.loads(context_file())["@context"])
