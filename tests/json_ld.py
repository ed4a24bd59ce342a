"""A processor of JSON-LD that is not ours, with the published context at hand instead of the network."""

import json
from pathlib import Path
from typing import Any

from pyld import jsonld

CONTEXT = "https://w3id.org/passerelle/ns/context.jsonld"
CONTEXT_FILE = Path(__file__).parents[1] / "ontology" / "context.jsonld"
_DOCUMENT = json.loads(CONTEXT_FILE.read_bytes())


def _load(url: str, _options: object) -> dict[str, Any]:
    assert url == CONTEXT, f"{url} is asked for"
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": _DOCUMENT}


_OPTIONS = {"documentLoader": _load}


def expanded(content: bytes) -> Any:
    """The document in expanded form."""
    return jsonld.expand(json.loads(content), _OPTIONS)


def compacted(document: Any) -> Any:
    """A document as it is compact under the published context."""
    return jsonld.compact(document, CONTEXT, _OPTIONS | {"graph": True})


def n_quads(content: bytes) -> bytes:
    """The statements of a document."""
    quads: str = jsonld.to_rdf(json.loads(content), _OPTIONS | {"format": "application/n-quads"})
    return quads.encode()


def inlined(content: bytes) -> bytes:
    """A document with the published context in it, for parsers that cannot be given one; another format as it is."""
    return content.replace(json.dumps(CONTEXT).encode(), json.dumps(_DOCUMENT["@context"]).encode(), 1)


def in_any_order(document: Any) -> Any:
    """A document whose lists, which stand for sets, are sorted."""
    if isinstance(document, list):
        return sorted((in_any_order(member) for member in document), key=json.dumps)
    if isinstance(document, dict):
        return {key: in_any_order(document[key]) for key in sorted(document)}
    return document
