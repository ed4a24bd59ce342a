"""Profiles: in which terms a thing is told, and how that is asked for (https://www.w3.org/TR/dx-prof-conneg/)."""

import re
from collections.abc import Sequence
from enum import StrEnum
from http import HTTPStatus

from passerelle.errors import Problem
from passerelle.media_types import DESCRIPTION_TYPES, DocumentFormat
from passerelle.namespaces import ELM_PROFILE, PSL, SCHEMA, SKOS_DOCUMENT
from passerelle.resources.addresses import Format
from passerelle.store.request import ResultFormat

PARAMETER = "profile"
# A profile in angle brackets and how much it is liked (https://www.w3.org/TR/dx-prof-conneg/#http-getresourcebyprofile).
_LIKED = re.compile(r"<([^<>]*)>\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")


class Profile(StrEnum):
    """The profiles of descriptions by the tokens that stand for them, the default first."""

    PASSERELLE = "passerelle"
    SCHEMA = "schema"
    LABELS = "labels"
    ELM = "elm"


PROFILE_IRIS: dict[Profile, str] = {
    Profile.PASSERELLE: PSL,
    Profile.SCHEMA: SCHEMA,
    Profile.LABELS: SKOS_DOCUMENT,
    Profile.ELM: ELM_PROFILE,
}
_BY_NAME = {str(profile): profile for profile in Profile} | {iri: profile for profile, iri in PROFILE_IRIS.items()}
_RDF: dict[Format, tuple[str, ...]] = {
    kind: types for kind, types in DESCRIPTION_TYPES.items() if kind is not DocumentFormat.HTML
}
# Pages are of the default profile; schema.org is asked for as JSON-LD nearly always.
_TYPES: dict[Profile, dict[Format, tuple[str, ...]]] = {
    Profile.PASSERELLE: DESCRIPTION_TYPES,
    Profile.SCHEMA: {kind: _RDF[kind] for kind in (ResultFormat.JSONLD, *_RDF)},
    Profile.LABELS: _RDF,
    Profile.ELM: _RDF,
}


def types_of(profile: Profile) -> dict[Format, tuple[str, ...]]:
    """The formats that a profile comes in, as the tables of media types have them."""
    return _TYPES[profile]


def read_profile(asked: Sequence[str], accepted: str | None) -> Profile:
    """The profile that is asked for by a parameter, by its token or IRI, else the one that a header likes best.

    Raises:
        Problem: 400 for a parameter that names no profile or several, 406 for a header that accepts none of ours.
    """
    names = {name.strip() for name in asked if name.strip()}
    if len(names) > 1:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter {PARAMETER!r} names more than one profile.")
    if names:
        (name,) = names
        if name not in _BY_NAME:
            raise _unknown(HTTPStatus.BAD_REQUEST, f"There is no profile {name!r}")
        return _BY_NAME[name]
    if accepted is None or not accepted.strip():
        return Profile.PASSERELLE
    liked = {iri: float(quality or 1) for iri, quality in _LIKED.findall(accepted)}
    acceptable = [profile for profile in Profile if liked.get(PROFILE_IRIS[profile], 0) > 0]
    if not acceptable:
        raise _unknown(HTTPStatus.NOT_ACCEPTABLE, "No profile on offer fits the Accept-Profile header")
    return max(acceptable, key=lambda profile: liked[PROFILE_IRIS[profile]])


def _unknown(status: HTTPStatus, what: str) -> Problem:
    there_are = ", ".join(f"{profile} <{iri}>" for profile, iri in PROFILE_IRIS.items())
    offered = {str(profile): iri for profile, iri in PROFILE_IRIS.items()}
    return Problem(status, f"{what}; there are {there_are}.", profiles=offered)
