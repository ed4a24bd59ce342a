"""The one place for IRIs: our namespaces, the vocabularies we reuse, and the closed list of kinds of things."""

import re
from enum import StrEnum

BASE = "https://w3id.org/passerelle/"
PSL = f"{BASE}ns/"
ID = f"{BASE}id/"
GRAPH = f"{BASE}graph/"
SHAPE = f"{BASE}shape/"
QUERY = f"{BASE}query/"
SOURCE = f"{BASE}source/"
# Documents about things: the address of a description, under the name that does not change.
DOC = f"{BASE}doc/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
FOAF = "http://xmlns.com/foaf/0.1/"
ORG = "http://www.w3.org/ns/org#"
SH = "http://www.w3.org/ns/shacl#"
SD = "http://www.w3.org/ns/sparql-service-description#"
SPDX = "http://spdx.org/rdf/terms#"
DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"
SCHEMA = "https://schema.org/"
ELM = "http://data.europa.eu/snb/model/elm/"
GEOF = "http://www.opengis.net/def/function/geosparql/"
# Names of serialisations (https://www.w3.org/ns/formats/) and of entailment regimes.
FORMATS = "http://www.w3.org/ns/formats/"
ENTAILMENT = "http://www.w3.org/ns/entailment/"

# Others that things of ours are linked to, and where their IRIs begin (the European Legislation Identifier has a
# publisher in each country).
LINKED = {
    "wikidata": ("http://www.wikidata.org/entity/",),
    "ror": ("https://ror.org/",),
    "eli": ("http://data.europa.eu/eli/", "https://www.legifrance.gouv.fr/eli/"),
    "nuts": ("http://data.europa.eu/nuts/code/",),
    "eqf": ("http://data.europa.eu/snb/eqf/",),
    "isced-f": ("http://data.europa.eu/snb/isced-f/",),
    "esco": ("http://data.europa.eu/esco/",),
}

# Our data set, where a graph describes it.
DATASET = f"{ID}dataset/passerelle"
# Specifications that descriptions conform to: SKOS, and the profile of the European Learning Model for learning
# opportunities and qualifications.
SKOS_DOCUMENT = "http://www.w3.org/2004/02/skos/core"
ELM_PROFILE = "http://data.europa.eu/snb/model/ap/loq-constraints"

# What the data may be used under.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

# Graphs whose statements make up the default graph; every other graph is reached by name only.
MERGED_GRAPHS = tuple(f"{GRAPH}{group}/" for group in ("report", "reference", "editorial", "vocabulary", "inferred"))
SOURCES_GRAPH = f"{GRAPH}sources"
INFERRED_GRAPHS = f"{GRAPH}inferred/"
RETIRED_GRAPH = f"{GRAPH}retired"


class Kind(StrEnum):
    """The kinds of things that have an IRI of ours: the second step of `…/id/{kind}/{slug}`."""

    ACADEMIC_REGION = "academic-region"
    ACADEMY = "academy"
    ACT = "act"
    ACTIVITY = "activity"
    ADDRESS = "address"
    ARTICLE = "article"
    ASSET = "asset"
    CERTIFICATE = "certificate"
    CERTIFICATION = "certification"
    CHANGE = "change"
    CLAIM = "claim"
    COMMUNE = "commune"
    CONCEPT = "concept"
    CONCEPT_SCHEME = "concept-scheme"
    CORRIDOR = "corridor"
    COUNTRY = "country"
    DATASET = "dataset"
    DEPARTMENT = "department"
    EVENT = "event"
    FACTOR = "factor"
    FIGURE = "figure"
    FORMER_LEVEL = "former-level"
    IDENTIFIER = "identifier"
    INDICATOR = "indicator"
    ISCED_P = "isced-p"
    ISSUE = "issue"
    LABEL = "label"
    LANGUAGE = "language"
    LEVER = "lever"
    MEANS = "means"
    METROPOLIS = "metropolis"
    NATIONAL_LEVEL = "national-level"
    NETWORK = "network"
    NUTS = "nuts"
    OBJECTIVE = "objective"
    OBSERVATION = "observation"
    OCCUPATION = "occupation"
    ORGANISATION = "organisation"
    ORGANISATION_KIND = "organisation-kind"
    PATHWAY = "pathway"
    PERIOD = "period"
    PERSON = "person"
    PLACE = "place"
    POLICY = "policy"
    PRODUCT = "product"
    PROGRAMME = "programme"
    PROJECT = "project"
    PUBLICATION = "publication"
    QUALIFICATION_FRAMEWORK = "qualification-framework"
    QUALIFICATION_TYPE = "qualification-type"
    REGION = "region"
    RIGHT = "right"
    RULE = "rule"
    SCHEME = "scheme"
    SECTOR = "sector"
    SERVICE = "service"
    SITE = "site"
    STAGE = "stage"
    STRATEGY = "strategy"
    TARGET_GROUP = "target-group"
    TOPIC = "topic"
    ZONE = "zone"


# Declared for whoever asks the graph without declaring them. Every kind of thing has its own (`region:84`), as a slash
# in a prefixed name would have to be escaped.
PREFIXES: dict[str, str] = {
    **{kind.value: f"{ID}{kind}/" for kind in Kind},
    "psl": PSL,
    "id": ID,
    "graph": GRAPH,
    "report": f"{GRAPH}report/",
    "reference": f"{GRAPH}reference/",
    "editorial": f"{GRAPH}editorial/",
    "vocabulary": f"{GRAPH}vocabulary/",
    "inferred": f"{GRAPH}inferred/",
    "shape": SHAPE,
    "query": QUERY,
    "source": SOURCE,
    "passage": f"{SOURCE}digint-aura#",
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
    "foaf": FOAF,
    "org": ORG,
    "sh": SH,
    "bibo": "http://purl.org/ontology/bibo/",
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": DCAT,
    "elm": ELM,
    "eli": "http://data.europa.eu/eli/ontology#",
    "eqf": "http://data.europa.eu/snb/eqf/",
    "ent": ENTAILMENT,
    "formats": FORMATS,
    "geof": GEOF,
    "geo": "http://www.opengis.net/ont/geosparql#",
    "iscedf": "http://data.europa.eu/snb/isced-f/",
    "locn": "http://www.w3.org/ns/locn#",
    # The kind has to leave the shorter name to the European one.
    "nuts-unit": f"{ID}{Kind.NUTS}/",
    "nuts": "http://data.europa.eu/nuts/code/",
    "qb": "http://purl.org/linked-data/cube#",
    "schema": SCHEMA,
    "spdx": SPDX,
    "sd": SD,
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sdmx-concept": "http://purl.org/linked-data/sdmx/2009/concept#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "void": VOID,
    "wd": "http://www.wikidata.org/entity/",
}

# Official codes keep their case (FRK1, MTRD1914896D).
_SLUG = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", re.ASCII)
# The local names that need no escape (https://www.w3.org/TR/sparql11-query/#rPN_LOCAL), in ASCII.
_LOCAL_NAME = re.compile(r"(?:[\w:](?:[\w:.-]*[\w:-])?)?", re.ASCII)


def id_iri(kind: Kind | str, slug: str) -> str:
    """The IRI of a thing.

    Raises:
        ValueError: the kind is not in the closed list or the slug is malformed; the message says which.

    Examples:
        >>> id_iri("region", "84")
        'https://w3id.org/passerelle/id/region/84'
    """
    if kind not in set(Kind):
        raise ValueError(f"{kind!r} is not a kind of thing; the kinds are {', '.join(Kind)}")
    if not _SLUG.fullmatch(slug):
        raise ValueError(f"{slug!r} is not a slug: ASCII letters and digits in groups joined by single hyphens")
    return f"{ID}{kind}/{slug}"


def split_id(iri: str) -> tuple[Kind, str]:
    """The kind and the slug of a thing's IRI: the inverse, and the check, of `id_iri`.

    Raises:
        ValueError: the IRI is not that of a thing of ours; the message says why.

    Examples:
        >>> split_id("https://w3id.org/passerelle/id/region/84")
        (<Kind.REGION: 'region'>, '84')
    """
    if not iri.startswith(ID):
        raise ValueError(f"<{iri}> does not start with {ID}")
    kind, separator, slug = iri.removeprefix(ID).partition("/")
    if not separator:
        raise ValueError(f"<{iri}> has no slug: the form is {ID}{{kind}}/{{slug}}")
    if iri != id_iri(kind, slug):
        raise ValueError(f"<{iri}> is not {id_iri(kind, slug)}")  # pragma: no cover - holds by construction
    return Kind(kind), slug


def shorten(iri: str) -> str:
    """The IRI as a prefixed name that can be pasted into a query, or in angle brackets when it has none.

    Examples:
        >>> shorten("https://w3id.org/passerelle/id/region/84")
        'region:84'
    """
    found = prefix_of(iri)
    return f"{found}:{iri.removeprefix(PREFIXES[found])}" if found else f"<{iri}>"


def prefix_of(iri: str) -> str | None:
    """The well-known prefix that makes a prefixed name of the IRI: the one with the longest namespace."""
    fitting = [
        (len(namespace), prefix)
        for prefix, namespace in PREFIXES.items()
        if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri, len(namespace))
    ]
    return max(fitting)[1] if fitting else None


def expand(text: str) -> str:
    """The IRI that a person means by its full form, with or without angle brackets, or by a prefixed name.

    Raises:
        ValueError: it is neither, or its prefix is not well known; the message says which.

    Examples:
        >>> expand("department:69")
        'https://w3id.org/passerelle/id/department/69'
    """
    if text.startswith("<") and text.endswith(">"):
        return text[1:-1]
    prefix, separator, local = text.partition(":")
    if separator and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    if local.startswith("//") or prefix == "urn":
        return text
    if not separator:
        raise ValueError(f"{text!r} is neither an IRI nor a prefixed name such as region:84")
    raise ValueError(f"The prefix {prefix}: is not well known; write the IRI in full, in <>, if it is one")
