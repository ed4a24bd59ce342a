"""The checksums of all other files."""

from collections.abc import Iterator
from typing import IO

from passerelle.media_types import TEXT
from passerelle.publishing.dumps.listing import CHECKSUMS, checksums
from passerelle.publishing.dumps.products import Group, Material, Product


def sums(material: Material) -> Iterator[Product]:
    """The list of checksums."""

    def write(output: IO[bytes]) -> None:
        output.write(checksums(material.made))

    yield Product(CHECKSUMS, TEXT, Group.ABOUT, "checksums", write)
