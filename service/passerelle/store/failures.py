"""What can go wrong in the store, told so that a person knows what to do.

Every failure survives pickling: it may come out of another process.
"""

from dataclasses import dataclass


class StoreError(Exception):
    """Something the user can mend; the message is one sentence, `remedy` says what to do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        """Keep both as arguments, so that a pickled copy is equal."""
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        """The message and, after it, the remedy."""
        return f"{self.message} {self.remedy}".rstrip()


class GraphError(StoreError):
    """The graph is missing, or one of its files is broken; the message names the file."""


class QueryError(StoreError):
    """The query cannot be answered as it stands."""


class QueryRefusedError(QueryError):
    """The query is refused before execution: it reaches out, updates, or is too deep or too long."""


class QueryFailedError(QueryError):
    """The engine gave up on a query that it had accepted."""


class UnfitFormatError(QueryError):
    """The result cannot be written in the wanted format without damage, or that format is for another query form."""


@dataclass(frozen=True)
class Position:
    """A place in a text, counted from 1."""

    line: int
    column: int


class QuerySyntaxError(QueryError):
    """The query breaks the grammar (https://www.w3.org/TR/sparql11-query/#sparqlGrammar)."""

    def __init__(self, message: str, position: Position | None = None) -> None:
        """Say what was expected, and where."""
        super().__init__(message)
        self.position = position
        self.args = (message, position)

    def __str__(self) -> str:
        """The message, led by the position."""
        if self.position is None:
            return self.message
        return f"line {self.position.line}, column {self.position.column}: {self.message}"
