"""Makes all files of a data set."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from passerelle.publishing.dumps.listing import Listing
from passerelle.publishing.dumps.makers import MAKERS
from passerelle.publishing.dumps.packing import packed
from passerelle.publishing.dumps.products import Material, Product
from passerelle.publishing.facts import read_facts
from passerelle.store.engine import Engine
from passerelle.store.failures import UnfitFormatError

# Told what is being done, how much is done, and how much there is; 0 of 0 where that is not known.
Progress = Callable[[str, int, int], object]


def make_dumps(engine: Engine, folder: Path, progress: Progress = lambda *_: None) -> Listing:
    """Write all files, and the list of them, into a folder that exists.

    Args:
        engine: the data set.
        folder: an empty one.
        progress: told which file is made.

    Raises:
        OSError: there is no room.
        GraphError: the data set cannot be read.
    """
    left_out: dict[str, str] = {}
    with TemporaryDirectory(prefix=".work-", dir=folder) as work:
        progress("Sorting", 0, 0)
        material = Material(engine, read_facts(engine), engine.write_sorted(Path(work)), Path(work))
        for number, product in enumerate(_products(material)):
            progress(f"Writing {product.name}", number, 0)
            try:
                material.made.extend(packed(product, folder))
            except UnfitFormatError as error:
                left_out[product.name] = str(error)
    listing = Listing(engine.summary.version, tuple(material.made), left_out)
    listing.write(folder)
    return listing


def _products(material: Material) -> Iterator[Product]:
    for maker in MAKERS:
        yield from maker(material)
