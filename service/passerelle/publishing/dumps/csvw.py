"""What the columns of the tables mean, in the vocabulary of CSV on the Web.

See https://www.w3.org/TR/tabular-metadata/; datatypes are those of https://www.w3.org/TR/tabular-data-model/#datatypes.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from passerelle.namespaces import RDF, XSD, shorten
from passerelle.publishing.dumps.columns import Key, Table

METADATA = "csv-metadata.json"
SUBJECT = "iri"
# For each IRI, its labels by language.
Labels = dict[str, dict[str, str]]
_BUILT_IN = re.findall(
    r"\w+",
    "anyURI base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration decimal double duration float gDay "
    "gMonth gMonthDay gYear gYearMonth hexBinary int integer language long negativeInteger nonNegativeInteger "
    "nonPositiveInteger normalizedString positiveInteger QName short string time token unsignedByte unsignedInt "
    "unsignedLong unsignedShort yearMonthDuration",
)
_DATATYPES = {XSD + name: name for name in _BUILT_IN} | {
    f"{RDF}HTML": "html",
    f"{RDF}XMLLiteral": "xml",
    f"{RDF}JSON": "json",
}


def describe_tables(tables: list[Table], labels: Labels, licence: str) -> dict[str, Any]:
    """The metadata of a group of tables, whose files lie beside it, and their licence if that is known."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dialect": {"encoding": "utf-8", "header": True, "trim": False},
        **({"dc:license": {"@id": licence}} if licence else {}),
        "tables": [_table(table, labels) for table in tables],
    }


def _table(table: Table, labels: Labels) -> dict[str, Any]:
    return {
        "url": f"{table.name}.csv",
        "dc:title": _texts(labels.get(table.of_class, {}), shorten(table.of_class)),
        "dc:subject": {"@id": table.of_class},
        "tableSchema": {
            "aboutUrl": f"{{+{SUBJECT}}}",
            "primaryKey": SUBJECT,
            "columns": [
                {"name": SUBJECT, "titles": SUBJECT, "datatype": "anyURI", "required": True, "suppressOutput": True},
                *_columns(table, labels),
            ],
        },
    }


def _columns(table: Table, labels: Labels) -> Iterator[dict[str, Any]]:
    for name, column in table.named_columns().items():
        key, kind = column.key, table.kind(column.key)
        described: dict[str, Any] = {
            "name": name,
            "titles": {"und": name, **_titles(key, kind, labels)},
            "propertyUrl": key.predicate,
        }
        if key.language:
            described["lang"] = key.language
        described["datatype"] = "string" if key.language else _datatype(key)
        if column.separator:
            described["separator"] = column.separator
            described["ordered"] = False
        elif key.holds_iris:
            # Of a list there could be only one (https://www.w3.org/TR/tabular-metadata/#uri-template-properties).
            described["valueUrl"] = f"{{+{name}}}"
        yield described


def _titles(key: Key, kind: str, labels: Labels) -> dict[str, str]:
    end = f" ({kind})" if kind else ""
    return {language: f"{label}{end}" for language, label in labels.get(key.predicate, {}).items()}


def _datatype(key: Key) -> str | dict[str, str]:
    if key.holds_iris:
        return "anyURI"
    return _DATATYPES.get(key.datatype) or {"base": "string", "@id": key.datatype}


def _texts(texts: Mapping[str, str], otherwise: str) -> list[dict[str, str]] | str:
    return [{"@value": text, "@language": language} for language, text in texts.items()] or otherwise
