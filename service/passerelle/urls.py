"""The one place for the paths of the service and for the addresses made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from passerelle.namespaces import BASE

ROOT = "/"
SPARQL = "/sparql"
GRAPHS = "/graphs"
GRAPH = "/graph/{name:path}"
QUERY = "/query/{name}"
QUERIES = "/queries"
TIMELINE = "/timeline"
STRATEGY = "/strategy"
THING = "/id/{name:path}"
NAMESPACE = "/ns"
ONTOLOGY = "/ns/"
ONTOLOGY_FILE = "/ns/ontology.{suffix}"
RELEASE = "/ns/{major:int}.{minor:int}.{patch:int}"
RELEASE_FILE = RELEASE + "/{file}"
TERM = "/ns/{name:path}"
CONTEXT = "/ns/context.jsonld"
SHAPE = "/shape/{name:path}"
SOURCE = "/source/{name:path}"
DOC = "/doc/{name}"
DOCUMENT = "/doc/{name:path}"
SEARCH = "/search"
SUGGEST = "/suggest"
OPENSEARCH = "/opensearch.xml"
CITE = "/cite/{name:path}"
HEALTH = "/health"
READY = "/health/ready"
METRICS = "/metrics"
OPENAPI = "/api/openapi.json"
VALIDATE = "/api/validate"
CHECK = "/check"
MAP = "/map"
EXPLORE = "/explore"
NEIGHBOURHOOD = "/api/graph/neighbourhood"
PATH = "/api/graph/path"
NETWORK_EXPORT = "/api/graph/export"
VOCABULARY = "/api/vocabulary"
DOWNLOADS = "/download"
DOWNLOAD = "/download/{name}"
VOID = "/.well-known/void"
CATALOGUE = "/catalogue"
SITEMAP = "/sitemap.xml"
SITEMAP_PART = "/sitemap-{name}.xml"
ROBOTS = "/robots.txt"
STATIC = "/static"
_THINGS = "id/"


def query(name: str, suffix: str = "") -> str:
    """The path of an example query, or of one of its forms (`.ttl`, `.rq`, …)."""
    return QUERY.format(name=quote(name, safe="")) + suffix


def search(parameters: Sequence[tuple[str, str]] = ()) -> str:
    """The path of a search."""
    return f"{SEARCH}?{urlencode(parameters)}" if parameters else SEARCH


def graph(iri: str | None) -> str:
    """The path of a named graph, or of the default graph."""
    return f"{GRAPHS}?default" if iri is None else f"{GRAPHS}?graph={quote(iri, safe=':/')}"


def doc(iri: str, suffix: str = "") -> str:
    """The path of the description of a thing of ours, or of one of its forms (`.ttl`, `.html`, …).

    Examples:
        >>> doc("https://w3id.org/passerelle/id/region/84", ".ttl")
        '/doc/region/84.ttl'
    """
    return DOC.format(name=escaped(iri.removeprefix(BASE).removeprefix(_THINGS))) + suffix


def ontology(suffix: str) -> str:
    """The path of the ontology in a format (`.ttl`, `.html`, …)."""
    return f"{ONTOLOGY}ontology{suffix}"


def release(version: str, file: str = "") -> str:
    """The path of a release of the ontology, or of one of its files."""
    return f"{ONTOLOGY}{version}" + (f"/{quote(file, safe='')}" if file else "")


def cite(iri: str, suffix: str = "") -> str:
    """The path of the citation of a thing of ours, or of one of its forms (`.bib`, `.csl.json`, `.txt`)."""
    return f"/cite/{escaped(iri.removeprefix(BASE).removeprefix(_THINGS).rstrip('/').partition('#')[0])}{suffix}"


def own(iri: str) -> str:
    """The path of an IRI of ours, under which the service answers for it."""
    return "/" + escaped(iri.removeprefix(BASE))


def download(name: str) -> str:
    """The path of a file of the whole data set."""
    return DOWNLOAD.format(name=quote(name, safe=""))


def escaped(iri: str) -> str:
    """An IRI, or a part of one, as it stands in an address: escapes that it has are kept, others are made.

    See https://www.rfc-editor.org/rfc/rfc3987#section-3.1.
    """
    return quote(iri, safe="/:@!$&'()*+,;=~%?#")


@dataclass(frozen=True)
class Urls:
    """Addresses under the public address of a service, which has no slash at its end."""

    base: str

    def to(self, path: str) -> str:
        """The address of one of the paths above."""
        return self.base + path

    def local(self, path: str) -> str:
        """The same for a page of the service: without the host, by whichever name a visitor reached it."""
        return urlsplit(self.base).path + path
