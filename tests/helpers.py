"""A small graph in our layout, and the types of the fixtures that are functions, and a terminal."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx

Write = Callable[[dict[str, str]], Path]
Run = Callable[..., subprocess.CompletedProcess[str]]


def lasting_headers(response: httpx.Response) -> dict[str, str]:
    """The headers of a response that are the same when the same is asked again."""
    return {name: value for name, value in response.headers.items() if name not in {"date", "x-request-id"}}


HEAD = """\
@base <https://w3id.org/passerelle/> .
@prefix psl: <https://w3id.org/passerelle/ns/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix report: <https://w3id.org/passerelle/graph/report/> .
@prefix editorial: <https://w3id.org/passerelle/graph/editorial/> .
@prefix passage: <https://w3id.org/passerelle/source/digint-aura#> .
"""

SMALL_GRAPH = {
    "ontology/passerelle.ttl": HEAD + "<ns/> a <http://www.w3.org/2002/07/owl#Ontology> .",
    "ontology/modules/places.ttl": HEAD + 'psl:Region rdfs:label "region"@en, "région"@fr .',
    "ontology/rules/reaches.rq": "PREFIX psl: <https://w3id.org/passerelle/ns/>\n"
    "CONSTRUCT { ?a psl:reaches ?c } WHERE { { ?a psl:leadsTo ?c } UNION { ?a psl:reaches/psl:leadsTo ?c } }",
    "data/sources.ttl": HEAD
    + """
<source/digint-aura> a psl:Work ; rdfs:label "The report"@en .
passage:section-context a psl:Section ; dcterms:isPartOf <source/digint-aura> ; psl:position 1 ;
  rdfs:label "Local context"@en .
passage:context-01 a psl:Passage ; dcterms:isPartOf passage:section-context ; psl:position 1 .
passage:context-01.s1 a psl:Sentence ; dcterms:isPartOf passage:context-01 ; psl:position 1 .
passage:context-02 a psl:Passage ; dcterms:isPartOf passage:section-context ; psl:position 2 .
passage:context-02.s1 a psl:Sentence ; dcterms:isPartOf passage:context-02 ; psl:position 1 .
passage:context-02.s2 a psl:Sentence ; dcterms:isPartOf passage:context-02 ; psl:position 2 .
passage:context-02.s3 a psl:Sentence ; dcterms:isPartOf passage:context-02 ; psl:position 3 ;
  psl:noStatementReason "repeats the first"@en .
<graph/report/context-01> dcterms:source passage:context-01 .
<graph/report/context-02> dcterms:source passage:context-02 .
""",
    "data/report/context.trig": HEAD
    + """
report:context-01 {
  <id/region/84> a psl:Region ; rdfs:label "Auvergne-Rhône-Alpes" ; psl:within <id/country/FR> .
}
report:context-02 { # sentence 1
  <id/region/84> psl:within <id/country/FR> .
  <id/qualification-type/cap> psl:leadsTo <id/qualification-type/bp> .
}
report:context-02 { # sentences 1-2
  <id/qualification-type/bp> psl:leadsTo <id/qualification-type/bts> .
}
editorial:names {
  <id/country/FR> rdfs:label "France"@fr, "France"@en .
}
""",
    "data/vocabularies/levels.ttl": HEAD + '<id/concept/level-3> rdfs:label "niveau 3"@fr .',
    "data/queries/regions.ttl": HEAD
    + """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<query/regions> a sh:SPARQLExecutable ; rdfs:label "Quelles régions ?"@fr, "Which regions?"@en ;
  sh:select "SELECT ?region WHERE { ?region a <https://w3id.org/passerelle/ns/Region> }" .
""",
    "data/queries/below.ttl": HEAD
    + """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<query/below> a sh:SPARQLExecutable ; rdfs:label "Combien d’unités ?"@fr, "How many units?"@en ;
  rdfs:comment "Ce qui est dans un territoire."@fr, "What lies in a territory."@en ;
  dcterms:subject <id/concept/query-theme-places> ;
  sh:parameter <query/below#whole>, <query/below#text>, <query/below#least> ;
  sh:select \"\"\"PREFIX psl: <https://w3id.org/passerelle/ns/>
SELECT ?part ?whole ?least ?text WHERE {
  # VALUES ?least { 7 } is said here, and "VALUES ?least { 8 }" there:
  VALUES ?least { 1 }
  BIND("VALUES ?least { 9 }" AS ?decoy)
  VALUES ?whole { <https://w3id.org/passerelle/id/country/FR> }
  VALUES ?text { "a" }
  ?part psl:within ?whole
}\"\"\" .
<query/below#whole> a sh:Parameter ; sh:path <query/below#whole> ; sh:name "territory"@en, "territoire"@fr ;
  sh:description "The territory around."@en, "Le territoire qui contient."@fr ;
  sh:nodeKind sh:IRI ; sh:class psl:Country ; sh:defaultValue <id/country/FR> .
<query/below#least> a sh:Parameter ; sh:path <query/below#least> ; sh:name "least number"@en, "nombre minimal"@fr ;
  sh:datatype xsd:integer ; sh:defaultValue 1 .
<query/below#text> a sh:Parameter ; sh:path <query/below#text> ; sh:datatype xsd:string ; sh:defaultValue "a" .
<id/concept/query-theme-places> rdfs:label "territoires"@fr, "territories"@en .
""",
    "data/queries/hostile.ttl": HEAD
    + """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<query/hostile> a sh:SPARQLExecutable ; rdfs:label "<img src=x onerror=1> \\" '&amp; \\u001B[31m"@en ;
  rdfs:comment "</p><b>"@en ;
  sh:select "SELECT ('</script><b></textarea>' AS ?x) WHERE { }" .
""",
    "shapes/region.ttl": HEAD
    + "@prefix sh: <http://www.w3.org/ns/shacl#> . <shape/Region> sh:property [ sh:path rdfs:label ] .",
}

# Under the real ontology and shapes: a claim that no longer holds, so that its value may be nowhere a plain triple.
CHECKED_DATA = {
    "data/sources.ttl": HEAD
    + """
<source/digint-aura> a psl:Work ; rdfs:label "The report"@en .
passage:context-01 a psl:Passage ; dcterms:isPartOf <source/digint-aura> ; psl:position 1 .
<graph/report/context-01> dcterms:source passage:context-01 .
""",
    "data/report/context.trig": HEAD
    + """
report:context-01 {
  <id/claim/age> a psl:Claim ; psl:about <id/right/schooling> ; psl:property psl:minimumAge ; psl:value 6 ;
    psl:standing <id/concept/standing-superseded> .
  <id/right/schooling> a psl:Right ; rdfs:label "Instruction obligatoire"@fr .
}
""",
}


def on_terminal(width: int, *arguments: str) -> str:
    """What a command shows on a terminal of that width."""
    terminal, end = pty.openpty()
    environment = os.environ | {"COLUMNS": str(width), "TERM": "dumb"}
    process = subprocess.Popen(
        [sys.executable, "-m", "passerelle", *arguments], stdout=end, stderr=end, env=environment
    )
    os.close(end)
    shown = b""
    while True:
        try:
            shown += os.read(terminal, 10_000)
        except OSError:
            break
    os.close(terminal)
    assert process.wait() == 0
    return shown.decode()
