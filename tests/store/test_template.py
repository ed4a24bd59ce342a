"""A template that the system refuses a process: that is told, and once it is given one, all goes on."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deadly import HARMLESS, templates_over
from helpers import SMALL_GRAPH, Write
from passerelle.store.failures import ForkFailedError
from passerelle.store.jobs import JobServer
from passerelle.store.limits import Limits
from passerelle.store.pool import Pool
from passerelle.store.pool_query import FormatChoice, PoolLimits, PoolQuery
from passerelle.store.request import ResultFormat
from passerelle.store.source import graph_source

LIMITS = Limits(seconds=30, processor_seconds=10, memory=512 * 1024**2)

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0,
    reason="only root can become a user whose processes the kernel counts",
)


@pytest.fixture(autouse=True)
def _path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


@pytest.fixture
def crowded() -> Iterator[JobServer]:
    """Its template belongs to a user who may have no more processes."""
    server = JobServer("workloads:prepare_crowded", "")
    yield server
    server.close()


def test_a_fork_that_the_system_refuses_is_told_and_the_template_lives_on(crowded: JobServer) -> None:
    for _ in range(3):
        with pytest.raises(ForkFailedError, match="No worker could be started"):
            crowded.run(b"parent", LIMITS)
    # It told its number when it was ready.
    template = int(crowded._template.start())
    os.kill(template, signal.SIGUSR1)
    for _ in range(3):
        assert int(crowded.run(b"parent", LIMITS)) == template


def test_who_waits_for_a_worker_of_a_pool_is_told_and_the_next_is_answered(write: Write) -> None:
    folder = write(SMALL_GRAPH)
    limits = PoolLimits(workers=2, waiting=8, seconds=30, memory=10**9, result=10**6, growth=10**8)
    source = replace(graph_source(folder), prepare="workloads:prepare_crowded_pool")
    asyncio.run(_ask_a_crowded_pool(Pool(limits, source), folder))


async def _ask_a_crowded_pool(pool: Pool, folder: Path) -> None:
    query = PoolQuery(HARMLESS, FormatChoice(table=ResultFormat.CSV, boolean=None, graph=None, any=ResultFormat.CSV))
    pool.load()
    (template,) = templates_over(folder)
    try:
        for _ in range(2):
            with pytest.raises(ForkFailedError, match="No worker could be started"):
                await pool.ask_whole(query)
        os.kill(template, signal.SIGUSR1)
        # One who comes before the next try waits for it.
        assert (await pool.ask_whole(query)).whole()
        assert templates_over(folder) == [template]
    finally:
        await pool.close()
