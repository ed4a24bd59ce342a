"""Renders templates; whatever is not part of a template is escaped."""

from collections.abc import Sequence
from pathlib import Path
from secrets import token_urlsafe

from fastapi import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from passerelle import urls
from passerelle.media_types import HTML, with_charset
from passerelle.namespaces import LICENCE
from passerelle.phrases import LANGUAGES, phrase
from passerelle.web.static_files import built_script, static_path

_HERE = Path(__file__).parent
# No script, and nothing from elsewhere: a page that is tricked into more does nothing with it.
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# What a page with scripts needs beside: they ask the service, draw pictures to be saved, and make styles by the nonce;
# browsers put style attributes of their own into what is being edited.
_SCRIPT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

# What the head of every page leads to, and the phrase that says so.
PLACES = (
    (urls.EXPLORE, "nav_explore"),
    (urls.TIMELINE, "nav_timeline"),
    (urls.STRATEGY, "nav_strategy"),
    (urls.QUERIES, "nav_queries"),
    (urls.MAP, "nav_map"),
    (urls.SPARQL, "nav_sparql"),
    (urls.DOWNLOADS, "nav_download"),
    (urls.CHECK, "nav_check"),
)

_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(
    template: str,
    language: str,
    links: urls.Urls,
    status: int = 200,
    *,
    scripts: Sequence[str] = (),
    **content: object,
) -> Response:
    """A page from a template, in a language that our phrases come in.

    The template has `say(key, …)` for phrases, `address(path)` for paths of the service, `static(name)` for static
    files, and the content by name; where that has `itself`, the path of the page, its head leads to the other language.
    `scripts` names modules of `service/web/src/`: without them the page is complete,
    and where they have not been built it comes without.
    """
    built = [file for name in scripts if (file := built_script(name))]
    nonce = token_urlsafe(16) if built else ""

    def say(key: str, **filled: object) -> str:
        return phrase(key, language, **filled)

    def static(name: str) -> str:
        return links.local(static_path(name))

    text = _TEMPLATES.get_template(template).render(
        language=language,
        languages=LANGUAGES,
        places=PLACES,
        licence_of_data=LICENCE,
        say=say,
        address=links.local,
        static=static,
        urls=urls,
        scripts=built,
        nonce=nonce,
        **content,
    )
    headers = {
        "Content-Type": with_charset(HTML),
        "Content-Language": language,
        "Content-Security-Policy": _SCRIPT_POLICY.format(nonce=nonce) if built else _POLICY,
        "Referrer-Policy": "same-origin",
    }
    if built:
        # A nonce is for one page.
        headers["Cache-Control"] = "private, no-cache"
    return Response(text, status, headers=headers)
