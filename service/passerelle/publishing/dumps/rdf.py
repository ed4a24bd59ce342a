"""The serialisations of RDF: of all named graphs, or of the default graph, which merges what they say of the world."""

from collections.abc import Iterator
from functools import partial

from passerelle.media_types import DUMP_TYPES
from passerelle.publishing.dumps.products import COMPRESSED, Group, Material, Product
from passerelle.store.dump import write_dump
from passerelle.store.request import DumpFormat

# The stem of the files that hold everything.
STEM = "passerelle"
# JSON-LD comes in both ways, so that one of the two has to say which it is.
_NAMES = {
    DumpFormat.TRIG: f"{STEM}.trig",
    DumpFormat.NQUADS: f"{STEM}.nq",
    DumpFormat.JSONLD: f"{STEM}-graphs.jsonld",
    DumpFormat.TURTLE: f"{STEM}.ttl",
    DumpFormat.NTRIPLES: f"{STEM}.nt",
    DumpFormat.RDFXML: f"{STEM}.rdf",
    DumpFormat.JSONLD_DEFAULT: f"{STEM}.jsonld",
}


def rdf(material: Material) -> Iterator[Product]:
    """A file for each format."""
    for kind, name in _NAMES.items():
        yield Product(
            name,
            DUMP_TYPES[kind],
            Group.GRAPHS if kind.holds_graphs else Group.MERGED,
            kind.replace("-", "_"),
            partial(write_dump, material.sorted, kind),
            COMPRESSED,
        )
