"""The views of the network of relationships: the one place that says which relations and things each takes."""

from dataclasses import dataclass

from passerelle.namespaces import DCTERMS, ORG, PREFIXES, PSL, RDF, SCHEMA, SKOS, Kind
from passerelle.near import near
from passerelle.phrases import phrase

_ELI = PREFIXES["eli"]


class UnknownViewError(ValueError):
    """There is no view of that name; the message names those there are."""


@dataclass(frozen=True)
class View:
    """Which statements are edges of the network.

    `own` are relations that belong to the view wherever they stand; `shared` are relations of many topics, taken where
    a thing at either end is of `kinds`. A view without any of them takes every relation.
    """

    name: str
    own: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    kinds: frozenset[Kind] = frozenset()

    @property
    def takes_all(self) -> bool:
        """Whether every relation belongs to it."""
        return not self.own and not self.shared

    def title(self, language: str) -> str:
        """What it is called, in one of the languages of our phrases."""
        what = self.name
        return phrase(f"view_{what}", language)

    def explanation(self, language: str) -> str:
        """What it shows, and what it leaves out."""
        what = self.name
        return f"{phrase(f'shows_{what}', language)} {phrase(f'omits_{what}', language)}"


def _psl(*names: str) -> tuple[str, ...]:
    return tuple(PSL + name for name in names)


# What is no node in any view. A claim would make a path of what does not hold; figures have a cube of their own; values
# of lists (types, modes, quadrants, units), codes and periods would join things that have nothing else in common.
NO_NODES = frozenset(
    {
        Kind.CLAIM,
        Kind.OBSERVATION,
        Kind.DATASET,
        Kind.INDICATOR,
        Kind.PERIOD,
        Kind.CONCEPT,
        Kind.CONCEPT_SCHEME,
        Kind.ISCED_P,
        Kind.IDENTIFIER,
        Kind.ADDRESS,
        Kind.LANGUAGE,
    }
)
# Never an edge: they say what a thing is, or how it ranks, and not what it has to do with another.
NO_RELATIONS = (
    f"{RDF}type",
    f"{SKOS}inScheme",
    f"{PREFIXES['adms']}identifier",
    *(PSL + name for name in ("eqfLevel", "nationalLevel", "formerLevel", "iscedLevel")),
)
# Pairs of which a graph may state either: one edge, in the direction of the second.
TURNED = {
    f"{DCTERMS}hasPart": f"{DCTERMS}isPartOf",
    f"{DCTERMS}replaces": f"{DCTERMS}isReplacedBy",
    f"{ORG}hasMember": f"{ORG}memberOf",
}

_PARTS = (f"{DCTERMS}isPartOf", f"{DCTERMS}isReplacedBy", f"{SKOS}broader")
_ACTORS = frozenset({Kind.ORGANISATION, Kind.ORGANISATION_KIND, Kind.NETWORK, Kind.PERSON, Kind.SITE})
_PATHWAYS = frozenset({Kind.QUALIFICATION_TYPE, Kind.CERTIFICATION, Kind.PROGRAMME, Kind.PATHWAY, Kind.STAGE})
_TEXTS = frozenset({Kind.ACT, Kind.ARTICLE})
_PLANS = frozenset({Kind.STRATEGY, Kind.FACTOR, Kind.LEVER, Kind.OBJECTIVE, Kind.MEANS, Kind.ISSUE})
_MOBILITY = frozenset({Kind.SCHEME, Kind.CERTIFICATE, Kind.PROJECT, Kind.ZONE, Kind.CORRIDOR})
_TERRITORIES = frozenset(
    {
        Kind.COUNTRY,
        Kind.REGION,
        Kind.DEPARTMENT,
        Kind.METROPOLIS,
        Kind.COMMUNE,
        Kind.ACADEMY,
        Kind.ACADEMIC_REGION,
        Kind.NUTS,
        Kind.PLACE,
        Kind.ZONE,
        Kind.CORRIDOR,
    }
)

VIEWS: dict[str, View] = {
    view.name: view
    for view in (
        View("all"),
        View(
            "actors",
            own=(
                *(ORG + name for name in ("classification", "memberOf", "subOrganizationOf", "unitOf", "headOf")),
                f"{ORG}hasSite",
                f"{SCHEMA}founder",
                *(DCTERMS + name for name in ("creator", "publisher", "contributor")),
                *_psl("actsJointlyWith", "represents", "supervisedBy", "responsibleFor", "coordinates", "provides"),
                *_psl("entrustedBy", "entrustedTo", "managedBy", "offeredBy", "hostedBy", "awardedBy", "assessedBy"),
                *_psl("adoptedBy", "applicant", "projectManager", "targetsZone", "activeIn", "presentedBy"),
            ),
            shared=(*_PARTS, *_psl("cooperatesWith", "contributesTo", "uses")),
            kinds=_ACTORS,
        ),
        View(
            "pathways",
            own=_psl("leadsTo", "bridgesTo", "preparesFor", "entersAt", "variantOf", "awardedWithin", "alternativeTo"),
            shared=_PARTS,
            kinds=_PATHWAYS,
        ),
        View(
            "legislation",
            own=(
                *(_ELI + name for name in ("amends", "based_on", "changes", "is_member_of", "is_part_of")),
                f"{_ELI}passed_by",
                *_psl("legalBasis", "regulates", "setBy", "ruleOf", "ratifies", "publishesAgreement", "presentedBy"),
            ),
            shared=(*_PARTS, *_psl("establishes", "appliesTo", "concerns", "hasObjective")),
            kinds=_TEXTS,
        ),
        View(
            "strategy",
            own=_psl("answers", "addresses", "hampers", "usesMeans", "buildsOn", "integrates", "funds", "affectedBy"),
            shared=(*_PARTS, *_psl("hasObjective", "contributesTo", "concerns", "targets", "covers", "fundedBy")),
            kinds=_PLANS,
        ),
        View(
            "mobility",
            own=_psl("destination", "zoneMember", "targetsZone", "recognisedBy", "fundedBy", "cooperatesWith"),
            shared=(
                *_PARTS,
                *_psl("appliesTo", "regulates", "legalBasis", "ruleOf", "hostedBy", "assessedBy", "requires"),
                *_psl("targets", "contributesTo", "affectedBy", "hasObjective", "covers", "provides", "uses"),
            ),
            kinds=_MOBILITY,
        ),
        View(
            "territories",
            own=_psl("containedIn", "chiefTown", "seatedIn", "locatedIn", "crosses", "zoneMember", "comparedWith"),
            shared=(*_PARTS, *_psl("cooperatesWith", "hasAsset", "specialisedIn", "producedIn")),
            kinds=_TERRITORIES,
        ),
    )
}


def view_named(name: str) -> View:
    """The view of that name.

    Raises:
        UnknownViewError: there is none; the message names those that are near, and all.

    Examples:
        >>> view_named("pathways").title("en")
        'Diplomas and pathways'
    """
    if name in VIEWS:
        return VIEWS[name]
    found = near(name, VIEWS)
    meant = f" Did you mean {' or '.join(found)}?" if found else ""
    raise UnknownViewError(f"There is no view {name!r}.{meant} The views are {', '.join(VIEWS)}.")
