"""Virtuoso, the server that many public endpoints run on, with a database and a configuration of its own.

What it says otherwise than SPARQL 1.1 has it, and what is done about it:

- Its default graph is the union of all graphs, where a statement made twice counts twice. So the merge is loaded into a
  graph of its own, which every request names as its default graph; `agreement` leaves it out of answers to GRAPH.
- ASK as JSON is a table of one row or none, which `agreement` reads as true or false.
- DESCRIBE also gives what points to a thing, unless a query asks otherwise; it does.
- A result is cut after so many rows, and after so much time given as it stands: both limits are set out of reach.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import click

from .agreement import MERGED
from .generate import Data
from .processes import free_port, running, wait_for
from .servers import Server, run

PROGRAMS = ("virtuoso-t", "isql-vt")
MISSING = "Virtuoso is not compared: install it by `apt-get install virtuoso-opensource-7-bin` (Debian), and run again."
PATIENCE = 20
_START = 900
_PREAMBLE = 'DEFINE sql:describe-mode "CBD"\n'


def installed() -> bool:
    """Whether its programs are there."""
    return all(map(shutil.which, PROGRAMS))


@contextmanager
def virtuoso(data: Data, folder: Path, triples: int) -> Iterator[Server]:
    """Virtuoso on the loopback address, loaded once.

    Raises:
        click.ClickException: it does not start, or does not load everything.
    """
    home = folder / "virtuoso"
    home.mkdir(exist_ok=True)
    done = home / "loaded"
    if not done.exists():
        # What was broken off is begun anew.
        for old in home.iterdir():
            old.unlink()
    port, http, log = free_port(), free_port(), home / "output.log"
    configuration = home / "virtuoso.ini"
    configuration.write_text(_configuration(home, data, port, http, triples), encoding="utf-8")
    # Left by a server that was killed, it keeps the next one from starting.
    (home / "virtuoso.lck").unlink(missing_ok=True)
    command: list[str | Path] = [PROGRAMS[0], "+foreground", "+wait", "+configfile", configuration]
    with running(command, log) as process:
        wait_for(http, process, log, _START)
        if not done.exists():
            _load(data, port)
            done.touch()
        yield Server(http, f"/sparql?default-graph-uri={MERGED}", process, _PREAMBLE, PATIENCE)


def _load(data: Data, port: int) -> None:
    """By the bulk loader, which is told files and loads them all."""
    statements = "".join(f"ld_add('{path}', '{MERGED}');\n" for path in (data.triples, *data.quads))
    told = run(
        [PROGRAMS[1], f"127.0.0.1:{port}", "dba", "dba", "VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF"],
        f"{statements}rdf_loader_run();\ncheckpoint;\n"
        "SELECT 'failed', ll_file, ll_error FROM DB.DBA.load_list WHERE ll_state <> 2 OR ll_error IS NOT NULL;\n",
    )
    if "failed" in told or "Error" in told:
        raise click.ClickException(f"Virtuoso did not load the data:\n{told[-2000:]}")


def _configuration(home: Path, data: Data, port: int, http: int, triples: int) -> str:
    # Pages of 8 kB, so that all data stay in memory, and threads as its handbook advises.
    buffers, cores = max(170_000, triples // 10), os.cpu_count() or 1
    return dedent(f"""\
        [Database]
        DatabaseFile = {home}/virtuoso.db
        ErrorLogFile = {home}/virtuoso.log
        LockFile = {home}/virtuoso.lck
        TransactionFile = {home}/virtuoso.trx
        xa_persistent_file = {home}/virtuoso.pxa
        [TempDatabase]
        DatabaseFile = {home}/temporary.db
        TransactionFile = {home}/temporary.trx
        [Parameters]
        ServerPort = 127.0.0.1:{port}
        DirsAllowed = {data.folder}, {data.triples.parent}
        NumberOfBuffers = {buffers}
        MaxDirtyBuffers = {buffers * 3 // 4}
        AsyncQueueMaxThreads = {cores + 4}
        ThreadsPerQuery = {cores}
        [HTTPServer]
        ServerPort = 127.0.0.1:{http}
        ServerThreads = 16
        [SPARQL]
        ResultSetMaxRows = 100000000
        MaxQueryExecutionTime = {PATIENCE}
        """)
