"""Build hook: copies the graph into a wheel, never into an editable one.

An editable install finds the graph in the checkout. Were it copied as well, edits to `data/` would be ignored.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

GRAPH_FOLDERS = ("ontology", "data", "shapes")


class GraphBuildHook(BuildHookInterface[Any]):
    """Adds `ontology/`, `data/` and `shapes/` to the wheel as `passerelle/graph/`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the graph's folders to `build_data` unless `version` says that the wheel is editable.

        Raises:
            FileNotFoundError: a folder of the graph is missing from the source tree.
        """
        if version == "editable":
            return
        for name in GRAPH_FOLDERS:
            folder = Path(self.root, name)
            if not folder.is_dir():
                raise FileNotFoundError(f"{folder} is missing: a wheel without the graph would be of no use")
            build_data["force_include"][str(folder)] = f"passerelle/graph/{name}"
