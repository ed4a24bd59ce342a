"""Renders templates; whatever is not part of a template is escaped."""

from pathlib import Path

from fastapi import FastAPI, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.staticfiles import StaticFiles

from passerelle import urls
from passerelle.media_types import HTML, with_charset
from passerelle.namespaces import LICENCE
from passerelle.phrases import LANGUAGES, phrase

_HERE = Path(__file__).parent
# No script, and nothing from elsewhere: a page that is tricked into more does nothing with it.
_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

# What the head of every page leads to, and the phrase that says so.
_PLACES = (
    (urls.TIMELINE, "nav_timeline"),
    (urls.STRATEGY, "nav_strategy"),
    (urls.PATHWAYS, "nav_pathways"),
    (urls.QUERIES, "nav_queries"),
    (urls.SPARQL, "nav_sparql"),
)

_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(template: str, language: str, links: urls.Urls, status: int = 200, **content: object) -> Response:
    """A page from a template, in a language that our phrases come in.

    The template has `say(key, …)` for phrases, `address(path)` for paths of the service, and the content by name; where
    that has `itself`, the path of the page, its head leads to the other language.
    """

    def say(key: str, **filled: object) -> str:
        return phrase(key, language, **filled)

    text = _TEMPLATES.get_template(template).render(
        language=language,
        languages=LANGUAGES,
        places=_PLACES,
        licence_of_data=LICENCE,
        say=say,
        address=links.local,
        urls=urls,
        **content,
    )
    headers = {
        "Content-Type": with_charset(HTML),
        "Content-Language": language,
        "Content-Security-Policy": _POLICY,
        "Referrer-Policy": "same-origin",
    }
    return Response(text, status, headers=headers)


def add_static_files(app: FastAPI) -> None:
    """Serve the style sheet."""
    app.mount(urls.STATIC, StaticFiles(directory=_HERE / "static"), name="static")
