"""What things of a network are told apart by when they are drawn: a few families of kinds."""

from enum import StrEnum

from passerelle.graphs.views import VIEWS


class Family(StrEnum):
    """A family of kinds; it has a colour and a shape of its own, so that neither is needed alone."""

    ACTORS = "actors"
    PATHWAYS = "pathways"
    LEGISLATION = "legislation"
    STRATEGY = "strategy"
    MOBILITY = "mobility"
    TERRITORIES = "territories"
    OTHER = "other"


# Each kind belongs to the first view that is made for it.
_FAMILIES = {
    kind.value: family
    for family in reversed(Family)
    if family is not Family.OTHER
    for kind in VIEWS[family.value].kinds
}


def family_of(kind: str) -> Family:
    """The family of a kind of things.

    Examples:
        >>> family_of("act").value, family_of("").value
        ('legislation', 'other')
    """
    return _FAMILIES.get(kind, Family.OTHER)
