"""Makes all files in a process of its own: `python -m passerelle.publishing.dumps.child ORDER FOLDER`.

The order is JSON: the `version` that the data set must have, and the folder of its files as `folder`, or else that of a
RocksDB store as `store`, with its `summary` where that is known. The last line on standard error says what went wrong.
"""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from passerelle.publishing.dumps.making import make_dumps
from passerelle.store.engine import Engine
from passerelle.store.failures import GraphError
from passerelle.store.request import DatasetSummary

# What others of the machine do goes first.
_NICE = 10


def main(written: str, folder: str) -> str:
    """Make them; what went wrong, in a sentence, or nothing."""
    order = json.loads(written)
    with suppress(AttributeError, OSError):
        os.nice(_NICE)
    try:
        engine = _opened(order)
        if engine.summary.version != order["version"]:
            return "The files of the graph have changed since the service was started: start it again."
        make_dumps(engine, Path(folder))
    except (GraphError, OSError) as error:
        return str(error)
    return ""


def _opened(order: dict[str, object]) -> Engine:
    if "store" not in order:
        return Engine(Path(str(order["folder"])))
    known = order["summary"]
    summary = DatasetSummary(**known) if isinstance(known, dict) else None
    return Engine.stored(Path(str(order["store"])), str(order["version"]), summary)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) or None)
