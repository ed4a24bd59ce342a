"""Checks files of unknown origin in a process of its own, forked from one that holds the graph and its shapes."""

import json
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from passerelle.store.findings import Findings, findings
from passerelle.store.jobs import JobServer, one_job
from passerelle.store.limits import Limits
from passerelle.store.location import graph_folder
from passerelle.store.upload import Upload, UploadFormat, UploadLimits


@dataclass(frozen=True)
class CheckLimits:
    """What a check may take in, use and give: files and findings without end would be an attack."""

    upload: UploadLimits
    work: Limits
    findings: int | None = None
    patience: float | None = None


class CheckServer:
    """A graph that files are checked against, each check in a process of its own; safe to share between threads.

    The graph is loaded, in another process, with the first check.
    """

    def __init__(self, folder: Path | None = None, most: int = 1) -> None:
        """Name the folder, or take the graph of this installation; `most` checks run at once.

        Raises:
            GraphError: there is no such folder.
        """
        self._server = JobServer(f"{__name__}:prepare", str(graph_folder(folder)), most)

    def check(self, uploads: Sequence[Upload], limits: CheckLimits) -> Findings:
        """Check files merged with the graph; only what they describe is reported.

        Raises:
            UploadError: a file cannot be used.
            WorkError: the check takes too long or too much, or no process is free for it.
            GraphError: the graph, a shape or a rule cannot be used.
        """
        header = {
            "files": [[upload.name, upload.format, len(upload.content)] for upload in uploads],
            "limits": [limits.upload.size, limits.upload.statements],
            "most": limits.findings,
        }
        job = b"".join([json.dumps(header).encode(), b"\n", *(upload.content for upload in uploads)])
        return findings(json.loads(self._server.run(job, limits.work, limits.patience)))

    def close(self) -> None:
        """End the process that holds the graph."""
        self._server.close()


def prepare(folder: str) -> tuple[Callable[[socket.socket], None], bytes]:
    """The work of the process that holds the graph: it takes the bytes that `CheckServer.check` sends.

    Raises:
        GraphError: the graph cannot be used.
    """
    from passerelle.store.validation import Checker  # noqa: PLC0415 - slow to import, and only workers need it

    checker = Checker(Path(folder))
    checker.warm_up()

    def work(job: bytes) -> bytes:
        header, _, content = job.partition(b"\n")
        order: dict[str, Any] = json.loads(header)
        uploads = []
        for name, kind, size in order["files"]:
            uploads.append(Upload(name, UploadFormat(kind), content[:size]))
            content = content[size:]
        found = checker.check_addition(uploads, UploadLimits(*order["limits"]), order["most"])
        return json.dumps(found.as_dict()).encode()

    return one_job(work), b""
