"""Made-up things in Passerelle's own vocabulary: no statement here is true, and every made-up IRI says `bench-`."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from passerelle.namespaces import GRAPH, PREFIXES, Kind, expand, id_iri

from .words import BODIES, PATRONS, REGIONS, SITUATIONS, STANDINGS, THEMES, TOWNS, TRADES, TYPES

# The name of a graph, then subject, predicate and object as N-Triples.
Statement = tuple[str, str, str, str]
_XSD = PREFIXES["xsd"]
_TERMS: dict[str, str] = {}


def term(name: str) -> str:
    """A prefixed name, as N-Triples."""
    found = _TERMS.get(name)
    return found or _TERMS.setdefault(name, f"<{expand(name)}>")


def thing(kind: Kind, slug: str | int) -> str:
    """The IRI of a thing, as N-Triples; a number makes it one of ours, with eight digits."""
    return f"<{id_iri(kind, f'bench-{slug:08}' if isinstance(slug, int) else slug)}>"


def text(value: str, language: str = "") -> str:
    """A literal without anything to escape."""
    return f'"{value}"@{language}' if language else f'"{value}"'


def day(value: date) -> str:
    """A date."""
    return f'"{value.isoformat()}"^^<{_XSD}date>'


def number(value: int) -> str:
    """An integer."""
    return f'"{value}"^^<{_XSD}integer>'


def graph(name: str) -> str:
    """The IRI of a named graph."""
    return f"<{GRAPH}{name}>"


def described(group: str, iri: str, kind: str, french: str, english: str = "") -> Iterator[Statement]:
    """Type and labels."""
    yield group, iri, term("rdf:type"), term(kind)
    yield group, iri, term("rdfs:label"), text(french, "fr")
    if english:
        yield group, iri, term("rdfs:label"), text(english, "en")


def identified(group: str, iri: str, scheme: str, code: str) -> Iterator[Statement]:
    """An identifier: a thing of its own, with its code and scheme."""
    identifier = thing(Kind.IDENTIFIER, f"bench-{scheme}-{code}")
    yield group, iri, term("adms:identifier"), identifier
    yield group, identifier, term("rdf:type"), term("adms:Identifier")
    yield group, identifier, term("rdfs:label"), text(f"{scheme.upper()} {code}")
    yield group, identifier, term("skos:notation"), text(code)
    yield group, identifier, term("dcterms:type"), thing(Kind.CONCEPT, f"scheme-{scheme}")


def base() -> Iterator[Statement]:
    """What there is once: regions, departments, levels and types of qualification, and where these lead."""
    places = "reference/bench-places"
    yield from described(places, thing(Kind.COUNTRY, "FR"), "psl:Country", "France", "France")
    for code, (name, departments) in REGIONS.items():
        region = thing(Kind.REGION, code)
        yield from described(places, region, "psl:Region", name)
        yield places, region, term("psl:containedIn"), thing(Kind.COUNTRY, "FR")
        for department in departments.split():
            iri = thing(Kind.DEPARTMENT, department)
            yield from described(places, iri, "psl:Department", f"Département {department}")
            yield places, iri, term("psl:containedIn"), region
    for rank, (french, english, level) in enumerate(TYPES):
        iri = thing(Kind.QUALIFICATION_TYPE, rank)
        yield from described("editorial/bench-types", iri, "psl:QualificationType", french, english)
        yield "reference/bench-types", iri, term("psl:eqfLevel"), term(f"eqf:{level}")
        for next_rank, (_, _, next_level) in enumerate(TYPES):
            if next_level == level + 1:
                yield "reference/bench-types", iri, term("psl:leadsTo"), thing(Kind.QUALIFICATION_TYPE, next_rank)
    for kind, (french, english) in BODIES.items():
        iri = thing(Kind.ORGANISATION_KIND, f"bench-{kind}")
        yield from described("vocabulary/bench-kinds", iri, "psl:OrganisationKind", french, english)


def commune(rank: int, random: Random) -> Iterator[Statement]:
    """A commune with its code, in a department."""
    group, iri = "reference/bench-places", thing(Kind.COMMUNE, rank)
    name = f"{random.choice(TOWNS)}-{random.choice(SITUATIONS)}"
    yield from described(group, iri, "psl:Commune", name)
    department = random.choice(REGIONS[random.choice(list(REGIONS))][1].split())
    yield group, iri, term("psl:containedIn"), thing(Kind.DEPARTMENT, department)
    yield from identified(group, iri, "cog", f"{rank:08}")


def organisation(rank: int, random: Random) -> Iterator[Statement]:
    """An organisation with its identifiers and its seat; its type and label stand in two graphs."""
    group, iri = f"reference/bench-register-{rank % 5}", thing(Kind.ORGANISATION, rank)
    kind = random.choice(list(BODIES))
    french, english = (f"{name} {random.choice(PATRONS)}, {random.choice(TOWNS)}" for name in BODIES[kind])
    for statement in described(group, iri, "org:FormalOrganization", french, english if rank % 3 == 0 else ""):
        yield statement
        yield ("editorial/bench-organisations", *statement[1:])
    yield group, iri, term("skos:altLabel"), text(f"{kind.upper()} {rank}")
    yield group, iri, term("org:classification"), thing(Kind.ORGANISATION_KIND, f"bench-{kind}")
    yield group, iri, term("psl:seatedIn"), thing(Kind.COMMUNE, random.randrange(rank // 4 + 1))
    yield group, iri, term("schema:foundingDate"), day(_date(random, 1950, 70))
    yield from identified(group, iri, "siret", f"{rank:08}")
    if rank % 2:
        yield group, iri, term("foaf:homepage"), f"<https://www.bench-{rank}.example/>"
    if rank > 10 and rank % 3:
        yield group, iri, term("org:memberOf"), thing(Kind.ORGANISATION, random.randrange(rank // 10 + 1))


def qualification(rank: int, random: Random) -> Iterator[Statement]:
    """A single qualification of a type and a level, awarded by an organisation."""
    group, iri = "reference/bench-certifications", thing(Kind.CERTIFICATION, rank)
    kind = random.randrange(len(TYPES))
    (trade, trade_in_english), (french, english, level) = random.choice(TRADES), TYPES[kind]
    names = f"{french}, {trade} ({rank})", f"{english}, {trade_in_english} ({rank})"
    yield from described("editorial/bench-certifications", iri, "elm:Qualification", *names)
    yield group, iri, term("dcterms:type"), thing(Kind.QUALIFICATION_TYPE, kind)
    yield group, iri, term("psl:eqfLevel"), term(f"eqf:{level}")
    yield group, iri, term("psl:awardedBy"), thing(Kind.ORGANISATION, random.randrange(rank + 1))
    yield group, iri, term("dcterms:issued"), day(_date(random, 2005, 20))
    if rank % 4:
        yield group, iri, term("psl:ectsCredits"), number(random.randrange(30, 301, 30))
    yield from identified(group, iri, "rncp", f"{rank:08}")


def project(rank: int, random: Random) -> Iterator[Statement]:
    """A project with its years, applicant and partners."""
    group, iri = "reference/bench-projects", thing(Kind.PROJECT, rank)
    french, english = random.choice(THEMES)
    yield from described(group, iri, "psl:Project", f"Projet {rank} : {french}", f"Project {rank}: {english}")
    year = random.randrange(2014, 2026)
    yield group, iri, term("psl:startYear"), f'"{year}"^^<{_XSD}gYear>'
    yield group, iri, term("psl:launchedOn"), day(_date(random, year, 1))
    yield group, iri, term("psl:applicant"), thing(Kind.ORGANISATION, random.randrange(2 * rank + 1))
    for partner in sorted({random.randrange(2 * rank + 1) for _ in range(4)}):
        yield group, iri, term("dcterms:contributor"), thing(Kind.ORGANISATION, partner)


def act(rank: int, random: Random) -> Iterator[Statement]:
    """An act with its dates and articles, some of which amend those of an earlier one."""
    group, iri = f"reference/bench-acts-{rank % 3}", thing(Kind.ACT, rank)
    signed = _date(random, 1995, 30)
    names = f"Décret n° {signed.year}-{rank} du {signed.isoformat()}", f"Decree No {signed.year}-{rank}"
    yield from described(group, iri, "eli:LegalResource", *names)
    yield group, iri, term("eli:date_document"), day(signed)
    yield group, iri, term("eli:date_publication"), day(signed + timedelta(days=random.randrange(1, 9)))
    for position in range(3):
        article = thing(Kind.ARTICLE, f"bench-{rank:08}-{position}")
        yield from described(group, article, "eli:LegalResourceSubdivision", f"{names[0]}, article {position + 1}")
        yield group, article, term("eli:is_part_of"), iri
        if rank and position == 0:
            changed = f"bench-{random.randrange(rank):08}-{random.randrange(3)}"
            yield group, article, term("eli:amends"), thing(Kind.ARTICLE, changed)


def claim(rank: int, random: Random) -> Iterator[Statement]:
    """A claim about an organisation, with its standing."""
    group, iri = "editorial/bench-claims", thing(Kind.CLAIM, rank)
    yield from described(group, iri, "psl:Claim", f"Énoncé {rank}", f"Claim {rank}")
    standing = random.choice(STANDINGS)
    yield group, iri, term("psl:about"), thing(Kind.ORGANISATION, random.randrange(4 * rank + 1))
    yield group, iri, term("psl:property"), term("psl:seatedIn")
    yield group, iri, term("psl:standing"), thing(Kind.CONCEPT, f"standing-{standing}")
    yield group, iri, term("psl:wording"), text(f"L’énoncé n° {rank} a été relevé à {random.choice(TOWNS)}.", "fr")
    if standing in {"corrected", "superseded"}:
        yield group, iri, term("psl:correctedBy"), thing(Kind.ACT, random.randrange(rank + 1))
        yield group, iri, term("psl:correctedSince"), day(_date(random, 2015, 10))


# How many of each there are in a round.
ROUND: tuple[tuple[Callable[[int, Random], Iterator[Statement]], int], ...] = (
    (commune, 1),
    (organisation, 4),
    (qualification, 3),
    (project, 2),
    (act, 1),
    (claim, 1),
)


def _date(random: Random, first_year: int, years: int) -> date:
    return date(first_year, 1, 1) + timedelta(days=random.randrange(365 * years))
