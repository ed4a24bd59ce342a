"""What a description says of its relations to other resources in `Link` (https://www.rfc-editor.org/rfc/rfc8288)."""

from collections.abc import Iterator

from passerelle import urls
from passerelle.media_types import DESCRIPTION_TYPES
from passerelle.namespaces import LICENCE
from passerelle.resources.addresses import Address, suffixes
from passerelle.resources.parts import Part


def link_header(address: Address, part: Part, pages: int, links: urls.Urls) -> str:
    """The header: the same in other formats, the thing, the name that lasts, the licence, the whole, other pages."""
    return ", ".join(
        f'<{target}>; rel="{relation}"{more}' for target, relation, more in _all(address, part, pages, links)
    )


def _all(address: Address, part: Part, pages: int, links: urls.Urls) -> Iterator[tuple[str, str, str]]:
    page = f"?page={part.number}" if part.number > 1 else ""
    for suffix, kind in suffixes():
        yield links.to(address.path + suffix) + page, "alternate", f'; type="{DESCRIPTION_TYPES[kind][0]}"'
    yield urls.escaped(address.document) + page, "canonical", ""
    # https://www.rfc-editor.org/rfc/rfc6892: the document describes the thing.
    yield urls.escaped(address.iri), "describes", ""
    yield LICENCE, "license", ""
    yield links.to(urls.GRAPHS), "collection", ""
    if part.number > 1:
        yield links.to(address.path) + f"?page={part.number - 1}", "prev", ""
    if part.number < pages:
        yield links.to(address.path) + f"?page={part.number + 1}", "next", ""
