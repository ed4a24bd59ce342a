"""The engine: takes requests as plain data and gives bytes. Nothing outside `store/` sees what answers them.

Today it answers in the calling thread; a pool of worker processes can take its place behind the same methods, for
requests, answers and failures all pickle.
"""

from pathlib import Path

from passerelle.store import execution
from passerelle.store.dataset import load, summarise
from passerelle.store.dump import dump
from passerelle.store.guard import QueryForm, inspect
from passerelle.store.location import graph_folder
from passerelle.store.request import DatasetSummary, DumpFormat, QueryRequest


class Engine:
    """A loaded data set that answers queries; safe to share between threads."""

    def __init__(self, folder: Path | None = None) -> None:
        """Load a folder, or the graph of this installation.

        Raises:
            GraphError: the graph is missing, or one of its files is broken.
        """
        self._dataset = load(graph_folder(folder))
        self.summary: DatasetSummary = summarise(self._dataset)

    @property
    def folder(self) -> Path:
        """Where the graph was loaded from."""
        return self._dataset.folder

    def form(self, text: str) -> QueryForm | None:
        """The form of a query, or None if it shows none and only the parser can say what is wrong with it.

        Raises:
            QueryRefusedError: the query must not be run.
        """
        return inspect(text).form

    def answer(self, request: QueryRequest) -> bytes:
        """Run a query and write its result, in one call: a result must not pass from thread to thread.

        Raises:
            QueryRefusedError: the query must not be run.
            QuerySyntaxError: the query breaks the grammar.
            QueryFailedError: the engine gave up on it.
            UnfitFormatError: the result cannot be written in that format.
        """
        return execution.answer(self._dataset.store, request)

    def dump(self, kind: DumpFormat) -> bytes:
        """The whole data set in that format, the same bytes for the same data.

        Raises:
            UnfitFormatError: RDF/XML cannot name a predicate of the graph.
        """
        return dump(self._dataset.store, kind)
