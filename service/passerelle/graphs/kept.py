"""The networks of one version of the data set, kept once they are made; safe to share between threads."""

import threading
from collections import OrderedDict

from passerelle.graphs.narrowing import Filter, narrow
from passerelle.graphs.projection import Projection, project
from passerelle.graphs.structure import Structure
from passerelle.graphs.views import VIEWS, View
from passerelle.store.rows import Answers

# Filters are of everybody's making; the views themselves are kept for good.
_MOST = 32


class KeptNetworks:
    """Networks by view and filter."""

    def __init__(self, engine: Answers) -> None:
        """Make them of what this engine answers."""
        self._engine = engine
        self._lock = threading.Lock()
        self._views: dict[str, Projection] = {}
        self._narrowed: OrderedDict[tuple[str, Filter], Structure] = OrderedDict()

    def structure(self, view: View, wanted: Filter) -> Structure:
        """The network of a view as a filter narrows it.

        Raises:
            StoreError: as the engine tells it.
        """
        key = view.name, wanted
        with self._lock:
            if key not in self._narrowed:
                self._narrowed[key] = Structure(narrow(self._view(view), wanted))
            self._narrowed.move_to_end(key)
            while len(self._narrowed) > _MOST + len(VIEWS):
                self._narrowed.popitem(last=False)
            return self._narrowed[key]

    def view(self, view: View) -> Projection:
        """The whole network of a view."""
        with self._lock:
            return self._view(view)

    def _view(self, view: View) -> Projection:
        if view.name not in self._views:
            self._views[view.name] = project(self._engine, view)
        return self._views[view.name]
