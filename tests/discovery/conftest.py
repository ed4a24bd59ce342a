"""Services to search in: over the graph itself, and over a small graph with everything that a search may meet."""

from collections.abc import Iterator

import httpx
import pytest

from conftest import serving
from helpers import HEAD, SMALL_GRAPH, Write
from passerelle.settings import Settings

# Enough of one kind for three pages, and texts that would do harm if they were taken for markup or for a query.
MANY = 45
FILES = SMALL_GRAPH | {
    "ontology/modules/classes.ttl": HEAD
    + """
psl:QualificationType rdfs:label "qualification type"@en, "type de diplôme"@fr .
psl:Commune rdfs:label "commune"@en, "commune"@fr .
psl:Claim rdfs:label "claim"@en, "affirmation"@fr .
""",
    "data/reference/found.trig": HEAD
    + """
@prefix reference: <https://w3id.org/passerelle/graph/reference/> .
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix eqf: <http://data.europa.eu/snb/eqf/> .
reference:found {
  eqf:3 rdfs:label "niveau 3"@fr, "level 3"@en .
  <id/qualification-type/cap> a psl:QualificationType ; psl:eqfLevel eqf:3 ;
    rdfs:label "certificat d’aptitude (CAP)"@fr, "skills certificate (CAP)"@en ; skos:altLabel "CAP" ;
    skos:hiddenLabel "petit diplôme"@fr ;
    skos:definition "Diplôme qui ouvre un métier."@fr, "Diploma that opens a trade."@en ;
    adms:identifier <id/identifier/cap> ; psl:validFrom "1911-10-24"^^xsd:date .
  <id/identifier/cap> a adms:Identifier ; rdfs:label "RNCP 38565" ; skos:notation "RNCP38565" .
  <id/qualification-type/capacite> a psl:QualificationType ; rdfs:label "capacité en droit"@fr .
  <id/qualification-type/hostile> a psl:QualificationType ;
    rdfs:label "<script>alert('dangereux')</script> & \\"mot\\""@fr .
  <id/claim/old> a psl:Claim ; rdfs:label "An old certificate"@en ; psl:standing <id/concept/standing-superseded> ;
    psl:wording "The certificate is of 1910."@en .
  <id/concept/standing-superseded> rdfs:label "superseded"@en, "dépassée"@fr .
}
"""
    + "reference:many {\n"
    + "".join(
        f'<id/commune/{n:03}> a psl:Commune ; rdfs:label "Village {n:03}" ; psl:within <id/region/84> ; '
        f'psl:startYear "{1990 + n}"^^<http://www.w3.org/2001/XMLSchema#gYear> .\n'
        for n in range(MANY)
    )
    + "}",
}


@pytest.fixture(scope="session")
def small(write: Write) -> Iterator[httpx.Client]:
    """A client for the service over a small graph to search in."""
    with serving(Settings(graph=write(FILES))) as client:
        yield client
