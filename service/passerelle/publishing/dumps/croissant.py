"""Describes the files and the columns of the tables in Croissant, which data set search and machine learning read.

See https://docs.mlcommons.org/croissant/docs/croissant-spec-1.0.html. Files are named as they lie beside it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from passerelle.media_types import CODING_TYPES, JSONLD
from passerelle.publishing.dumps.csvw import METADATA, SUBJECT
from passerelle.publishing.dumps.listing import DumpFile
from passerelle.publishing.dumps.products import Group, Material, Product

NAME = "croissant.json"
CONFORMS_TO = "http://mlcommons.org/croissant/1.0"
# https://docs.mlcommons.org/croissant/docs/croissant-spec-1.0.html#appendix-1-json-ld-context
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {
    "anyURI": "sc:URL",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "decimal": "sc:Float",
    "double": "sc:Float",
    "integer": "sc:Integer",
}


def croissant(material: Material) -> Iterator[Product]:
    """One file, about all that were made before it."""

    def write(output: IO[bytes]) -> None:
        output.write((json.dumps(describe(material), ensure_ascii=False, indent=1) + "\n").encode())

    yield Product(NAME, JSONLD, Group.ABOUT, "croissant", write)


def describe(material: Material) -> dict[str, Any]:
    """The description as JSON-LD."""
    facts = material.facts
    known = {
        "license": facts.licence,
        "creator": {"@type": "Organization", "@id": facts.publisher, "name": facts.publisher_name("en")},
        "keywords": facts.keywords("en"),
        "url": facts.iri,
    }
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": "passerelle" if facts.iri else "graph",
        "alternateName": facts.title("en"),
        "description": facts.description("en"),
        "version": material.engine.summary.version,
        **({name: value for name, value in known.items() if value} if facts.iri else {}),
        "distribution": [_file(file) for file in material.made],
        "recordSet": list(_record_sets(material.work / METADATA)),
    }


def _file(file: DumpFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "contentUrl": file.name,
        "contentSize": f"{file.size} B",
        "encodingFormat": CODING_TYPES.get(file.coding, file.media_type),
        "sha256": file.sha256,
    }


def _record_sets(metadata: Path) -> Iterator[dict[str, Any]]:
    """The tables as CSV on the Web describes them."""
    if not metadata.exists():
        return
    for table in json.loads(metadata.read_bytes())["tables"]:
        file = table["url"]
        name = file.removesuffix(".csv")
        yield {
            "@type": "cr:RecordSet",
            "@id": name,
            "name": name,
            "description": _english(table["dc:title"]),
            "key": {"@id": f"{name}/{SUBJECT}"},
            "field": [_field(column, name, file) for column in table["tableSchema"]["columns"]],
        }


def _field(column: dict[str, Any], name: str, file: str) -> dict[str, Any]:
    titles = column["titles"]
    separator = column.get("separator")
    return {
        "@type": "cr:Field",
        "@id": f"{name}/{column['name']}",
        "name": column["name"],
        "description": titles if isinstance(titles, str) else titles.get("en", titles["und"]),
        # Several values in a cell are text until they are taken apart, which readers of Croissant do not do.
        "dataType": "sc:Text" if separator else _TYPES.get(str(column["datatype"]), "sc:Text"),
        "source": {"fileObject": {"@id": file}, "extract": {"column": column["name"]}},
    }


def _english(title: str | list[dict[str, str]]) -> str:
    if isinstance(title, str):
        return title
    return next((text["@value"] for text in title if text["@language"] == "en"), title[0]["@value"])
