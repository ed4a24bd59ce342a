"""The engine: takes requests as plain data and gives bytes. Nothing outside `store/` sees what answers them.

Today it answers in the calling thread; a pool of worker processes can take its place behind the same methods, for
requests, answers and failures all pickle.
"""

from pathlib import Path
from typing import IO, Self

from pyoxigraph import Store

from passerelle.store import execution
from passerelle.store.counting import count_store
from passerelle.store.dataset import LoadedDataset, load, summarise
from passerelle.store.dump import dump, dumped
from passerelle.store.failures import GraphError
from passerelle.store.guard import QueryForm, inspect
from passerelle.store.location import graph_folder
from passerelle.store.request import DatasetSummary, DumpFormat, QueryRequest
from passerelle.store.sorted_files import SortedFiles, write_sorted


class Engine:
    """A loaded data set that answers queries; safe to share between threads."""

    def __init__(self, folder: Path | None = None) -> None:
        """Load a folder, or the graph of this installation.

        Raises:
            GraphError: the graph is missing, or one of its files is broken.
        """
        self._take(load(graph_folder(folder)))

    @classmethod
    def over(cls, dataset: LoadedDataset, summary: DatasetSummary | None = None) -> Self:
        """An engine over what is loaded already; without a summary it is counted."""
        engine = cls.__new__(cls)
        engine._take(dataset, summary)
        return engine

    @classmethod
    def stored(cls, folder: Path, version: str, summary: DatasetSummary | None = None) -> Self:
        """An engine over a store on disk, which nobody may write to.

        Raises:
            GraphError: it cannot be opened.
        """
        try:
            store = Store.read_only(str(folder))
        except (OSError, ValueError, RuntimeError) as error:
            raise GraphError(f"The store in {folder} cannot be used: {error}.", "Build it again.") from None
        return cls.over(LoadedDataset(store, folder, version), summary or count_store(store, version))

    def _take(self, dataset: LoadedDataset, summary: DatasetSummary | None = None) -> None:
        self._dataset = dataset
        self.summary: DatasetSummary = summary or summarise(dataset)

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

    def write_sorted(self, folder: Path) -> SortedFiles:
        """The whole data set as sorted lines in a folder.

        Raises:
            OSError: there is no room.
        """
        return write_sorted(self._dataset.store, folder)

    def dump_to(self, kind: DumpFormat, output: IO[bytes]) -> None:
        """Write the whole data set in that format, the same bytes for the same data.

        Raises:
            UnfitFormatError: the format cannot hold the data, as when RDF/XML cannot name a predicate.
            OSError: there is no room.
        """
        dump(self._dataset.store, kind, output)

    def dump(self, kind: DumpFormat) -> bytes:
        """The same as a whole; failures as `dump_to`."""
        return dumped(self._dataset.store, kind)
