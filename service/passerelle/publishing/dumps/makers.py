"""All that make files, in order. One more is one more line: a function of `Material` that yields `Product`s."""

from passerelle.publishing.dumps.croissant import croissant
from passerelle.publishing.dumps.products import Maker
from passerelle.publishing.dumps.rdf import rdf
from passerelle.publishing.dumps.sums import sums
from passerelle.publishing.dumps.tables import tables

# The last two look at what was made before them.
MAKERS: tuple[Maker, ...] = (rdf, tables, croissant, sums)
