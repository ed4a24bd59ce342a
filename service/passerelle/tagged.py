"""Documents with a strong tag, written once for each format, language and coding, and kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock

from fastapi import Response

from passerelle.caching import FRESH, is_current, strong_tag
from passerelle.store.compression import SMALL, Coding, compressor


@dataclass(frozen=True)
class Written:
    """A document in one form: its bytes, and the headers that are its own."""

    content: bytes
    headers: Mapping[str, str]


class TaggedDocuments:
    """Documents of which there are few: what is written is kept for good; not to be used in the event loop."""

    def __init__(self, version: str, vary: str, freshness: str = FRESH) -> None:
        """`version` is what all of them change with."""
        self._version = version
        self._always = {"Vary": vary, "Cache-Control": freshness}
        self._kept: dict[tuple[str, ...], Written] = {}
        self._writing = Lock()

    def respond(
        self, form: tuple[str, ...], coding: Coding, condition: str | None, write: Callable[[], Written]
    ) -> Response:
        """The document of that form, or 304 to whoever has it (https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2).

        `write` is called once for each form, whatever its coding.
        """
        plain = self._get(form, write)
        if len(plain.content) < SMALL:
            coding = Coding.IDENTITY
        tag = strong_tag(self._version, *form, coding)
        headers = self._always | {"ETag": tag}
        if is_current(condition, tag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        content = plain.content
        if coding is not Coding.IDENTITY:
            content = self._get((*form, coding), lambda: _compressed(plain, coding)).content
            headers["Content-Encoding"] = coding
        return Response(content, headers=headers | dict(plain.headers))

    def _get(self, key: tuple[str, ...], write: Callable[[], Written]) -> Written:
        with self._writing:
            if key not in self._kept:
                self._kept[key] = write()
            return self._kept[key]


def _compressed(plain: Written, coding: Coding) -> Written:
    written = compressor(coding)
    return Written(written.compress(plain.content) + written.end(), {})
