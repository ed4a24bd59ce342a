"""The addresses of things and of their descriptions: (method, path) → function."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from passerelle import urls
from passerelle.errors import Problem
from passerelle.incoming import read_accept
from passerelle.media_types import DESCRIPTION_TYPES, PROBLEM
from passerelle.phrases import LANGUAGES
from passerelle.resources.addresses import named
from passerelle.resources.parts import Part
from passerelle.resources.profiles import PARAMETER, PROFILE_IRIS, Profile, read_profile
from passerelle.resources.responses import Things
from passerelle.resources.wishes import Wish
from passerelle.settings import Settings
from passerelle.sparql.formats import FORMAT_SCHEMA, read_format
from passerelle.sparql.request import Parameters, url_parameters

# How many values, links and claims one page of a description tells.
_SIZE = 50
_MOST_DIGITS = 6
_PROBLEMS = {
    400: "The parameter `page`, `lang`, `profile` or `format` does not fit.",
    404: "The graph does not know the thing; `near` names things that may be meant.",
    406: "No format on offer fits the Accept header, or no profile the Accept-Profile header.",
    410: "The thing was retired; `successors` are what replaces it.",
    414: "The address is too long.",
    431: "The Accept, Accept-Encoding, Accept-Language or Accept-Profile header is too long.",
}
_NAME = {"name": "name", "in": "path", "required": True, "schema": {"type": "string", "examples": ["region/84"]}}
_FORM = [
    {"name": "format", "in": "query", "schema": FORMAT_SCHEMA},
    {"name": "lang", "in": "query", "description": "Language of the page.", "schema": {"enum": list(LANGUAGES)}},
    {
        "name": PARAMETER,
        "in": "query",
        "description": "In which terms: a token, or the IRI behind it as `Accept-Profile` has it. "
        + ", ".join(f"`{profile}` is <{iri}>" for profile, iri in PROFILE_IRIS.items())
        + ".",
        "schema": {"type": "string", "examples": list(Profile), "default": Profile.PASSERELLE},
    },
    {
        "name": "page",
        "in": "query",
        "description": f"Of lists of more than {_SIZE}, which part; `Link` has the next.",
        "schema": {"type": "integer", "minimum": 1, "default": 1},
    },
]


def add_thing_routes(app: FastAPI, things: Things, settings: Settings) -> None:
    """Add the routes of things."""
    for path in (urls.THING, urls.SHAPE, urls.SOURCE):
        see_other = _responses(303, "The description, at its own address.")
        _add(app, path, _route(things.see_other, settings), see_other)
    described = _responses(200, "The description of the thing.")
    described[200]["content"] = {types[0]: {} for types in DESCRIPTION_TYPES.values()}
    _add(app, urls.DOCUMENT, _route(things.respond, settings), described)


def _add(app: FastAPI, path: str, function: Callable[..., Any], responses: dict[int | str, dict[str, Any]]) -> None:
    extra = {"parameters": [_NAME, *_FORM]}
    app.add_api_route(
        path, function, methods=["GET"], response_class=Response, responses=responses, openapi_extra=extra
    )
    app.add_api_route(path, function, methods=["HEAD"], include_in_schema=False)


def _responses(status: int, description: str) -> dict[int | str, dict[str, Any]]:
    problems: dict[int | str, dict[str, Any]] = {
        number: {"description": what, "content": {PROBLEM: {}}} for number, what in _PROBLEMS.items()
    }
    return {status: {"description": description}, **problems}


def _route(respond: Callable[[Wish], Response], settings: Settings) -> Callable[..., Any]:
    async def get(request: Request) -> Response:
        wish = read_wish(request, settings)
        return await run_in_threadpool(respond, wish)

    get.__name__, get.__doc__ = respond.__name__, (respond.__doc__ or "").partition("\n")[0]
    return get


def read_wish(request: Request, settings: Settings) -> Wish:
    """What a request for a thing, or for a document about things, asks.

    Raises:
        Problem: 400 for a parameter that does not fit, 414 or 431 for too long an address or header.
    """
    parameters = url_parameters(request, settings)
    written = request.scope["query_string"].decode("utf-8", "replace")
    return Wish(
        _name(request),
        f"?{urls.escaped(written)}" if written else "",
        read_format([value for name, value in parameters if name == "format"]) or read_accept(request),
        read_accept(request, "accept-encoding"),
        read_accept(request, "accept-language"),
        _language(parameters),
        Part(_page(parameters), _SIZE),
        read_profile(
            [value for name, value in parameters if name == PARAMETER], read_accept(request, "accept-profile")
        ),
        read_accept(request, "if-none-match"),
        read_accept(request, "if-modified-since"),
    )


def _name(request: Request) -> str:
    """The path of the IRI that is meant, with its escapes: `%2F` is no slash, and `%C3%A9` may be part of an IRI.

    Clients that escape nothing send UTF-8 as it is.
    """
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    rest = raw.decode("utf-8", "replace").split("/", 2)[-1]
    group = request.scope["path"].split("/", 2)[1]
    return named(rest) if group == "doc" else f"{group}/{rest}"


def _language(parameters: Parameters) -> str:
    asked = {value for name, value in parameters if name == "lang" and value}
    if len(asked) > 1 or not asked <= set(LANGUAGES):
        raise Problem(HTTPStatus.BAD_REQUEST, f"The parameter 'lang' is {' or '.join(LANGUAGES)}.")
    return asked.pop() if asked else ""


def _page(parameters: Parameters) -> int:
    asked = {value for name, value in parameters if name == "page" and value}
    if not asked:
        return 1
    value = asked.pop()
    if asked or not (value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS and int(value)):
        raise Problem(HTTPStatus.BAD_REQUEST, "The parameter 'page' is a whole number from 1 on.")
    return int(value)
