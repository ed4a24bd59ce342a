"""Writes data of any size in Passerelle's own vocabulary: the same for the same seed and size."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TextIO

import click
from rich.console import Console
from rich.progress import Progress

from .entities import ROUND, base, graph

SIZES = {"100k": 100_000, "1m": 1_000_000, "10m": 10_000_000}


@dataclass(frozen=True)
class Data:
    """Where the data are: a folder of N-Quads for `--graph`, and the merged default graph as one N-Triples file."""

    folder: Path
    triples: Path

    @property
    def quads(self) -> list[Path]:
        """The N-Quads files, one a named graph."""
        return sorted(self.folder.glob("*.nq"))


class _Files:
    """The files, open: a statement goes into that of its graph, and once into that of the default graph."""

    def __init__(self, data: Data, stack: ExitStack) -> None:
        self._data = data
        self._stack = stack
        self._graphs: dict[str, tuple[TextIO, str]] = {}
        self._triples = stack.enter_context(data.triples.open("w", encoding="utf-8"))
        self.written = 0

    def write(self, statements: list[tuple[str, str, str, str]]) -> None:
        """Write the statements of one thing."""
        seen: set[tuple[str, str, str]] = set()
        for group, *parts in statements:
            line = " ".join(parts)
            file, name = self._graphs.get(group) or self._open(group)
            file.write(f"{line} {name} .\n")
            triple = (parts[0], parts[1], parts[2])
            if triple not in seen:
                seen.add(triple)
                self._triples.write(f"{line} .\n")
        self.written += len(seen)

    def _open(self, group: str) -> tuple[TextIO, str]:
        path = self._data.folder / f"{group.replace('/', '-')}.nq"
        self._graphs[group] = self._stack.enter_context(path.open("w", encoding="utf-8")), graph(group)
        return self._graphs[group]


def generate(directory: Path, size: int, seed: int = 1) -> Data:
    """Write at least so many triples, whole things only; what the directory holds already is taken.

    Args:
        directory: where to write; made where it is missing.
        size: triples in the default graph.
        seed: what chance starts from.
    """
    data = Data(directory / "graph", directory / "default.nt")
    done = directory / f"done-{size}-{seed}"
    if done.exists():
        return data
    data.folder.mkdir(parents=True, exist_ok=True)
    for old in (*data.quads, *directory.glob("done-*")):
        old.unlink()
    random = Random(seed)  # noqa: S311 - data, not secrets
    with (
        ExitStack() as stack,
        Progress(console=Console(stderr=True), disable=not Console(stderr=True).is_terminal) as bar,
    ):
        task = bar.add_task(f"Writing {size:,} triples", total=size)
        files = _Files(data, stack)
        files.write(list(base()))
        rounds = 0
        while files.written < size:
            for make, times in ROUND:
                for part in range(times):
                    files.write(list(make(rounds * times + part, random)))
            rounds += 1
            bar.update(task, completed=files.written)
    done.touch()
    return data


@click.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--size", type=click.Choice(list(SIZES)), default="100k", show_default=True, help="Triples.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same data.")
def main(directory: Path, size: str, seed: int) -> None:
    """Write made-up data into DIRECTORY: graph/*.nq for `passerelle serve --graph`, default.nt for other engines.

    Nothing that they say is true.
    """
    data = generate(directory, SIZES[size], seed)
    click.echo(f"{data.folder}: {len(data.quads)} named graphs\n{data.triples}: their merge")


if __name__ == "__main__":
    main()
