"""The style sheets, pictures and scripts of pages, at addresses that change with their content.

What has such an address may be kept for ever (https://www.rfc-editor.org/rfc/rfc8246); asked for by its name alone, it
is asked for again soon.
"""

import gzip
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import zstandard
from fastapi import FastAPI, Request, Response

from passerelle import urls
from passerelle.caching import FRESH, is_current, strong_tag
from passerelle.errors import Problem
from passerelle.incoming import read_accept
from passerelle.media_types import STATIC_TYPES, with_charset
from passerelle.negotiation import choose_coding
from passerelle.store.compression import SMALL, Coding

_FOLDER = Path(__file__).parent / "static"
_FOR_EVER = "public, max-age=31536000, immutable"
_VERSION = "v"


def static_path(name: str) -> str:
    """The path of a static file, with the version that its content makes.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return f"{urls.STATIC}/{quote(name)}?{_VERSION}={_version(_read(*_known(name)))}"


def built_script(name: str) -> str | None:
    """The name of a script's static file; None where it has not been built, and pages have to do without."""
    file = f"built/{name}.js"
    return file if (_FOLDER / file).is_file() else None


def add_static_files(app: FastAPI) -> None:
    """Serve them."""

    def get(request: Request) -> Response:
        try:
            path, changed = _known(request.path_params["name"])
        except FileNotFoundError:
            raise Problem(HTTPStatus.NOT_FOUND, f"There is nothing at {request.url.path}.") from None
        offered = list(Coding)[::-1] if len(_read(path, changed)) >= SMALL else [Coding.IDENTITY]
        coding = Coding(choose_coding(read_accept(request, "accept-encoding"), offered) or Coding.IDENTITY)
        version = _version(_read(path, changed))
        tag = strong_tag(version, coding)
        headers = {
            "ETag": tag,
            "Cache-Control": _FOR_EVER if request.query_params.get(_VERSION) == version else FRESH,
            "Vary": "Accept-Encoding",
        }
        if is_current(request.headers.get("if-none-match"), tag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        if coding is not Coding.IDENTITY:
            headers["Content-Encoding"] = coding
        headers["Content-Type"] = with_charset(STATIC_TYPES[path.suffix])
        return Response(_written(path, changed, coding), headers=headers)

    path = urls.STATIC + "/{name:path}"
    app.add_api_route(path, get, methods=["GET", "HEAD"], include_in_schema=False)


def _known(name: str) -> tuple[Path, int]:
    """A file and when it was last changed, so that an edit is seen without a restart."""
    # Compared and not opened: no name leads out of the folder, or to what the system cannot call so.
    for path in _FOLDER.rglob("*"):
        if path.relative_to(_FOLDER).as_posix() == name and path.suffix in STATIC_TYPES:
            return path, path.stat().st_mtime_ns
    raise FileNotFoundError(name)


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int) -> bytes:
    return path.read_bytes()


@lru_cache(maxsize=64)
def _version(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


@lru_cache(maxsize=64)
def _written(path: Path, changed: int, coding: Coding) -> bytes:
    """The file in a coding, as small as can be: that is done once."""
    content = _read(path, changed)
    match coding:
        case Coding.GZIP:
            return gzip.compress(content, mtime=0)
        case Coding.ZSTD:
            return zstandard.ZstdCompressor(level=19).compress(content)
        case Coding.IDENTITY:
            return content
