"""What an address of an example asks for that ends like an answer: `/query/{name}.csv?age=28`.

For programs that read a table from an address and can set no header: R, Excel, spreadsheets on the web.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Response

from passerelle import __version__
from passerelle.caching import FRESH, is_current, is_repeatable, strong_tag
from passerelle.media_types import ANSWER_SUFFIXES, EXCEL, RESULT_TYPES
from passerelle.sparql.example_responses import ExampleRequest, find_stem, read_parameters
from passerelle.sparql.examples import Example
from passerelle.sparql.parameters import bind
from passerelle.sparql.request import ProtocolRequest
from passerelle.sparql.workbook import write_workbook
from passerelle.store.failures import UnfitFormatError
from passerelle.store.guard import QueryForm, inspect
from passerelle.store.request import ResultFormat
from passerelle.store.rows import Answers, select


@dataclass(frozen=True)
class AskedAnswer:
    """The text of a query with its parameters set, and the format of its answer; None for a workbook."""

    example: Example
    text: str
    format: ResultFormat | None

    @property
    def request(self) -> ProtocolRequest:
        """As the endpoint has it."""
        accept = RESULT_TYPES[self.format][0] if self.format else None
        return ProtocolRequest(self.text, accept=accept)


def asked_answer(known: Mapping[str, Example], request: ExampleRequest) -> AskedAnswer | None:
    """The answer that an address asks for; None where it asks for a description.

    Raises:
        Problem: 400 for a parameter given twice.
        ParameterError: a parameter is unknown or its value does not fit.
    """
    stem, suffix = find_stem(known, request.name, ANSWER_SUFFIXES)
    if stem is None:
        return None
    example = known[stem]
    values, _ = read_parameters(request, example)
    return AskedAnswer(example, bind(example, values), ANSWER_SUFFIXES[suffix])


def workbook_response(engine: Answers, asked: AskedAnswer, version: str, if_none_match: str | None) -> Response:
    """The answer as a workbook, or that whoever asks has it; not to be called in the event loop.

    Raises:
        UnfitFormatError: the query gives no table, or one that no workbook can hold.
        StoreError: as `Engine.answer`.
    """
    headers = {"Cache-Control": "no-store"}
    if is_repeatable(asked.text):
        tag = strong_tag(__version__, version, asked.text, EXCEL)
        headers = {"ETag": tag, "Cache-Control": FRESH}
        if is_current(if_none_match, tag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if inspect(asked.text).form is not QueryForm.SELECT:
        raise UnfitFormatError(f"The example {asked.example.name} gives no table.", "Ask for its description.")
    content = write_workbook(select(engine, asked.text), asked.example.title("en"))
    headers["Content-Disposition"] = f'attachment; filename="{asked.example.name}.xlsx"'
    return Response(content, headers=headers, media_type=EXCEL)
