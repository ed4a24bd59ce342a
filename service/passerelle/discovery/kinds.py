"""The kinds of things that people tell apart: each gathers classes, and has a rank among the others.

They are how a list is sorted, not statements about the world: those are in the ontology. What each is called is with
the other phrases, as `group_{what}`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from passerelle.namespaces import FOAF, ORG, PREFIXES, PSL, SKOS

_ELI, _ELM, _QB = PREFIXES["eli"], PREFIXES["elm"], PREFIXES["qb"]


@dataclass(frozen=True)
class Group:
    """A kind: its name in addresses, its classes, and how much sooner than others it is probably meant."""

    name: str
    rank: float
    classes: tuple[str, ...]


def _ours(*names: str) -> tuple[str, ...]:
    return tuple(f"{PSL}{name}" for name in names)


# A thing is of the first kind that has one of its classes.
GROUPS = (
    Group("claims", -6, _ours("Claim", "Interpretation")),
    Group("figures", -4, (f"{_QB}Observation", f"{_QB}DataSet", *_ours("Indicator", "Figure"))),
    Group("levels", 1, _ours("NationalLevel", "FormerLevel", "QualificationFramework")),
    Group("qualifications", 4, (f"{_ELM}Qualification", *_ours("QualificationType", "Certificate"))),
    Group("training", 3, _ours("Pathway", "Programme", "Stage", "Provision")),
    Group("organisation-kinds", 3, _ours("OrganisationKind")),
    Group(
        "schemes", 3, _ours("MobilityScheme", "FundingProgramme", "Scheme", "Strategy", "Policy", "Project", "Label")
    ),
    Group("rights", 2, _ours("Right", "Rule")),
    Group("laws", 1, (f"{_ELI}LegalResource", f"{_ELI}LegalResourceSubdivision")),
    Group("organisations", 2, (f"{ORG}Organization", f"{ORG}OrganizationalCollaboration", f"{ORG}Site")),
    Group(
        "places",
        2,
        (
            *_ours("Country", "Region", "Department", "Metropolis", "Commune", "Academy", "AcademicRegion", "NutsUnit"),
            *_ours("Territory", "Place", "Zone"),
            f"{PREFIXES['dcterms']}Location",
        ),
    ),
    Group("economy", 1, _ours("Sector", "Occupation", "Product")),
    Group("publications", 1, (f"{FOAF}Document", *_ours("Publication", "Change"))),
    Group("people", 1, (f"{FOAF}Person", *_ours("TargetGroup"))),
    Group(
        "analysis", 0, _ours("Factor", "Lever", "Objective", "Means", "Asset", "Issue", "Activity", "Service", "Event")
    ),
    Group(
        "words",
        -2,
        (f"{SKOS}Concept", f"{SKOS}ConceptScheme", f"{PREFIXES['dcterms']}LinguisticSystem", *_ours("Period")),
    ),
)
OTHER = Group("other", -3, ())
NAMES = (*(group.name for group in GROUPS), OTHER.name)
# What is only a part of the description of something else is found with that.
NOT_FOUND = (
    f"{PREFIXES['adms']}Identifier",
    f"{PREFIXES['locn']}Address",
    f"{_QB}ComponentSpecification",
    f"{_QB}DataStructureDefinition",
)
_BY_CLASS = {name: group for group in reversed(GROUPS) for name in group.classes}


def group_of(classes: Iterable[str]) -> Group:
    """The kind of a thing of these classes."""
    found = {_BY_CLASS[name].name for name in classes if name in _BY_CLASS}
    return next((group for group in GROUPS if group.name in found), OTHER)
