"""A graph of things that are related in every way that a network has to tell apart."""

from helpers import HEAD

ID = "https://w3id.org/passerelle/id/"
PSL = "https://w3id.org/passerelle/ns/"
GRAPH = "https://w3id.org/passerelle/graph/"
DCTERMS = "http://purl.org/dc/terms/"

RELATED = {
    "ontology/modules/terms.ttl": HEAD
    + """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
psl:leadsTo rdfs:label "leads to"@en, "mène à"@fr .
psl:cooperatesWith a owl:SymmetricProperty ; rdfs:label "cooperates with"@en .
psl:QualificationType rdfs:label "qualification type"@en, "type de diplôme"@fr ; rdfs:subClassOf psl:Top .
""",
    "ontology/rules/reaches.rq": f"PREFIX psl: <{PSL}>\n"
    "CONSTRUCT { ?a psl:leadsTo ?c } WHERE { ?a psl:leadsTo/psl:leadsTo ?c }",
    "ontology/rules/superclass.rq": "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    "CONSTRUCT { ?x a ?d } WHERE { ?x a ?c . GRAPH ?g { ?c rdfs:subClassOf ?d } }",
    "ontology/rules/symmetric.rq": "PREFIX owl: <http://www.w3.org/2002/07/owl#>\n"
    "CONSTRUCT { ?b ?p ?a } WHERE { GRAPH ?g { ?p a owl:SymmetricProperty } ?a ?p ?b }",
    "data/sources.ttl": HEAD
    + """
<graph/report/context-01> dcterms:source passage:context-01 .
<graph/report/context-02> dcterms:source passage:context-02 .
""",
    "data/report/things.trig": HEAD
    + """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix qt: <https://w3id.org/passerelle/id/qualification-type/> .
@prefix region: <https://w3id.org/passerelle/id/region/> .
@prefix organisation: <https://w3id.org/passerelle/id/organisation/> .
report:context-01 {
  qt:cap psl:leadsTo qt:bp . qt:bp psl:leadsTo qt:bts .
  region:84 psl:cooperatesWith region:X .
  qt:bts dcterms:hasPart qt:unit .
  qt:cap psl:teaches <id/concept/mode> , <https://example.org/concept> , <https://example.org/unknown> , qt:cap .
}
report:context-02 {
  qt:cap psl:leadsTo qt:bp ; psl:bridgesTo qt:bp .
  region:X psl:cooperatesWith region:84 .
  qt:unit dcterms:isPartOf qt:bts .
}
editorial:claims {
  <id/claim/wrong> a psl:Claim ; psl:about qt:cap ; psl:property psl:leadsTo ; psl:value qt:bts ;
    psl:standing <id/concept/standing-superseded> .
}
editorial:names {
  qt:cap a psl:QualificationType ; rdfs:label "CAP"@fr, "first \\u0001 <diploma> & more\\r\\n\\tso"@en ;
    psl:eqfLevel <http://data.europa.eu/snb/eqf/3> .
  qt:bp a psl:QualificationType ; rdfs:label "BP" ;
    psl:eqfLevel <http://data.europa.eu/snb/eqf/5>, <http://data.europa.eu/snb/eqf/4> .
  qt:bts a psl:QualificationType ; rdfs:label "BTS 🎓"@fr ; psl:validFrom "1959-01-01"^^xsd:date ;
    psl:startYear "1950"^^xsd:gYear ; psl:validUntil "2030-12-31"^^xsd:date .
  qt:unit a psl:QualificationType .
  region:84 a psl:Region ; rdfs:label "Auvergne-Rhône-Alpes" .
  region:X a psl:Region ; rdfs:label "Elsewhere"@en .
  organisation:one a <http://www.w3.org/ns/org#Organization> ; psl:seatedIn region:84 ; rdfs:label "One"@en .
  <https://example.org/own> a <https://example.org/Class> ; psl:teaches qt:cap .
  <http://data.europa.eu/snb/eqf/3> a skos:Concept . <https://example.org/concept> a skos:Concept .
  <id/concept/mode> a skos:Concept .
}
""",
}
