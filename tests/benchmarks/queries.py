"""The mix of queries, each on the default graph unless it says GRAPH; `@` stands for the number of a thing."""

import re
from dataclasses import dataclass
from enum import StrEnum

from passerelle.namespaces import PREFIXES


class Kind(StrEnum):
    """What an answer is, and so how two are compared."""

    ROWS = "rows"
    # Any so many rows are right: LIMIT without ORDER BY.
    COUNT = "count"
    BOOLEAN = "boolean"
    GRAPH = "graph"


@dataclass(frozen=True)
class Query:
    """A query; one with variants is asked about one thing after another."""

    name: str
    pattern: str
    kind: Kind = Kind.ROWS
    variants: int = 1

    def text(self, round_number: int = 0) -> str:
        """The text, with the prefixes it uses declared."""
        body = self.pattern.replace("@", f"{7 * (round_number % self.variants):08}")
        used = dict.fromkeys(re.findall(r"([a-z][a-z-]*):[A-Za-z0-9]", body))
        return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used if prefix in PREFIXES) + body


POINT = Query("point by IRI", "SELECT ?property ?value { organisation:bench-@ ?property ?value }", variants=100)

QUERIES = (
    POINT,
    Query(
        "point by code",
        'SELECT ?thing ?label { ?id skos:notation "@" ; dcterms:type concept:scheme-siret . '
        "?thing adms:identifier ?id ; rdfs:label ?label }",
        variants=100,
    ),
    Query(
        "label prefix",
        "SELECT ?thing ?label { ?thing a psl:Commune ; rdfs:label ?label FILTER (STRSTARTS(?label, 'Évry-sur')) }",
    ),
    Query(
        "join of 3",
        "SELECT ?body ?label { ?body psl:seatedIn commune:bench-@ ; rdfs:label ?label ; org:classification ?kind }",
        variants=50,
    ),
    Query(
        "join of 6",
        "SELECT ?qualification ?body ?commune { ?qualification psl:eqfLevel eqf:7 ; psl:awardedBy ?body . "
        "?body org:classification organisation-kind:bench-greta ; psl:seatedIn ?commune . "
        "?commune psl:containedIn ?department . ?department psl:containedIn region:84 }",
    ),
    Query(
        "path up",
        "SELECT ?place ?label { organisation:bench-@ psl:seatedIn/psl:containedIn* ?place . ?place rdfs:label ?label }",
        variants=50,
    ),
    Query(
        "path down",
        "SELECT ?body { ?body psl:seatedIn/psl:containedIn+ region:53 ; "
        "org:classification organisation-kind:bench-cfa }",
    ),
    Query(
        "OPTIONAL, NOT EXISTS",
        "SELECT ?body ?page { ?body org:classification organisation-kind:bench-chamber "
        "OPTIONAL { ?body foaf:homepage ?page } "
        "FILTER NOT EXISTS { ?body org:memberOf ?network } }",
    ),
    Query("COUNT GROUP BY", "SELECT ?class (COUNT(*) AS ?things) { ?thing a ?class } GROUP BY ?class"),
    Query(
        "COUNT DISTINCT",
        "SELECT ?level (COUNT(DISTINCT ?body) AS ?bodies) { ?q a elm:Qualification ; psl:eqfLevel ?level ; "
        "psl:awardedBy ?body } GROUP BY ?level",
    ),
    Query(
        "ORDER BY LIMIT",
        "SELECT ?act ?date { ?act a eli:LegalResource ; eli:date_document ?date } ORDER BY DESC(?date) ?act LIMIT 20",
    ),
    Query(
        "range of dates",
        "SELECT ?project ?start { ?project a psl:Project ; psl:launchedOn ?start "
        "FILTER (?start >= '2020-03-01'^^xsd:date && ?start < '2020-05-01'^^xsd:date) }",
    ),
    Query(
        "UNION",
        "SELECT ?thing ?role { { ?thing psl:applicant organisation:bench-@ BIND ('applicant' AS ?role) } UNION "
        "{ ?thing dcterms:contributor organisation:bench-@ BIND ('partner' AS ?role) } UNION "
        "{ ?thing psl:about organisation:bench-@ BIND ('claim' AS ?role) } }",
        variants=50,
    ),
    Query(
        "regex",
        "SELECT ?claim ?wording { ?claim a psl:Claim ; psl:wording ?wording "
        "FILTER (REGEX(?wording, 'n° [0-9]*7 .*(alès|nîmes)', 'i')) }",
    ),
    Query(
        "by source",
        "SELECT ?graph ?property ?value { GRAPH ?graph { organisation:bench-@ ?property ?value } }",
        variants=50,
    ),
    Query(
        "ASK",
        "ASK { ?claim psl:about organisation:bench-@ ; psl:standing concept:standing-disputed }",
        Kind.BOOLEAN,
        50,
    ),
    Query("DESCRIBE", "DESCRIBE organisation:bench-@", Kind.GRAPH, 50),
    Query(
        "CONSTRUCT",
        "CONSTRUCT { ?project org:hasMember ?body . ?body rdfs:label ?label } "
        "{ ?project psl:startYear '2020'^^xsd:gYear ; dcterms:contributor ?body . ?body rdfs:label ?label }",
        Kind.GRAPH,
    ),
    Query("50,000 rows", "SELECT ?thing ?property ?value { ?thing ?property ?value } LIMIT 50000", Kind.COUNT),
)
LARGE = next(query for query in QUERIES if query.name == "50,000 rows")

# A gigabyte from any data, for what a long answer does to memory.
STREAM = Query(
    "stream",
    f"SELECT * {{ VALUES ?round {{ {' '.join(map(str, range(40)))} }} ?thing ?property ?value }} LIMIT 3200000",
    Kind.COUNT,
)
