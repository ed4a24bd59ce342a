"""What a description says of its relations to other resources in `Link` (https://www.rfc-editor.org/rfc/rfc8288)."""

from collections.abc import Iterator

from passerelle import urls
from passerelle.namespaces import LICENCE
from passerelle.resources.addresses import Address, suffixes
from passerelle.resources.parts import Part
from passerelle.resources.profiles import PARAMETER, PROFILE_IRIS, Profile, types_of


def link_header(address: Address, profile: Profile, part: Part, pages: int, links: urls.Urls) -> str:
    """The header: other formats and profiles, the thing, the name that lasts, the licence, the whole, other pages."""
    found = [*_all(address, profile, part, pages, links), *_tokens()]
    return ", ".join(f'<{target}>; rel="{relation}"{more}' for target, relation, more in found)


def _all(
    address: Address, profile: Profile, part: Part, pages: int, links: urls.Urls
) -> Iterator[tuple[str, str, str]]:
    page = f"?page={part.number}" if part.number > 1 else ""
    asked = f"?{PARAMETER}={profile}" if profile is not Profile.PASSERELLE else page
    told = f'; profile="{PROFILE_IRIS[profile]}"'
    offered = types_of(profile)
    for suffix, kind in suffixes():
        if kind in offered:
            yield links.to(address.path + suffix) + asked, "alternate", f'; type="{offered[kind][0]}"{told}'
    # https://www.w3.org/TR/dx-prof-conneg/#http-listprofiles
    yield PROFILE_IRIS[profile], "profile", ""
    for other in Profile:
        if other is not profile:
            more = f'; profile="{PROFILE_IRIS[other]}"'
            yield links.to(address.path) + f"?{PARAMETER}={other}", "alternate", more
    yield urls.escaped(address.document) + page, "canonical", ""
    # https://www.rfc-editor.org/rfc/rfc6892: the document describes the thing.
    yield urls.escaped(address.iri), "describes", ""
    yield LICENCE, "license", ""
    yield links.to(urls.GRAPHS), "collection", ""
    if part.number > 1:
        yield links.to(address.path) + f"?page={part.number - 1}", "prev", ""
    if part.number < pages:
        yield links.to(address.path) + f"?page={part.number + 1}", "next", ""


def _tokens() -> Iterator[tuple[str, str, str]]:
    """What the tokens stand for (https://www.w3.org/TR/dx-prof-conneg/#http-tokens)."""
    for profile, iri in PROFILE_IRIS.items():
        yield "http://www.w3.org/ns/dx/prof/Profile", "type", f'; token="{profile}"; anchor="{iri}"'
