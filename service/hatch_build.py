"""Build hook: builds the scripts of the pages, and copies the graph into a wheel, never into an editable one.

An editable install finds the graph in the checkout. Were it copied as well, edits to `data/` would be ignored.
"""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

GRAPH_FOLDERS = ("ontology", "data", "shapes")
_SCRIPTS = "service/web/build.py"


class PasserelleBuildHook(BuildHookInterface[Any]):
    """Builds the scripts; adds `ontology/`, `data/` and `shapes/` to a wheel as `passerelle/graph/`."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node.js as a wheel, where the scripts are to be built and the system has none."""
        scripts = self._scripts()
        return [] if scripts["is_current"]() or scripts["node_on_path"]() else [scripts["NODE_WHEEL"]]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the scripts; add the graph's folders to `build_data` of a wheel, unless `version` is `editable`.

        Raises:
            BuildError: the scripts cannot be built.
            FileNotFoundError: a folder of the graph is missing from the source tree.
        """
        self._scripts()["build"]()
        if self.target_name != "wheel" or version == "editable":
            return
        for name in GRAPH_FOLDERS:
            folder = Path(self.root, name)
            if not folder.is_dir():
                raise FileNotFoundError(f"{folder} is missing: a wheel without the graph would be of no use")
            build_data["force_include"][str(folder)] = f"passerelle/graph/{name}"

    def _scripts(self) -> dict[str, Any]:
        return runpy.run_path(str(Path(self.root, _SCRIPTS)))
