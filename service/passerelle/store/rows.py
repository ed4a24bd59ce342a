"""Rows of a SELECT as plain data, for the parts of the package that ask the graph themselves."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from passerelle.store.request import QueryRequest, ResultFormat


@dataclass(frozen=True)
class Term:
    """An RDF term: `kind` is uri, literal, bnode or triple, as SPARQL's JSON results have it."""

    kind: str
    value: str
    datatype: str = ""
    language: str = ""


Row = dict[str, Term]


@dataclass(frozen=True)
class Table:
    """The variables of a SELECT in order, and its rows; an unbound variable is absent from its row."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


class Answers(Protocol):
    """Whatever answers queries: the engine, or the pool."""

    def answer(self, request: QueryRequest) -> bytes:
        """As `Engine.answer`."""
        ...


def select(engine: Answers, text: str) -> Table:
    """Run a SELECT of our own making; failures as `Engine.answer` tells them."""
    return read_table(engine.answer(QueryRequest(text, ResultFormat.JSON, ours=True)))


def values(engine: Answers, text: str) -> Iterator[dict[str, str]]:
    """The rows of a SELECT as strings, an unbound variable as the empty string."""
    table = select(engine, text)
    for row in table.rows:
        yield {name: row[name].value if name in row else "" for name in table.variables}


def read_table(results: bytes) -> Table:
    """Read SPARQL results in JSON (https://www.w3.org/TR/sparql11-results-json/)."""
    document = json.loads(results)
    rows = tuple(
        {name: _term(binding) for name, binding in solution.items()} for solution in document["results"]["bindings"]
    )
    return Table(tuple(document["head"]["vars"]), rows)


def read_truth(results: bytes) -> bool:
    """Read the truth value of an ASK in JSON."""
    return bool(json.loads(results)["boolean"])


def _term(binding: dict[str, object]) -> Term:
    value = binding["value"]
    text = value if isinstance(value, str) else json.dumps(value)
    return Term(str(binding["type"]), text, str(binding.get("datatype", "")), str(binding.get("xml:lang", "")))
