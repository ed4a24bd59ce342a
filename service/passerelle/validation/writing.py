"""Writes a validation report in each format."""

import json

from passerelle.media_types import ReportFormat
from passerelle.store.findings import Findings
from passerelle.store.request import ResultFormat
from passerelle.store.validation_report import write_report
from passerelle.validation.document import as_json
from passerelle.validation.text import as_text


def write(found: Findings, kind: ReportFormat, language: str) -> bytes:
    """The report in that format; the language is that of a text, the other formats hold all.

    Raises:
        UnfitFormatError: a value of the report cannot stand in XML.
    """
    match kind:
        case ReportFormat.TEXT:
            return as_text(found, language).encode()
        case ReportFormat.JSON:
            return json.dumps(as_json(found), ensure_ascii=False, indent=2).encode() + b"\n"
        case _:
            return write_report(found, ResultFormat(kind.value))
