"""Passerelle: the knowledge graph of French vocational education and training.

`passerelle.dataset()` is the graph as an rdflib `Dataset`, `passerelle.query(text)` the answer to a SPARQL query,
`passerelle.example(name)` that to an example question of `passerelle.examples()`, `passerelle.to_networkx(view)` the
relationships as a networkx graph, and `passerelle.iri(name)` the IRI of a prefixed name.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from passerelle.library import dataset, example, examples, iri, query, to_networkx

__all__ = ["__version__", "dataset", "example", "examples", "iri", "query", "to_networkx"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Import rdflib only when it is used: the service starts without it."""
    if name in __all__:
        from passerelle import library  # noqa: PLC0415

        return getattr(library, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
