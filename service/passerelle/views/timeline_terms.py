"""Which statements of the graph are about time, and what they say of a thing: when it begins, ends, changes another."""

from passerelle.namespaces import DCTERMS, ID, PREFIXES, PSL, SCHEMA

ELI = PREFIXES["eli"]
ORG = PREFIXES["org"]

ACT, ARTICLE, EVENT, RULE, STATEMENT = "act", "article", "event", "rule", "statement"
# The kinds of things of the timeline in the order in which they are told, each with its classes.
KINDS = {
    ACT: (f"{ELI}LegalResource",),
    RULE: (f"{PSL}Rule",),
    "scheme": (f"{PSL}MobilityScheme", f"{PSL}FundingProgramme", f"{PSL}Right"),
    "strategy": (f"{PSL}Strategy",),
    "body": (f"{ORG}Organization", f"{PSL}OrganisationKind"),
    "diploma": (f"{PSL}QualificationType", f"{PSL}QualificationFramework"),
    EVENT: (f"{PSL}Event",),
    STATEMENT: (f"{PSL}Claim",),
    ARTICLE: (f"{ELI}LegalResourceSubdivision",),
}
# Told when they are asked for: a law has many articles.
ON_DEMAND = frozenset({ARTICLE})

# Where several say when a thing begins, the first of these is drawn.
BEGINNINGS = (
    f"{ELI}first_date_entry_in_force",
    f"{PSL}validFrom",
    f"{SCHEMA}foundingDate",
    f"{PSL}startYear",
    f"{PSL}launchedOn",
    f"{PSL}adoptionMonth",
    f"{PSL}approvedOn",
    f"{PSL}firstSession",
)
# An act is not in force before this day; from which day on it is, such a date does not say.
EARLIEST = (f"{ELI}date_document", f"{ELI}date_publication")
LAST_DAYS = (f"{ELI}date_no_longer_in_force", f"{PSL}validUntil", f"{PSL}endYear")
# Days on which the thing is no more.
OUTDATED_SINCE = f"{PSL}correctedSince"
FIRST_DAYS_AFTER = (f"{SCHEMA}dissolutionDate", OUTDATED_SINCE)
MOMENTS = (f"{DCTERMS}issued",)
DATES = (*BEGINNINGS, *EARLIEST, *LAST_DAYS, *FIRST_DAYS_AFTER, *MOMENTS)

REPLACES = f"{DCTERMS}replaces"
REPLACED_BY = f"{DCTERMS}isReplacedBy"
SET_BY = f"{PSL}setBy"
CHANGES = (
    REPLACES,
    REPLACED_BY,
    f"{ELI}amends",
    f"{ELI}changes",
    f"{ELI}repeals",
    f"{ELI}based_on",
    f"{ELI}is_member_of",
    f"{PSL}ratifies",
    f"{PSL}publishesAgreement",
    f"{PSL}integrates",
    f"{PSL}establishes",
    f"{PSL}regulates",
    f"{PSL}ruleOf",
    SET_BY,
    f"{PSL}about",
    f"{PSL}correctedBy",
    f"{PSL}concerns",
)
# What of these is told of the other end of the link as well.
TOLD_BACK = (
    f"{ELI}amends",
    f"{ELI}changes",
    f"{ELI}repeals",
    f"{ELI}based_on",
    f"{PSL}ratifies",
    f"{PSL}publishesAgreement",
    f"{PSL}integrates",
    f"{PSL}establishes",
    SET_BY,
)
# What a thing of the timeline is about, and what it shares the subject of.
SUBJECTS = (f"{PSL}establishes", f"{PSL}regulates", f"{PSL}ruleOf", f"{PSL}about", f"{PSL}concerns")
FOLLOWED = (f"{ELI}based_on", f"{PSL}ratifies", f"{PSL}publishesAgreement", REPLACED_BY)
PART_OF = f"{ELI}is_part_of"

# Papers that come before an act or with it; they are dated, and never in force.
NEVER_IN_FORCE = frozenset({f"{ID}concept/act-proposal", f"{ID}concept/act-report"})
ACT_TYPE = f"{ELI}type_document"
WORDING = f"{PSL}wording"
# Standings of claims whose value may not be relied on.
DOUBTED = tuple(f"{ID}concept/standing-{name}" for name in ("disputed", "unclear", "superseded", "corrected"))
