"""Processes that are started, watched by /proc (so on Linux only), and stopped with all that they have started."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

import click

_TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def running(command: Sequence[str | Path], log: Path, environment: Mapping[str, str] | None = None) -> Iterator[int]:
    """Run a server, give its process number, and stop it and every process under it."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
    try:
        yield process.pid
    finally:
        family = family_of(process.pid)
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        for number, began in family.items():
            if _began(number) == began:
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
        process.wait()


def wait_for(port: int, process: int, log: Path, seconds: float) -> None:
    """Wait until a server listens.

    Raises:
        click.ClickException: it has ended, or takes too long; its last words are told.
    """
    end = monotonic() + seconds
    while monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if _state(process) in {"", "Z"}:
            break
        sleep(0.1)
    words = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise click.ClickException(f"The server did not start; the end of {log}:\n{words}")


def family_of(process: int) -> dict[int, int]:
    """A process and all under it, each with when it began, so that a number used again is not taken for it."""
    parents = {number: int(fields[1]) for number, fields in _all_processes()}
    family = [process]
    for number in family:
        family += [child for child, parent in parents.items() if parent == number]
    return {number: _began(number) for number in family}


def parent_of(process: int) -> int:
    """The process that started another, or 0 where it has ended."""
    return int((_stat(process) or ["", "0"])[1])


def processor_seconds(process: int) -> float:
    """What a process and all under it, ended ones included, have computed so far."""
    ticks = sum(sum(map(int, _stat(number)[11:15])) for number in family_of(process) if _stat(number))
    return ticks / _TICKS


def own_seconds(process: int) -> float:
    """What a process alone has computed so far."""
    return sum(map(int, (_stat(process) or ["0"] * 13)[11:13])) / _TICKS


def resident(process: int) -> int:
    """Bytes of a process in memory."""
    return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def proportional(process: int) -> int:
    """Bytes of a process in memory, of what is shared its share (PSS)."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def available() -> int:
    """Bytes of memory that may still be taken."""
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))


def _all_processes() -> Iterator[tuple[int, list[str]]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            yield int(entry.name), fields


def _stat(process: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
    except OSError:
        return []


def _state(process: int) -> str:
    return (_stat(process) or [""])[0]


def _began(process: int) -> int:
    fields = _stat(process)
    return int(fields[19]) if fields else 0
