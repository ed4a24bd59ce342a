"""Queries that no service survives by chance, and the processes of a service, to be killed."""

import os
import time
from collections.abc import Callable
from pathlib import Path

HARMLESS = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
PRODUCT = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(9))
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"
ENDLESS_ROWS = f"SELECT * {{ {PRODUCT} }}"
ALL = ", ".join(f"STR(?s{n}), STR(?p{n}), STR(?o{n})" for n in range(9))
# Every row gives another triple: equal ones would be written once.
ENDLESS_GRAPH = f"CONSTRUCT {{ ?s0 ?p0 ?all }} WHERE {{ {PRODUCT} BIND (CONCAT({ALL}) AS ?all) }}"
HUNGRY = f"SELECT (GROUP_CONCAT(CONCAT(STR(?s1), STR(?o2))) AS ?all) {{ {PRODUCT} }}"


# What the command line of a template has, and that of the workers that it forks.
_TEMPLATE = b"passerelle.store.template"
# Seconds after which it is a failure that something has not come about.
_PATIENCE = 60


def descendants(process: int | None = None) -> list[int]:
    """The processes that a process has started, by default this one, and those that they have started."""
    process = process or os.getpid()
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
        for task in Path(f"/proc/{process}/task").iterdir():
            if task.name != str(process):
                children += (task / "children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [one for child in map(int, children) for one in (child, *descendants(child))]


def running_over(folder: Path) -> list[int]:
    """Templates and workers over a graph, whoever their parents are."""
    processes = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
    return [process for process in processes if _serves(process, folder)]


def templates_over(folder: Path, server: int | None = None) -> list[int]:
    """The templates over a graph of a server, by default of this process."""
    found = [process for process in descendants(server) if _serves(process, folder)]
    return [process for process in found if _parent(process) == (server or os.getpid())]


def workers_over(folder: Path, server: int | None = None) -> list[int]:
    """The workers of those templates."""
    found = [process for process in descendants(server) if _serves(process, folder)]
    return [process for process in found if _parent(process) != (server or os.getpid())]


def descriptors(process: int) -> list[str]:
    """The descriptors that a process holds."""
    return [path.name for path in Path(f"/proc/{process}/fd").iterdir()]


def wait_until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.01)


def is_running(process: int) -> bool:
    """Whether a process computes, and does not wait."""
    return _status(process)[:1] == ["R"]


def has_computed(process: int, seconds: float) -> bool:
    """Whether a process has computed for so long."""
    return sum(map(int, _status(process)[11:13])) > seconds * os.sysconf("SC_CLK_TCK")


def own_memory(process: int) -> int:
    """Kilobytes of pages that a process has written to since it was forked."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Private_Dirty:"))


def _serves(process: int, folder: Path) -> bool:
    try:
        command = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False
    return _TEMPLATE in command and str(folder).encode() in command


def _parent(process: int) -> int:
    return int([*_status(process), "0", "0"][1])


def _status(process: int) -> list[str]:
    """The fields of `/proc/PID/stat` from the state of the process on; none where it is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []
