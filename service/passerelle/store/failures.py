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


class UnacceptableFormError(QueryError):
    """No format that is acceptable fits the form of the query; the message is the form."""


class UploadError(StoreError):
    """A file of unknown origin cannot be used: it is empty, of no known kind, or holds what cannot be checked."""


class UploadTooLargeError(UploadError):
    """The file is larger, or holds more statements, than is taken."""


class WorkError(StoreError):
    """A process that worked within limits ended without an answer."""


class CannotForkError(StoreError):
    """The work is done in a forked process, and this system has none."""


class WorkTooHeavyError(WorkError):
    """The work needs more processor time or memory than it is given: the same input will fail again."""


class WorkKilledError(WorkTooHeavyError):
    """The process was killed from outside: by a kernel without memory, as a rule, for this work or for another's."""


class WorkTimeoutError(WorkError):
    """The work took too long; on a machine with less to do it may pass."""


class QueryTimeoutError(WorkTimeoutError):
    """A query took longer than it may."""


class ResultTooLargeError(WorkError):
    """The result is larger than is given out."""


class WorkersBusyError(WorkError):
    """Every worker is at work and none came free in time."""


class ForkFailedError(WorkersBusyError):
    """The system gives no process, or no descriptor, for another worker now."""


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


class UploadSyntaxError(UploadError):
    """The file breaks the syntax of the format that it says it is in."""

    def __init__(self, message: str, remedy: str = "", position: Position | None = None) -> None:
        """Say what was found, and where."""
        super().__init__(message, remedy)
        self.position = position
        self.args = (message, remedy, position)
