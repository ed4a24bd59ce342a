"""The page where people check a file: a form, and what was found in what they sent."""

from dataclasses import dataclass
from http import HTTPStatus
from shlex import quote

from fastapi import Response

from passerelle import urls
from passerelle.escaping import harmless
from passerelle.labels import Text
from passerelle.namespaces import shorten
from passerelle.resources.reader import Reader
from passerelle.store.findings import Finding, Findings
from passerelle.store.upload import UploadFormat
from passerelle.validation.groups import grouped
from passerelle.validation.text import short
from passerelle.web.pages import page

# More of a line helps nobody to find it.
_LONGEST_LINE = 160
_SHOWN_FORMATS = {
    UploadFormat.TURTLE: "Turtle",
    UploadFormat.TRIG: "TriG",
    UploadFormat.NTRIPLES: "N-Triples",
    UploadFormat.NQUADS: "N-Quads",
    UploadFormat.RDFXML: "RDF/XML",
    UploadFormat.JSONLD: "JSON-LD",
}


@dataclass(frozen=True)
class Sent:
    """What was sent, to be shown again: its text if it was typed, the format it is in, and its name if it has one."""

    content: bytes = b""
    is_typed: bool = False
    format: UploadFormat = UploadFormat.TURTLE
    name: str = ""

    def line(self, number: int) -> str:
        """A line of it, counted from 1."""
        lines = self.content.split(b"\n", number)
        text = lines[number - 1].decode("utf-8", "replace") if number <= len(lines) else ""
        return harmless(text.strip()[:_LONGEST_LINE])


@dataclass(frozen=True)
class Place:
    """A place that is wrong: its line and the text of it, and the statement."""

    line: int | None
    text: str
    statement: str


@dataclass(frozen=True)
class Told:
    """One thing that is wrong: in words, how grave, by which rule, and where."""

    message: str
    severity: str
    rule: str
    rule_address: str | None
    places: tuple[Place, ...]


def check_page(
    language: str,
    links: urls.Urls,
    sent: Sent | None = None,
    found: Findings | None = None,
    failure: tuple[HTTPStatus, str] | None = None,
) -> Response:
    """The form, with what was found in what was sent, or why it could not be checked."""
    sent = sent or Sent()
    return page(
        "check.html",
        language,
        links,
        failure[0] if failure else HTTPStatus.OK,
        itself=urls.CHECK,
        formats=_SHOWN_FORMATS,
        sent=sent,
        typed=sent.content.decode("utf-8", "replace") if sent.is_typed else "",
        found=found,
        told=_told(found, sent, Reader(language, "", links)) if found else [],
        failure=Text(failure[1], "en") if failure else None,
        command=f"passerelle validate {quote(sent.name or 'FILE')}",
        endpoint=links.to(urls.VALIDATE),
    )


def _told(found: Findings, sent: Sent, reader: Reader) -> list[Told]:
    return [
        Told(
            group.message,
            group.severity.value.lower(),
            shorten(group.rule),
            reader.href(group.rule),
            tuple(_place(finding, sent) for finding in group.findings),
        )
        for group in grouped(found, reader.language)
    ]


def _place(finding: Finding, sent: Sent) -> Place:
    parts = [short(finding.focus)]
    if finding.path:
        parts.append(shorten(finding.path))
        parts += [short(value) for value in ([finding.value] if finding.value else finding.present)]
    elif finding.value and finding.value != finding.focus:
        parts.append(short(finding.value))
    line = finding.spot.line if finding.spot else None
    return Place(line, sent.line(line) if line else "", harmless(" ".join(parts)))
