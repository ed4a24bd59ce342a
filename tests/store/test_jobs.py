"""Processes that do a job within limits: what they are kept from, and how their end is told."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from passerelle.store.failures import (
    GraphError,
    WorkError,
    WorkersBusyError,
    WorkTimeoutError,
    WorkTooHeavyError,
)
from passerelle.store.jobs import JobServer
from passerelle.store.limits import Limits

LIMITS = Limits(seconds=30, processor_seconds=10, memory=512 * 1024**2)


@pytest.fixture(autouse=True)
def _path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


@pytest.fixture
def server() -> Iterator[JobServer]:
    server = JobServer("workloads:prepare", "held ", most=2)
    yield server
    server.close()


def test_a_job_is_answered_with_what_was_prepared(server: JobServer) -> None:
    assert server.run(b"echo job", LIMITS) == b"held job"


def test_large_jobs_and_answers_pass_whole(server: JobServer) -> None:
    job = os.urandom(20_000_000)
    assert server.run(b"echo " + job, LIMITS) == b"held " + job


def test_every_job_has_a_process_of_its_own(server: JobServer) -> None:
    assert len({server.run(b"pid", LIMITS) for _ in range(5)}) == 5


@pytest.mark.parametrize(
    ("job", "limits", "failure"),
    [
        (b"sleep", Limits(0.5, 10, LIMITS.memory), WorkTimeoutError),
        (b"burn", Limits(30, 1, LIMITS.memory), WorkTooHeavyError),
        (b"eat 4000000000", LIMITS, WorkTooHeavyError),
        (b"abort", LIMITS, WorkTooHeavyError),
        (b"no such deed", LIMITS, WorkError),
    ],
)
def test_the_end_of_a_worker_is_told_and_the_next_job_is_done(
    server: JobServer, job: bytes, limits: Limits, failure: type[WorkError]
) -> None:
    with pytest.raises(failure):
        server.run(job, limits)
    assert server.run(b"echo job", LIMITS) == b"held job"


def test_a_worker_that_ends_well_but_without_an_answer_has_failed(server: JobServer) -> None:
    with pytest.raises(WorkError):
        server.run(b"exit", LIMITS)


def test_an_impatient_job_is_refused_while_all_workers_are_busy(server: JobServer) -> None:
    slow = [threading.Thread(target=_sleep, args=(server,)) for _ in range(2)]
    for thread in slow:
        thread.start()
    try:
        with pytest.raises(WorkersBusyError):
            _until_busy(server)
    finally:
        for thread in slow:
            thread.join()
    assert server.run(b"echo job", LIMITS) == b"held job"


def _until_busy(server: JobServer) -> None:
    """Both sleepers have a worker soon after they have begun."""
    while True:
        server.run(b"echo job", LIMITS, patience=0.05)


def _sleep(server: JobServer) -> None:
    with pytest.raises(WorkTimeoutError):
        server.run(b"sleep", Limits(2, 10, LIMITS.memory))


def test_a_template_that_died_is_replaced_and_no_job_lost(server: JobServer) -> None:
    parent = int(server.run(b"parent", LIMITS))
    os.kill(parent, 9)
    assert server.run(b"echo job", LIMITS) == b"held job"


def test_why_a_template_cannot_be_prepared_is_told_each_time() -> None:
    server = JobServer("workloads:prepare", "broken")
    for _ in range(2):
        with pytest.raises(GraphError, match=r"The graph is broken\. Mend it\."):
            server.run(b"echo job", LIMITS)
    with pytest.raises(WorkError, match="did not start"):
        JobServer("workloads:prepare", "gone").run(b"echo job", LIMITS)
