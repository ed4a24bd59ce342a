"""Makes a release: checks what would break, writes the folder aside, and puts it in place when it is whole."""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from passerelle.namespaces import shorten
from passerelle.phrases import LANGUAGES
from passerelle.publishing.ontology.document import read_document
from passerelle.publishing.releases.archive import (
    CHANGES,
    CONTEXT,
    FOLDER,
    ONTOLOGY,
    SHAPES,
    Release,
    Version,
    releases,
    write_checksums,
)
from passerelle.publishing.releases.comparison import Comparison, compare
from passerelle.publishing.releases.contents import NOTHING, read_contents
from passerelle.publishing.releases.header import FILE, header_version, moved_on
from passerelle.publishing.releases.report import document, markdown
from passerelle.resources.retired import read_retired
from passerelle.store.engine import Engine
from passerelle.store.failures import GraphError
from passerelle.store.request import ResultFormat
from passerelle.store.statements import write_statements
from passerelle.store.validation import Checker

_PREFIX = re.compile(r"^@(?:prefix\s+(\S*:)\s+|base\s+)<([^>]*)>\s*\.\s*$", re.MULTILINE)
_NAMED = 10


@dataclass(frozen=True)
class Made:
    """A new release, and what has changed in it."""

    release: Release
    previous: Version | None
    comparison: Comparison


def new_version(graph: Path, version: Version, day: date) -> Made:
    """Make a release of the ontology and the shapes of a graph, and move its header on to that version.

    The folder is written beside the releases and renamed last, so that a failure leaves nothing behind.

    Args:
        graph: a folder in our layout.
        version: the version to release.
        day: the date of the release.

    Raises:
        GraphError: a file is broken, or something would break for whoever relies on the releases.
    """
    known = releases(graph)
    last = known[-1] if known else None
    text = (graph / FILE).read_text(encoding="utf-8")
    _check_order(version, last, header_version(text))
    header = moved_on(text, version, last.version if last else None, day)
    _check_committed(graph)
    _check_conforms(graph)
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=_parent(graph)) as aside:
        source, target = Path(aside, "source"), Path(aside, str(version))
        _copy(graph, source)
        (source / FILE).write_text(header, encoding="utf-8")
        engine = Engine(source)
        contents = read_contents(engine)
        before = read_contents(Engine(last.folder)) if last else NOTHING
        found = compare(before, contents, read_retired(engine))
        _check_lost(found, last)
        _write(target, engine, source, document(version, last.version if last else None, day, found))
        if read_contents(Engine(target)) != contents:
            raise GraphError(
                f"{target.name} would not hold what the files hold.", "Report this: it is a fault of ours."
            )
        place = graph / FOLDER / str(version)
        target.rename(place)
    (graph / FILE).write_text(header, encoding="utf-8")
    return Made(Release(version, place), last.version if last else None, found)


def _parent(graph: Path) -> Path:
    folder = graph / FOLDER
    folder.mkdir(exist_ok=True)
    return folder


def _copy(graph: Path, source: Path) -> None:
    shutil.copytree(graph / "ontology", source / "ontology", ignore=shutil.ignore_patterns("releases"))
    shutil.copytree(graph / "shapes", source / "shapes")
    retired = graph / "data" / "retired.ttl"
    if retired.is_file():
        (source / "data").mkdir()
        shutil.copy(retired, source / "data")


def _check_order(version: Version, last: Release | None, stated: Version) -> None:
    if last and version == last.version:
        raise GraphError(f"Release {version} exists, and a release never changes.", "Choose a higher version.")
    if last and version < last.version:
        raise GraphError(f"{version} is not above the last release, {last.version}.", "Choose a higher version.")
    expected = {version, *([last.version] if last else [])}
    if stated not in expected:
        versions = " or ".join(sorted(map(str, expected)))
        raise GraphError(f"{FILE} states version {stated}.", f"It has to be {versions}: correct it, or the version.")


def _check_committed(graph: Path) -> None:
    """Refuse what nobody could find again: files that git knows to differ from what is committed."""
    command = ["git", "-C", str(graph), "status", "--porcelain", "--", "ontology", "shapes", "data/retired.ttl"]
    try:
        found = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - fixed words
    except OSError:
        return
    if found.returncode == 0 and found.stdout.strip():
        names = ", ".join(line[3:] for line in found.stdout.splitlines()[:_NAMED])
        raise GraphError(
            f"These files are not committed: {names}.", "Commit them, so that the release can be found again."
        )


def _check_conforms(graph: Path) -> None:
    if not Checker(graph).check().conforms:
        raise GraphError(
            "The graph breaks rules of its shapes.", "passerelle validate says which, and how to repair it."
        )


def _check_lost(found: Comparison, last: Release | None) -> None:
    if found.lost and last:
        names = ", ".join(map(shorten, found.lost[:_NAMED])) + (" …" if len(found.lost) > _NAMED else "")
        raise GraphError(
            f"Release {last.version} has these, the files have them no longer: {names}.",
            "An IRI lasts: list each in data/retired.ttl (owl:deprecated true, dcterms:isReplacedBy), or keep it and "
            "say owl:deprecated true of it.",
        )


def _write(target: Path, engine: Engine, source: Path, report: dict[str, Any]) -> None:
    target.mkdir()
    (target / ONTOLOGY).write_bytes(write_statements(read_document(engine), ResultFormat.TURTLE))
    (target / SHAPES).write_text("".join(_joined(source / "shapes")), encoding="utf-8")
    context = source / "ontology" / CONTEXT
    if context.is_file():
        shutil.copy(context, target / CONTEXT)
    (target / CHANGES).write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for language in LANGUAGES:
        (target / f"changes.{language}.md").write_text(markdown(report, language), encoding="utf-8")
    write_checksums(target, sorted(path.name for path in target.iterdir()))


def _joined(folder: Path) -> Iterator[str]:
    """The files of shapes as one, with each prefix declared once and comments kept."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ttl"))]
    declared: dict[str, str] = {}
    for text in texts:
        for prefix, namespace in _PREFIX.findall(text):
            if declared.setdefault(prefix, namespace) != namespace:
                raise GraphError(
                    f"The files of shapes/ declare {prefix or '@base'} in two ways.", "Declare it alike in all of them."
                )
    for prefix, namespace in sorted(declared.items()):
        yield f"@prefix {prefix} <{namespace}> .\n" if prefix else f"@base <{namespace}> .\n"
    for text in texts:
        yield "\n" + _PREFIX.sub("", text).strip() + "\n"
