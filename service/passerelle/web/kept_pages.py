"""Pages that are the same for all who read one language until the data set changes: made once, tagged, and kept."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request, Response

from passerelle import __version__
from passerelle.caching import FRESH, AnswerCache, Kept, is_current, strong_tag
from passerelle.errors import Problem
from passerelle.incoming import read_accept
from passerelle.negotiation import choose_coding, choose_language
from passerelle.phrases import LANGUAGES
from passerelle.store.compression import SMALL, Coding, compressor

_VARY = "Accept, Accept-Encoding, Accept-Language"


@dataclass(frozen=True)
class PageRequest:
    """How a page is wanted: in which language and content coding, and under which tags the client has it already."""

    language: str
    coding: Coding
    condition: str | None


def read_page_request(request: Request) -> PageRequest:
    """What a request for a page says; `lang=` wins over Accept-Language.

    Raises:
        Problem: 400 for a language that our pages do not come in, 431 for a header that is too long.
    """
    chosen = {value for value in request.query_params.getlist("lang") if value}
    if len(chosen) > 1 or not chosen <= set(LANGUAGES):
        raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter 'lang' is {' or '.join(LANGUAGES)}.")
    coding = choose_coding(read_accept(request, "accept-encoding"), list(Coding)[::-1])
    return PageRequest(
        chosen.pop() if chosen else choose_language(read_accept(request, "accept-language"), LANGUAGES),
        Coding(coding or Coding.IDENTITY),
        read_accept(request, "if-none-match"),
    )


class KeptPages:
    """The pages of one version of the data set."""

    def __init__(self, cache: AnswerCache, version: str) -> None:
        """Keep them under this version, and that of the program, which they change with as well."""
        self._cache = cache
        self._version = f"{__version__} {version}"

    def respond(self, name: str, request: PageRequest, make: Callable[[str], Response]) -> Response:
        """The page of that name, made in the language that is wanted unless it is kept.

        A page that says that something is wrong is neither tagged nor kept.
        """
        tag = strong_tag(self._version, "page", name, request.language, request.coding)
        if is_current(request.condition, tag):
            headers = {"ETag": tag, "Cache-Control": FRESH, "Vary": _VARY}
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        kept = self._cache.get(tag)
        if kept is None:
            made = make(request.language)
            if made.status_code != HTTPStatus.OK:
                made.headers["Vary"], made.headers["Cache-Control"] = _VARY, "no-store"
                return made
            kept = _written(made, tag, request.coding)
            self._cache.keep(tag, kept)
        response = Response(kept.body)
        response.raw_headers = [*kept.headers, (b"content-length", b"%d" % len(kept.body))]
        return response


def _written(page: Response, tag: str, coding: Coding) -> Kept:
    content = bytes(page.body)
    headers = {name: value for name, value in page.headers.items() if name != "content-length"}
    headers |= {"etag": tag, "cache-control": FRESH, "vary": _VARY}
    if coding is not Coding.IDENTITY and len(content) >= SMALL:
        written = compressor(coding)
        content = written.compress(content) + written.end()
        headers["content-encoding"] = coding
    return Kept([(name.encode(), value.encode("latin-1")) for name, value in headers.items()], content)
