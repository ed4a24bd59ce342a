"""A template that the system refuses a process: that is told, and once it is given one, all goes on."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from passerelle.store.failures import ForkFailedError
from passerelle.store.jobs import JobServer
from passerelle.store.limits import Limits

LIMITS = Limits(seconds=30, processor_seconds=10, memory=512 * 1024**2)

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0,
    reason="only root can become a user whose processes the kernel counts",
)


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> Iterator[JobServer]:
    """Its template belongs to a user who may have no more processes."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
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
