"""Applies RDF Patch, as its specification has it (https://afs.github.io/rdf-delta/rdf-patch.html)."""

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse


def statements(content: bytes, kind: RdfFormat = RdfFormat.N_QUADS) -> set[Quad]:
    return set(parse(content, format=kind))


def applied(content: bytes, patch: bytes) -> set[Quad]:
    """N-Quads after a patch: what it takes out must be there, and what it puts in must not."""
    found = statements(content)
    head, begin, *rows, end = patch.splitlines()
    assert head.startswith(b"H id <urn:uuid:")
    assert (begin, end) == (b"TX .", b"TC .")
    for row in rows:
        sign, line = row[:2], row[2:]
        (quad,) = parse(line, format=RdfFormat.N_QUADS)
        if sign == b"D ":
            found.remove(quad)
        else:
            assert sign == b"A "
            assert quad not in found
            found.add(quad)
    return found


def canonical(quads: set[Quad]) -> set[Quad]:
    """The same for isomorphic data sets."""
    found = Dataset(quads)
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)
